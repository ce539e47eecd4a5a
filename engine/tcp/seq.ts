/**
 * Arithmetic on sequence numbers (RFC 9293 3.4): modulo 2^32, kept as int32,
 * so that every value is a small integer of the engine that runs us.
 *
 * Every function takes and gives int32. Two numbers can be ordered while they
 * lie less than 2^31 apart, which windows of at most 2^30 bytes ensure
 * (RFC 7323 2.3); at exactly 2^31 each is "less" than the other.
 *
 * @example The order holds across the wrap
 * ```ts
 * import { seqAdd, seqLT } from "./seq.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const last = -1; // 2^32 - 1 as int32
 * strictEqual(seqAdd(last, 1), 0);
 * strictEqual(seqLT(last, 0), true);
 * ```
 *
 * @module
 */

/** How far `a` lies beyond `b`: negative where it lies before it. */
export function seqDiff(a: number, b: number): number {
  return (a - b) | 0;
}

/** The sequence number `count` further on; `count` may be negative and any whole number. */
export function seqAdd(seq: number, count: number): number {
  return (seq + count) | 0;
}

/** `a < b` */
export function seqLT(a: number, b: number): boolean {
  return ((a - b) | 0) < 0;
}

/** `a <= b` */
export function seqLEQ(a: number, b: number): boolean {
  return ((a - b) | 0) <= 0;
}

/** `a > b` */
export function seqGT(a: number, b: number): boolean {
  return ((a - b) | 0) > 0;
}

/** `a >= b` */
export function seqGEQ(a: number, b: number): boolean {
  return ((a - b) | 0) >= 0;
}

/** The later of two. */
export function seqMax(a: number, b: number): number {
  return ((a - b) | 0) >= 0 ? a : b;
}

/** The earlier of two. */
export function seqMin(a: number, b: number): number {
  return ((a - b) | 0) <= 0 ? a : b;
}

/** Whether `start <= seq < start + length`; an empty window (`length` 0) holds nothing. */
export function seqInWindow(seq: number, start: number, length: number): boolean {
  return ((seq - start) >>> 0) < length;
}
