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
