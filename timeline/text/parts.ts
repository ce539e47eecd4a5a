/** A piece of a label, with the space before it, and how dearly it is kept where room is short. */
export interface Part {
  readonly text: string;
  /** {@linkcode ALWAYS}, or less: the least is left out first. */
  readonly keep: number;
  /** What takes its place before it is left out, if anything does. */
  readonly short?: string;
}

/** Never left out. */
export const ALWAYS = 10;

/** A part that is never left out. */
export function always(text: string): Part {
  return { text, keep: ALWAYS };
}

/** The parts as one text, with all of them. */
export function joined(parts: readonly Part[]): string {
  return parts.map((part) => part.text).join("");
}

/**
 * The parts as one text that is at most `room` wide: the least important ones
 * are left out first, of equal ones the later; in the end the text is cut off,
 * which `more` then shows.
 */
export function fit(parts: readonly Part[], room: number, more: string): string {
  const text = joined(shed(parts, room));
  if (text.length <= room) return text;
  return room < more.length ? "" : text.slice(0, room - more.length) + more;
}

/** The parts that are left when the droppable ones have gone until the rest has room, or all have. */
export function shed(parts: readonly Part[], room: number): readonly Part[] {
  let kept = parts;
  while (joined(kept).length > room) {
    const least = leastOf(kept);
    if (least < 0) return kept;
    kept = withoutOne(kept, least);
  }
  return kept;
}

function withoutOne(parts: readonly Part[], index: number): readonly Part[] {
  const short = parts[index]?.short ?? "";
  const keep = parts[index]?.keep ?? 0;
  const rest = short === "" ? [] : [{ text: short, keep }];
  return [...parts.slice(0, index), ...rest, ...parts.slice(index + 1)];
}

function leastOf(parts: readonly Part[]): number {
  let least = -1;
  let keep = ALWAYS;
  parts.forEach((part, index) => {
    if (part.keep === ALWAYS || part.keep > keep) return;
    least = index;
    keep = part.keep;
  });
  return least;
}

/** Text from topologies and programs, without the characters that could upset a terminal. */
export function printable(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}
