import { PATTERN_PERIOD, patternBuffer } from "../../nodes/sockets/mod.ts";

/** A payload that begins in the first period ends in the second one at the latest. */
const LENGTH = 2 * PATTERN_PERIOD;

/** Before each place, the sum of the bytes at even ones and, next to it, of those at odd ones. */
let sums: Int32Array | null = null;

/**
 * The sum that `sumOf` gives for `length` bytes of the stream's pattern
 * (`patternBuffer`) from `start`, without looking at them: captures have one
 * checksum for each packet, and most payloads are of the pattern.
 */
export function patternSum(start: number, length: number): number {
  sums ??= sumsOfPattern();
  const from = start % PATTERN_PERIOD;
  const first = 2 * from;
  const last = first + 2 * length;
  const evens = sums[last]! - sums[first]!;
  const odds = sums[last + 1]! - sums[first + 1]!;
  return (from & 1) === 0 ? evens * 256 + odds : odds * 256 + evens;
}

function sumsOfPattern(): Int32Array {
  const pattern = patternBuffer();
  const both = new Int32Array(2 * (LENGTH + 1));
  for (let i = 0; i < LENGTH; i++) {
    const byte = pattern[i]!;
    const isOdd = i & 1;
    both[2 * i + 2] = both[2 * i]! + (isOdd === 0 ? byte : 0);
    both[2 * i + 3] = both[2 * i + 1]! + (isOdd === 0 ? 0 : byte);
  }
  return both;
}
