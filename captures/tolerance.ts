/** How far a time may be off, at least. */
export const TOLERANCE_MS = 5;

/** And in parts of the wait that led to it, where that is more. */
export const TOLERANCE = 0.05;

/** How a time is wrong, or why it is right. */
export type TimeVerdict = "right" | "by the runs' own spread" | "wrong";

/**
 * Holds a time against the recorded one. It is right where it is off by at most
 * 5 ms, or 5 % of the wait since what came before it; what was late already may
 * stay so, but never by more than 5 ms or 5 % of the whole time so far.
 *
 * @param theirs the recorded time
 * @param ours the time to be judged
 * @param since when the wait began
 * @param late by how much we were late (below 0: early) before
 * @param beginning when the recording began
 * @param spread by how much the runs of the recording differ from each other
 */
export function judgeTime(
  theirs: number,
  ours: number,
  since: number,
  late: number,
  beginning: number,
  spread: number,
): TimeVerdict {
  const off = Math.abs(ours - theirs);
  const step = allowed(theirs - since);
  if (off <= step) return "right";
  if (Math.abs(ours - theirs - late) <= step && off <= allowed(theirs - beginning)) return "right";
  const isInSpread = off <= spread ||
    (Math.abs(ours - theirs - late) <= spread && off <= allowed(theirs - beginning));
  return isInSpread ? "by the runs' own spread" : "wrong";
}

function allowed(wait: number): number {
  return Math.max(TOLERANCE_MS, TOLERANCE * wait);
}
