import type { Nanos } from "./time.ts";

/** What happened to a timer: it was set (or moved), it fired, or it was cancelled. */
export const TimerEvent = { Set: 0, Fired: 1, Cancelled: 2 } as const;
export type TimerEvent = (typeof TimerEvent)[keyof typeof TimerEvent];

/**
 * Told by one connection what happens inside it, while it happens.
 *
 * A connection that is not traced holds `null` instead, so that recording
 * costs one comparison when it is off.
 */
export interface ConnectionTrace {
  /** The connection went from one state to another (numbers of `State`), by that rule. */
  onState(from: number, to: number, rule: string, now: Nanos): void;
  /** A timer (a number of `Timer`) was set for `deadline`, fired, or was cancelled. */
  onTimer(timer: number, event: TimerEvent, deadline: Nanos, now: Nanos): void;
}
