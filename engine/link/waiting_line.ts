import type { Nanos } from "../base/time.ts";
import { unrolled } from "../base/unrolled.ts";

// What of each stands where in the ring, from `place << SHIFT` on.
const SHIFT = 1;
const STARTS_AT = 0;
const SIZE = 1;

const FIRST_CAPACITY = 16;

/**
 * Who waits for a line: a ring of the times at which each one's turn comes, in
 * order. Nothing happens when a turn comes; those whose turn has come by `now`
 * are forgotten at the next look.
 */
export class WaitingLine {
  #ring: Float64Array = new Float64Array(FIRST_CAPACITY << SHIFT);
  /** The number of places is a power of two: this is one less. */
  #mask: number = FIRST_CAPACITY - 1;
  #head = 0;
  #count = 0;
  #bytes = 0;

  /** How many wait since the last {@linkcode advance}. */
  get count(): number {
    return this.#count;
  }

  /** How many bytes they have. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Lets those go whose turn has come by `now`. */
  advance(now: Nanos): void {
    const ring = this.#ring;
    while (this.#count > 0) {
      const base = this.#head << SHIFT;
      if (ring[base + STARTS_AT]! > now) return;
      this.#bytes -= ring[base + SIZE]!;
      this.#head = (this.#head + 1) & this.#mask;
      this.#count--;
    }
  }

  /** Adds one of `bytes` at the end, whose turn comes at `startsAt`. */
  join(bytes: number, startsAt: Nanos): void {
    if (this.#count > this.#mask) this.#grow();
    const base = ((this.#head + this.#count) & this.#mask) << SHIFT;
    this.#ring[base + STARTS_AT] = startsAt;
    this.#ring[base + SIZE] = bytes;
    this.#bytes += bytes;
    this.#count++;
  }

  /** Sends all away. */
  clear(): void {
    this.#head = 0;
    this.#count = 0;
    this.#bytes = 0;
  }

  /** Doubles a full ring, whose first one then stands in the first place. */
  #grow(): void {
    const longer = new Float64Array(2 * this.#ring.length);
    this.#ring = unrolled(this.#ring, this.#head << SHIFT, longer);
    this.#head = 0;
    this.#mask = 2 * this.#mask + 1;
  }
}
