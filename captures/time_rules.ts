import { type Capture, type CapturedSegment, DIRECTION_FROM, type Side, SIDES } from "./capture.ts";
import type { Playback } from "./playback.ts";
import type { RuleName } from "./rules.ts";

/**
 * The notches of the wheel that a kernel of 250 Hz keeps its timers on, in
 * milliseconds: from which wait on, and how coarse (Linux kernel/time/timer.c).
 * Finer ones lie within the tolerance.
 */
const NOTCHES: readonly (readonly [number, number])[] = [[16_128, 2048], [2016, 256], [252, 32]];

/** One tick of that kernel: a timer goes off up to one late. */
const TICK_MS = 4;

/** How far from the link's own delay a frame's time in the middle box may be. */
const BOX_MS = 2;

/**
 * The rule that lets a wrong time of a segment pass at a side, null if there is none.
 *
 * @param wait how long nothing had happened at the side before, in milliseconds
 */
export function timeRule(
  capture: Capture,
  playback: Playback,
  side: Side,
  theirs: CapturedSegment,
  ours: CapturedSegment,
  wait: number,
): RuleName | null {
  const off = Math.abs(theirs.atMs - ours.atMs);
  const notch = NOTCHES.find(([from]) => wait >= from)?.[1] ?? 0;
  if (notch > 0 && off <= notch + TICK_MS) return "wheel-phase";
  return isHeldUp(capture, playback, side, theirs, ours) ? "slow-box" : null;
}

/**
 * Whether the recorded segment was under way as long as the played one, so that
 * it is late as it was sent late, which is judged there; or longer, by no more
 * than the link's delay, while the box also held what went the other way.
 */
function isHeldUp(
  capture: Capture,
  playback: Playback,
  side: Side,
  theirs: CapturedSegment,
  ours: CapturedSegment,
): boolean {
  if (theirs.direction === DIRECTION_FROM[side]) return false;
  const delay = capture.link.oneWayDelayMs;
  const sender = SIDES.find((it) => it !== side)!;
  const theirTime = timeUnderWay(capture.segments[sender], theirs);
  const held = theirTime - timeUnderWay(playback.segments[sender], ours);
  if (Math.abs(held) <= BOX_MS) return true;
  if (!(held > 0 && held <= delay)) return false;
  return capture.segments[sender].some((it) =>
    it.direction !== theirs.direction && Math.abs(it.atMs - theirs.atMs) <= 1 &&
    timeUnderWay(capture.segments[side], it) > delay + BOX_MS
  );
}

/** How long a segment was under way that its receiver saw; NaN where no sending of it is known. */
function timeUnderWay(sent: readonly CapturedSegment[], seen: CapturedSegment): number {
  return seen.atMs - (sendingOf(sent, seen)?.atMs ?? NaN);
}

/** The last segment like it that was sent before it was seen. */
function sendingOf(
  sent: readonly CapturedSegment[],
  seen: CapturedSegment,
): CapturedSegment | undefined {
  return sent.findLast((it) =>
    it.direction === seen.direction && it.atMs < seen.atMs && it.flags === seen.flags &&
    it.seq === seen.seq && it.len === seen.len && it.ack === seen.ack
  );
}
