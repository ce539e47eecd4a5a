import type { Nanos } from "../base/time.ts";

const NANOS_PER_SECOND = 1e9;

/**
 * Says how long a line of `rateBps` bits per second is busy with `bytes`, in
 * whole nanoseconds. A part of a nanosecond counts as a whole one, so that no
 * frame is ever there before its last bit. Rate 0 and Infinity stand for a line
 * that takes no time.
 *
 * Exact for every size: the quotient of two whole numbers below 2^53, rounded
 * up, is the right one in a double; above that it is computed with BigInt.
 *
 * @example A full packet at 1 Gbit/s
 * ```ts
 * import { serialisationTime } from "./rate.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * strictEqual(serialisationTime(1500, 1e9), 12_000);
 * strictEqual(serialisationTime(1, 3e9), 3); // 2.67 ns
 * ```
 */
export function serialisationTime(bytes: number, rateBps: number): Nanos {
  if (rateBps === 0 || rateBps === Infinity) return 0;
  const scaled = bytes * 8 * NANOS_PER_SECOND;
  if (scaled <= Number.MAX_SAFE_INTEGER) return Math.ceil(scaled / rateBps);
  return longSerialisationTime(bytes, rateBps);
}

function longSerialisationTime(bytes: number, rateBps: number): Nanos {
  const rate = BigInt(rateBps);
  return Number((BigInt(bytes) * 8n * BigInt(NANOS_PER_SECOND) + rate - 1n) / rate);
}

/**
 * Holds a rate to what {@linkcode serialisationTime} takes.
 *
 * @throws {RangeError} if it is not a whole number of bits per second from 0 up, or Infinity.
 */
export function checkRate(rateBps: number, action: string): void {
  if (rateBps === Infinity || (Number.isSafeInteger(rateBps) && rateBps >= 0)) return;
  throw new RangeError(`${action}: rate must be a whole number of bit/s from 0: it is ${rateBps}`);
}
