/** Stands for null among the numbers of a text, none of which is negative. */
export const NULL = -1;

/** Numbers above this are written in two parts, of which the lower has nine digits. */
const MAX_INT32 = 0x7fffffff;
const LOW_DIGITS = 9;
const LOW_PART = 1e9;

/**
 * A text that was written, as the pattern of the next one of its kind: the
 * lines that a connection's segments give differ in a few digits of their
 * numbers, and to write only those costs a small part of writing a line anew.
 *
 * Only numbers of as many digits as before fit into it.
 */
export class DigitPattern {
  /** The text in UTF-8, with the numbers that were set last. */
  readonly bytes: Uint8Array;
  readonly #values: Float64Array;
  /** For each number: where its digits end, and the least and the largest of as many digits. */
  readonly #ends: Int32Array;
  readonly #lowest: Float64Array;
  readonly #highest: Float64Array;

  private constructor(bytes: Uint8Array, values: Float64Array, ends: Int32Array) {
    this.bytes = bytes;
    this.#values = values;
    this.#ends = ends;
    this.#lowest = values.map((value) => value < 10 ? 0 : 10 ** (digitsOf(value) - 1));
    this.#highest = values.map((value) => 10 ** digitsOf(value) - 1);
    values.forEach((value, i) => {
      if (value === NULL) this.#lowest[i] = Infinity;
    });
  }

  /**
   * Makes a pattern of a text whose UTF-8 stands in `bytes` from `start`. Its
   * numbers, or {@linkcode NULL}, stand directly behind `keys`, which follow each
   * other in it. Returns null where that is not so.
   */
  static of(
    text: string,
    bytes: Uint8Array,
    keys: readonly string[],
    values: Float64Array,
    start = 0,
  ): DigitPattern | null {
    const ends = new Int32Array(keys.length);
    let from = 0;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const place = text.indexOf(key, from) + key.length;
      const value = values[i]!;
      if (value !== NULL && !(Number.isSafeInteger(value) && value >= 0)) return null;
      const digits = value === NULL ? "null" : String(value);
      if (place < key.length || !text.startsWith(digits, place)) return null;
      from = place + digits.length;
      ends[i] = from;
    }
    const isAscii = /^[\0-\x7f]*$/.test(text);
    for (let i = 0; i < ends.length; i++) ends[i] = start + bytesBefore(text, ends[i]!, isAscii);
    return new DigitPattern(bytes, values.slice(0, keys.length), ends);
  }

  /** Puts these numbers into the text; false where one of them does not fit. */
  set(values: Float64Array): boolean {
    const old = this.#values;
    for (let i = 0; i < old.length; i++) {
      const value = values[i]!;
      const before = old[i]!;
      if (value === before) continue;
      if (!(value >= this.#lowest[i]! && value <= this.#highest[i]!)) return false;
      if (value !== Math.floor(value)) return false;
      old[i] = value;
      this.#write(this.#ends[i]!, before, value);
    }
    return true;
  }

  /** Writes the digits in which two numbers of equally many digits differ. */
  #write(end: number, before: number, value: number): void {
    if (value <= MAX_INT32 && before <= MAX_INT32) return this.#writePart(end, before, value);
    const highBefore = Math.floor(before / LOW_PART);
    const high = Math.floor(value / LOW_PART);
    this.#writePart(end, before - highBefore * LOW_PART, value - high * LOW_PART);
    if (high !== highBefore) this.#writePart(end - LOW_DIGITS, highBefore, high);
  }

  #writePart(end: number, before: number, value: number): void {
    const bytes = this.bytes;
    let at = end;
    let one = before | 0;
    let other = value | 0;
    while (one !== other) {
      const tenth = (other / 10) | 0;
      bytes[--at] = 48 + other - tenth * 10; // "0" is 48
      other = tenth;
      one = (one / 10) | 0;
    }
  }
}

/** How many bytes of UTF-8 the first units of a text take. */
function bytesBefore(text: string, end: number, isAscii: boolean): number {
  return isAscii ? end : new TextEncoder().encode(text.slice(0, end)).length;
}

function digitsOf(value: number): number {
  return String(value).length;
}
