/** Longer words are nobody's typing mistake, and would take long to compare. */
const LONGEST = 64;

/** Among more words than that no nearest one is looked for. */
const MOST = 1000;

/**
 * How many letters must be changed, added, taken out or swapped with their
 * neighbour to make one word of the other (the optimal string alignment distance).
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/**
 * The word that was probably meant, or "" where none is near enough. Upper
 * and lower case, and `_` and `-`, count as the same; of equally near words the
 * first is taken.
 */
export function nearest(word: string, words: readonly string[]): string {
  if (word.length > LONGEST || words.length > MOST) return "";
  const plain = fold(word);
  let best = "";
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(plain, fold(candidate));
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** `; did you mean "latency"?`, or "" where nothing is near enough. */
export function didYouMean(word: unknown, words: readonly string[]): string {
  return typeof word === "string" ? suggest(nearest(word, words)) : "";
}

/** The same for a word that was found otherwise; "" gives "". */
export function suggest(word: string): string {
  return word === "" ? "" : `; did you mean "${word}"?`;
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll("_", "-");
}
