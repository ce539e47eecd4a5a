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
 * and lower case, and `_` and `-`, count as the same; what two names with dots
 * begin with alike does not make them nearer. Of equally near words the first
 * is taken.
 */
export function nearest(word: string, words: readonly string[]): string {
  if (word.length > LONGEST || words.length > MOST) return "";
  let best = "";
  let least = Infinity;
  for (const candidate of words) {
    const start = commonStart(word, candidate);
    const [found, meant] = [fold(word.slice(start)), fold(candidate.slice(start))];
    const limit = Math.max(1, Math.floor(found.length / 3));
    if (Math.abs(meant.length - found.length) > limit) continue;
    const distance = editDistance(found, meant);
    if (distance <= limit && distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Up to which dot two names are alike: 7 of "server.web" and "server.wbe". */
function commonStart(a: string, b: string): number {
  let start = 0;
  for (let i = 0; i < a.length && a[i] === b[i]; i++) {
    if (a[i] === ".") start = i + 1;
  }
  return start;
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
