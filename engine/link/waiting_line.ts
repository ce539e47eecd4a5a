import type { Nanos } from "../base/time.ts";

const FIRST_CAPACITY = 16;

/**
 * Who waits for a line: a ring of the times at which each one's turn comes, in
 * order. Nothing happens when a turn comes; those whose turn has come by `now`
 * are forgotten at the next look.
 */
export class WaitingLine {
  #startsAt = new Float64Array(FIRST_CAPACITY);
  #sizes = new Float64Array(FIRST_CAPACITY);
  #mask = FIRST_CAPACITY - 1;
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
    while (this.#count > 0 && this.#startsAt[this.#head]! <= now) {
      this.#bytes -= this.#sizes[this.#head]!;
      this.#head = (this.#head + 1) & this.#mask;
      this.#count--;
    }
  }

  /** Adds one of `bytes` at the end, whose turn comes at `startsAt`. */
  join(bytes: number, startsAt: Nanos): void {
    if (this.#count > this.#mask) this.#grow();
    const tail = (this.#head + this.#count) & this.#mask;
    this.#startsAt[tail] = startsAt;
    this.#sizes[tail] = bytes;
    this.#bytes += bytes;
    this.#count++;
  }

  /** Sends all away. */
  clear(): void {
    this.#head = 0;
    this.#count = 0;
    this.#bytes = 0;
  }

  #grow(): void {
    const capacity = this.#startsAt.length * 2;
    this.#startsAt = unrolled(this.#startsAt, this.#head, capacity);
    this.#sizes = unrolled(this.#sizes, this.#head, capacity);
    this.#head = 0;
    this.#mask = capacity - 1;
  }
}

/** A full ring's values from `head` on, in a larger array. */
function unrolled(
  ring: Float64Array,
  head: number,
  capacity: number,
): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(capacity);
  longer.set(ring.subarray(head));
  longer.set(ring.subarray(0, head), ring.length - head);
  return longer;
}
