/**
 * A ring of numbers that is full, from its place `first` on, at the beginning of a
 * longer array, which it gives.
 *
 * @example
 * ```ts
 * import { unrolled } from "./unrolled.ts";
 * import { deepStrictEqual } from "node:assert/strict";
 *
 * const ring = Int32Array.of(3, 4, 1, 2);
 * deepStrictEqual(unrolled(ring, 2, new Int32Array(6)), Int32Array.of(1, 2, 3, 4, 0, 0));
 * ```
 */
export function unrolled<T extends Float64Array | Int32Array>(
  ring: T,
  first: number,
  longer: T,
): T {
  longer.set(ring.subarray(first));
  longer.set(ring.subarray(0, first), ring.length - first);
  return longer;
}
