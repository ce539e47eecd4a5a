import type { Nanos } from "../base/time.ts";
import { checkRate, serialisationTime } from "./rate.ts";

/**
 * Knows when a line is free. It serves one frame after the other, so the start
 * of each transmission is arithmetic and needs no event of its own.
 *
 * @example The second of two frames waits for the first
 * ```ts
 * import { Transmitter } from "./transmitter.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const line = new Transmitter(1e9, 0);
 * strictEqual(line.transmit(1500, 0), 12_000);
 * strictEqual(line.startsAt(5_000), 12_000);
 * strictEqual(line.transmit(1500, 5_000), 24_000);
 * ```
 */
export class Transmitter {
  declare readonly rateBps: number;
  /** Bytes that each frame takes on the line besides the packet: preamble, header, gap. */
  declare readonly overhead: number;
  /** When the last bit of all that was taken leaves. */
  #freeAt: Nanos = 0;

  /** @throws {RangeError} if the rate or the overhead is not a whole number from 0. */
  constructor(rateBps: number, overhead: number) {
    checkRate(rateBps, "Cannot make a line");
    if (!Number.isSafeInteger(overhead) || overhead < 0) {
      throw new RangeError(
        `Cannot make a line: overhead must be whole bytes from 0: it is ${overhead}`,
      );
    }
    this.rateBps = rateBps;
    this.overhead = overhead;
  }

  /** When the first bit of a frame leaves that is here at `now`. */
  startsAt(now: Nanos): Nanos {
    return this.#freeAt > now ? this.#freeAt : now;
  }

  /** Takes a packet of `bytes` at `now` and returns when its last bit leaves. */
  transmit(bytes: number, now: Nanos): Nanos {
    this.#freeAt = this.startsAt(now) + serialisationTime(bytes + this.overhead, this.rateBps);
    return this.#freeAt;
  }

  /** Forgets all that was taken: the line is free. */
  reset(): void {
    this.#freeAt = 0;
  }
}
