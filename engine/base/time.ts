/**
 * A point or a length of virtual time in whole nanoseconds, kept in a plain
 * `number`: exact up to 2^53 ns, which is 104 days.
 */
export type Nanos = number;

/** The deadline of a timer that does not run. Later than every point in time. */
export const NEVER: Nanos = Infinity;

/** Microseconds to nanoseconds, rounded to a whole one. */
export const us = (count: number): Nanos => Math.round(count * 1e3);

/** Milliseconds to nanoseconds, rounded to a whole one. */
export const ms = (count: number): Nanos => Math.round(count * 1e6);

/** Seconds to nanoseconds, rounded to a whole one. */
export const seconds = (count: number): Nanos => Math.round(count * 1e9);

/** Minutes to nanoseconds, rounded to a whole one. */
export const minutes = (count: number): Nanos => Math.round(count * 60e9);

/**
 * A time as exact text in seconds, its fraction in groups of three digits:
 * `90s`, `0.020s` (20 ms), `1.234567890s`. {@linkcode NEVER} is `never`.
 *
 * @throws {RangeError} if `time` is not a whole number.
 */
export function formatNanos(time: Nanos): string {
  if (time === NEVER) return "never";
  if (!Number.isSafeInteger(time)) {
    throw new RangeError(`Cannot format time: it must be whole nanoseconds: it is ${time}`);
  }
  const total = Math.abs(time);
  const rest = total % 1e9;
  const fraction = String(rest).padStart(9, "0").replace(/(000)+$/, "");
  const whole = String((total - rest) / 1e9);
  return `${time < 0 ? "-" : ""}${whole}${fraction === "" ? "" : "."}${fraction}s`;
}
