const WORD = 32;

/** A word whose ports are all taken. */
const FULL = -1;

/**
 * Which ports of a range are known to be taken: a bit each, so that a crowd of
 * them is passed by 32 at a time.
 */
export class TakenPorts {
  readonly #first: number;
  readonly #count: number;
  readonly #words: Int32Array;

  constructor(first: number, count: number) {
    this.#first = first;
    this.#count = count;
    this.#words = new Int32Array(Math.ceil(count / WORD));
  }

  take(port: number): void {
    const place = port - this.#first;
    this.#words[place >> 5]! |= 1 << (place & 31);
  }

  /** A port outside of the range is let pass. */
  free(port: number): void {
    const place = port - this.#first;
    if (place < 0 || place >= this.#count) return;
    this.#words[place >> 5]! &= ~(1 << (place & 31));
  }

  /** The first port from this one on, up to the end of the range, that is not taken; 0 where none is. */
  nextFrom(port: number): number {
    for (let place = port - this.#first; place < this.#count;) {
      const rest = this.#words[place >> 5]! >> (place & 31);
      if (rest === FULL) place = (place | 31) + 1;
      else if ((rest & 1) !== 0) place++;
      else return this.#first + place;
    }
    return 0;
  }
}
