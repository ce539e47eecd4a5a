/** How long work is done before it is measured, in milliseconds of wall clock, and how often at most. */
const LONG_ENOUGH = 2_500;
export const MOST_RUNS = 20;

/**
 * Does some work until V8 has compiled it for good: for two and a half seconds,
 * twenty times at most, once at least. Until then a run takes two to four times as long,
 * as its code is interpreted first, and thrown away again where it did not expect
 * what comes at the end of a connection.
 */
export async function warmUp(work: () => unknown): Promise<void> {
  const start = performance.now();
  for (let i = 0; i < MOST_RUNS && (i === 0 || performance.now() - start < LONG_ENOUGH); i++) {
    await work();
  }
}

/** How long, in milliseconds, and how often at most work that is warm is measured. */
const MEASURED_FOR = 1_000;
export const MOST_MEASURED = 9;

/**
 * Does work several times, an odd number, and gives what the one in the middle
 * came to: one alone may meet a collection of garbage, or V8 compiling anew.
 */
export async function typical<T>(
  work: () => T | Promise<T>,
  valueOf: (outcome: T) => number,
): Promise<T> {
  const start = performance.now();
  const outcomes: T[] = [];
  do outcomes.push(await work()); while (
    outcomes.length < MOST_MEASURED &&
    (outcomes.length % 2 === 0 || performance.now() - start < MEASURED_FOR)
  );
  outcomes.sort((a, b) => valueOf(a) - valueOf(b));
  return outcomes[outcomes.length >> 1]!;
}
