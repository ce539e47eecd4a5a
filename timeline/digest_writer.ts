/** What takes the bytes: a hash. */
interface Sink {
  update(bytes: Uint8Array): unknown;
}

/** Bytes of the buffer, before the first that are handed to the hash and after them. */
const FIRST_CAPACITY = 1 << 14;
const CAPACITY = 1 << 16;

/**
 * Feeds numbers, texts and bytes to a hash in one canonical form, through a
 * buffer: equal values give equal bytes on every machine, and no value can be
 * taken for another one, as each has a fixed size or its length before it.
 */
export class DigestWriter {
  readonly #hash: Sink;
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_CAPACITY);
  /** The buffer, for who fills in what {@linkcode skip} left out, until more is written. */
  view: DataView = new DataView(this.#bytes.buffer);
  #used = 0;

  constructor(hash: Sink) {
    this.#hash = hash;
  }

  /** Leaves out so many bytes, and says where in {@linkcode view} to write them at once. */
  skip(length: number): number {
    this.#reserve(length);
    const at = this.#used;
    this.#used = at + length;
    return at;
  }

  /** A number, as the 8 bytes of its IEEE 754 form, big-endian; -0 counts as 0. */
  number(value: number): void {
    this.#reserve(8);
    this.view.setFloat64(this.#used, value + 0);
    this.#used += 8;
  }

  /** 32 bits of an integer, whatever its sign. */
  int32(value: number): void {
    this.#reserve(4);
    this.view.setInt32(this.#used, value);
    this.#used += 4;
  }

  /** A switch, as one byte. */
  boolean(value: boolean): void {
    this.#reserve(1);
    this.#bytes[this.#used++] = value ? 1 : 0;
  }

  /** A text: its length, then its UTF-16 code units. */
  text(value: string): void {
    this.int32(value.length);
    for (let i = 0; i < value.length; i++) {
      this.#reserve(2);
      this.view.setUint16(this.#used, value.charCodeAt(i));
      this.#used += 2;
    }
  }

  /** `length` bytes from `start`, after their number. */
  bytes(data: Uint8Array, start: number, length: number): void {
    this.int32(length);
    if (length === 0) return;
    if (length > CAPACITY) {
      this.flush();
      this.#hash.update(data.subarray(start, start + length));
      return;
    }
    this.#reserve(length);
    this.#bytes.set(data.subarray(start, start + length), this.#used);
    this.#used += length;
  }

  /** What {@linkcode writtenBytes} gave; nothing is written before it. */
  written(bytes: Uint8Array): void {
    if (bytes.length > CAPACITY) {
      this.flush();
      this.#hash.update(bytes);
      return;
    }
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** Hands what is buffered to the hash; to be called before its digest is taken. */
  flush(): void {
    // The buffer is used again, so the hash must have taken the bytes when update returns.
    if (this.#used > 0) this.#hash.update(this.#bytes.subarray(0, this.#used));
    this.#used = 0;
  }

  /** Empties the buffer, and takes a large one: few calls of the hash are worth that now. */
  #makeRoom(): void {
    this.flush();
    if (this.#bytes.length === CAPACITY) return;
    this.#bytes = new Uint8Array(CAPACITY);
    this.view = new DataView(this.#bytes.buffer);
  }

  #reserve(length: number): void {
    if (this.#used + length > this.#bytes.length) this.#makeRoom();
  }
}

/** The bytes of what is written often, to be written by {@linkcode DigestWriter.written}. */
export function writtenBytes(write: (out: DigestWriter) => void): Uint8Array {
  const pieces: Uint8Array[] = [];
  const out = new DigestWriter({ update: (bytes) => pieces.push(bytes.slice()) });
  write(out);
  out.flush();
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
