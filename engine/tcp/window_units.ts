/**
 * Bytes in units of 2^`scale`, rounded up: the window field that offers at least
 * so many (RFC 7323 2.2). Takes whole numbers from 0 to 2^30, the largest window
 * (2.3), so that shifts do what a division would, for a fraction of its time.
 *
 * @example
 * ```ts
 * import { unitsUp } from "./window_units.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * strictEqual(unitsUp(1025, 7), 9);
 * strictEqual(unitsUp(1024, 7), 8);
 * ```
 */
export function unitsUp(bytes: number, scale: number): number {
  return (bytes + (1 << scale) - 1) >> scale;
}
