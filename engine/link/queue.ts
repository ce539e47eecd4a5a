import type { Nanos } from "../base/time.ts";

/** What becomes of a frame that is offered to a queue. */
export const Admission = {
  /** It is lost. */
  Drop: 0,
  /** It may wait. */
  Take: 1,
  /** It may wait, and its packet says "congestion experienced" from now on (RFC 3168 5). */
  Mark: 2,
} as const;
export type Admission = (typeof Admission)[keyof typeof Admission];

/**
 * The queue in front of a line: decides about each frame at the moment it
 * comes, when the time at which the line will take it is already known.
 *
 * Because the line is first come, first served, that time tells how long the
 * frame will have waited: a drop-tail or RED queue looks at what waits now, a
 * CoDel queue at `startsAt - now`. None of them needs an event.
 */
export interface Queue {
  /** Why the last frame was dropped: "queue full". */
  readonly dropNote: string;
  /**
   * Offers a frame of `bytes` whose first bit could leave at `startsAt`;
   * `isEcnCapable`: it may be marked in place of being dropped. A frame that
   * starts at once (`startsAt` is `now`) does not wait.
   */
  offer(bytes: number, startsAt: Nanos, now: Nanos, isEcnCapable: boolean): Admission;
  /** How many frames wait at `now`; the one that is being sent does not. */
  packetsAt(now: Nanos): number;
  /** How many bytes they have. */
  bytesAt(now: Nanos): number;
  /** Forgets all that waits. */
  clear(): void;
}
