import { seqLEQ } from "./seq.ts";

/** Marks kept at the front after they are taken, before the list is cut. */
const CUT_AT = 256;

/**
 * Where the user's writes ended in the stream: segments that end there carry
 * PSH (Linux tcp_mark_push), whatever is queued behind by then.
 */
export class PushMarks {
  #ends: number[] = [];
  #taken = 0;

  /** A write ended before that sequence number. */
  add(end: number): void {
    this.#ends.push(end);
  }

  /**
   * Takes the marks up to `end`; whether one stood right there. A write that
   * goes on in the same segment takes the mark of the one before away.
   */
  takeUpTo(end: number): boolean {
    let found = false;
    while (this.#taken < this.#ends.length && seqLEQ(this.#ends[this.#taken]!, end)) {
      found = this.#ends[this.#taken] === end;
      this.#taken++;
    }
    if (this.#taken >= CUT_AT) {
      this.#ends.splice(0, this.#taken);
      this.#taken = 0;
    }
    return found;
  }
}
