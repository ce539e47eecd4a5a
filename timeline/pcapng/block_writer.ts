/** How many bytes a writer starts with that is told no other number; it grows when a block is longer. */
const INITIAL_CAPACITY = 1 << 17;
/** Enough at first for a writer of the comments of one packet. */
export const COMMENTS_CAPACITY = 1 << 10;
/** An option's code and length stand before its value. */
export const OPTION_HEAD = 4;
/** The most bytes that the value of an option has. */
const LONGEST_VALUE = 0xffff;
/** UTF-8 takes so many bytes for a unit of a text at most. */
const UTF8_PER_UNIT = 3;

/**
 * Writes the blocks of a pcapng file one after the other into one buffer,
 * little-endian (draft-ietf-opsawg-pcapng, 3.1 the block, 3.5 options).
 *
 * A block is begun, filled and ended; {@linkcode take} hands out what is
 * there and starts anew, so a file of any length needs one buffer.
 */
export class BlockWriter {
  declare private bytes: Uint8Array<ArrayBuffer>;
  declare private dataView: DataView;
  #used = 0;
  #start = 0;
  readonly #encoder = new TextEncoder();

  constructor(capacity: number = INITIAL_CAPACITY) {
    this.bytes = new Uint8Array(capacity);
    this.dataView = new DataView(this.bytes.buffer);
  }

  /** How many bytes wait to be taken. */
  get length(): number {
    return this.#used;
  }

  /** The buffer, for who fills in what {@linkcode skip} left out; only good until then. */
  get view(): DataView {
    return this.dataView;
  }

  /** Leaves out so many bytes, and says where in {@linkcode view} they are. */
  skip(length: number): number {
    this.#reserve(length);
    const at = this.#used;
    this.#used = at + length;
    return at;
  }

  /** Copies bytes to a place that was left out. */
  put(at: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, at);
  }

  /** Begins a block of that type. */
  begin(type: number): void {
    this.#start = this.#used;
    this.uint32(type);
    this.uint32(0); // its length, once it is known
  }

  /** Ends the block: its total length stands at both of its ends. */
  end(): void {
    const length = this.#used + 4 - this.#start;
    this.uint32(length);
    this.dataView.setUint32(this.#start + 4, length, true);
  }

  /** An option with these bytes. */
  option(code: number, value: Uint8Array): void {
    this.uint16(code);
    this.uint16(value.length);
    this.padded(value);
  }

  /** An option whose value is one 32-bit number. */
  option32(code: number, value: number): void {
    this.uint16(code);
    this.uint16(4);
    this.uint32(value);
  }

  /** A text as an option, in UTF-8; left out where it is empty, cut where it is too long. */
  textOption(code: number, text: string): void {
    if (text === "") return;
    this.#reserve(OPTION_HEAD + UTF8_PER_UNIT * text.length + 3);
    const start = this.#used + OPTION_HEAD;
    const room = this.bytes.subarray(start, start + LONGEST_VALUE);
    const { written } = this.#encoder.encodeInto(text, room);
    this.uint16(code);
    this.uint16(written);
    this.#used += written;
    this.#pad();
  }

  /** Says that the options of this block end here. */
  endOfOptions(): void {
    this.uint32(0);
  }

  /** Bytes, filled up with zeros to a multiple of four. */
  padded(bytes: Uint8Array): void {
    this.#reserve(bytes.length + 3);
    this.bytes.set(bytes, this.#used);
    this.#used += bytes.length;
    this.#pad();
  }

  /** Zeros up to a multiple of four, for which there must be room. */
  #pad(): void {
    while ((this.#used & 3) !== 0) this.bytes[this.#used++] = 0;
  }

  /** The low 16 bits of a number. */
  uint16(value: number): void {
    this.#reserve(2);
    this.dataView.setUint16(this.#used, value, true);
    this.#used += 2;
  }

  /** The low 32 bits of a number. */
  uint32(value: number): void {
    this.#reserve(4);
    this.dataView.setUint32(this.#used, value, true);
    this.#used += 4;
  }

  /** A copy of all that was written since the last time. */
  take(): Uint8Array<ArrayBuffer> {
    return this.takeInPlace().slice();
  }

  /** The same without a copy: what is written next takes its place. */
  takeInPlace(): Uint8Array<ArrayBuffer> {
    const taken = this.bytes.subarray(0, this.#used);
    this.#used = 0;
    return taken;
  }

  #reserve(length: number): void {
    if (this.#used + length <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.#used + length));
    grown.set(this.bytes.subarray(0, this.#used));
    this.bytes = grown;
    this.dataView = new DataView(grown.buffer);
  }
}
