import type { Nanos } from "../base/time.ts";

/**
 * An event may be scheduled for a whole nanosecond from now to below 2^53; its
 * kind must fit into a slot of the queue.
 *
 * @throws {RangeError} if that is not so.
 */
export function checkEvent(at: Nanos, now: Nanos, kind: number): void {
  if (!(at >= now && at <= Number.MAX_SAFE_INTEGER && Math.floor(at) === at)) {
    throw new RangeError(timeMessage("schedule", at, now));
  }
  if (kind !== (kind | 0)) {
    throw new RangeError(`Cannot schedule: kind must be an int32: it is ${kind}`);
  }
}

/** Says that a time is past, or is none. */
export function timeMessage(action: string, time: Nanos, now: Nanos): string {
  return `Cannot ${action}: time must be whole nanoseconds from now (${now}) to below 2^53: ` +
    `it is ${time}`;
}
