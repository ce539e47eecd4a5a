import type { Ipv4 } from "./address.ts";

/**
 * The sum of the 16-bit words in `bytes` from `start` to before `end`, not yet
 * folded (RFC 1071 1). An odd last byte counts as if a zero followed it.
 *
 * The sum of one packet (at most 65,535 bytes) and a pseudo-header stays below
 * 2^31, so sums may be added with `+`.
 */
export function sumOf(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  let i = start;
  for (; i + 1 < end; i += 2) sum += (bytes[i]! << 8) | bytes[i + 1]!;
  if (i < end) sum += bytes[i]! << 8;
  return sum;
}

/** Folds a sum's carries back into 16 bits: one's complement addition (RFC 1071 1). */
export function fold(sum: number): number {
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

/**
 * The checksum that belongs into a header whose words (with zero in the
 * checksum's own place) give this sum (RFC 1071 1).
 *
 * @example The numbers of RFC 1071, section 3
 * ```ts
 * import { checksumOf, fold, sumOf } from "./checksum.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const bytes = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
 * strictEqual(fold(sumOf(bytes, 0, 8)), 0xddf2);
 * strictEqual(checksumOf(sumOf(bytes, 0, 8)), 0x220d);
 * ```
 */
export function checksumOf(sum: number): number {
  return ~fold(sum) & 0xffff;
}

/** Whether the sum of a header, its checksum included, says that it arrived as sent. */
export function isIntact(sum: number): boolean {
  return fold(sum) === 0xffff;
}

/**
 * The sum of the pseudo-header that protects a segment against being delivered
 * to the wrong host (RFC 9293 3.1): both addresses, the protocol and the
 * length of header and payload in bytes.
 */
export function pseudoHeaderSum(
  source: Ipv4,
  destination: Ipv4,
  protocol: number,
  length: number,
): number {
  return (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) +
    protocol + length;
}
