import type { Nanos } from "../base/time.ts";

/**
 * The queue in front of a line: decides about each frame at the moment it
 * comes, when the time at which the line will take it is already known.
 *
 * Because the line is first come, first served, that time tells how long the
 * frame will have waited: a drop-tail or RED queue looks at what waits now, a
 * CoDel queue at `startsAt - now`. None of them needs an event.
 */
export interface Queue {
  /**
   * Offers a frame of `bytes` whose first bit could leave at `startsAt`.
   * Returns whether it may wait for that; if not, it is lost. A frame that
   * starts at once (`startsAt` is `now`) does not wait and is always taken.
   */
  offer(bytes: number, startsAt: Nanos, now: Nanos): boolean;
  /** How many frames wait at `now`; the one that is being sent does not. */
  packetsAt(now: Nanos): number;
  /** How many bytes they have. */
  bytesAt(now: Nanos): number;
  /** Forgets all that waits. */
  clear(): void;
}
