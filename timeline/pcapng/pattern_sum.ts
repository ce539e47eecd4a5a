import { PATTERN_PERIOD, patternBuffer } from "../../nodes/sockets/mod.ts";

/** A payload that begins in the first period ends in the second one at the latest. */
const LENGTH = 2 * PATTERN_PERIOD;

let evenSums: Int32Array | null = null;
let oddSums: Int32Array | null = null;

/**
 * The sum that `sumOf` gives for `length` bytes of the stream's pattern
 * (`patternBuffer`) from `start`, without looking at them: captures have one
 * checksum for each packet, and most payloads are of the pattern.
 */
export function patternSum(start: number, length: number): number {
  const even = evenSums ?? prepare();
  const odd = oddSums!;
  const from = start % PATTERN_PERIOD;
  const to = from + length;
  const evens = even[to]! - even[from]!;
  const odds = odd[to]! - odd[from]!;
  return (from & 1) === 0 ? evens * 256 + odds : odds * 256 + evens;
}

/** Sums up the bytes at even places before each place, and those at odd ones. */
function prepare(): Int32Array {
  const pattern = patternBuffer();
  const even = new Int32Array(LENGTH + 1);
  const odd = new Int32Array(LENGTH + 1);
  for (let i = 0; i < LENGTH; i++) {
    const byte = pattern[i]!;
    even[i + 1] = even[i]! + ((i & 1) === 0 ? byte : 0);
    odd[i + 1] = odd[i]! + ((i & 1) === 0 ? 0 : byte);
  }
  oddSums = odd;
  return evenSums = even;
}
