const INITIAL_CAPACITY = 1 << 17;
/** A code unit of UTF-16 takes at most so many bytes in UTF-8. */
const MOST_BYTES_PER_UNIT = 3;

/** Bytes that are written one piece after the other, and taken together. */
export class ByteBuffer {
  #bytes = new Uint8Array(INITIAL_CAPACITY);
  #used = 0;
  readonly #encoder = new TextEncoder();

  /** How many bytes wait to be taken. */
  get length(): number {
    return this.#used;
  }

  /** A copy of these bytes. */
  bytes(piece: Uint8Array): void {
    this.#reserve(piece.length);
    this.#bytes.set(piece, this.#used);
    this.#used += piece.length;
  }

  /** A text in UTF-8; returns how many bytes it took. */
  text(text: string): number {
    this.#reserve(text.length * MOST_BYTES_PER_UNIT);
    const { written } = this.#encoder.encodeInto(text, this.#bytes.subarray(this.#used));
    this.#used += written;
    return written;
  }

  /** A copy of the last bytes that were written. */
  last(count: number): Uint8Array {
    return this.#bytes.slice(this.#used - count, this.#used);
  }

  /** All that was written since the last time, in place: what is written next takes its place. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.subarray(0, this.#used);
    this.#used = 0;
    return taken;
  }

  #reserve(length: number): void {
    if (this.#used + length <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#used + length));
    grown.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = grown;
  }
}
