import { type Nanos, NEVER } from "../base/time.ts";
import { seqGT } from "./seq.ts";

/** Presumed lost. */
export const LOST = 1;
/** Sent again since it was presumed lost. */
export const AGAIN = 2;
/** Sent more than once, whatever became of it (Karn's rule). */
export const EVER = 4;
/** Reported as received by SACK. */
export const SACKED = 8;
/** Sent with PSH. */
export const PUSHED = 16;

/** What of a segment stands where in its record; how long that is, as a power of two. */
const START = 0;
const END = 1;
const MARK = 2;
const SENT_AT = 3;
const LENGTH = 4;
const SHIFT = 2;

/** The room to begin with; a number that is no int32 makes it an array of such. */
const EMPTY: readonly number[] = Array.from({ length: 4 * LENGTH }, () => NEVER);

/**
 * The segments that were sent and are not yet acknowledged, in the order of
 * their sequence numbers: a ring of records. What the marks mean is not in here.
 *
 * A slot is a place in the ring; an index counts from the oldest segment. Room
 * for four, doubled as needed, in one plain array: most connections never have
 * more out, a typed array costs more to make than such a connection to run, and
 * where many connections take turns each array has to come from memory.
 */
export class SentSegments {
  count = 0;
  #records: number[] = EMPTY.slice();
  #first = 0;
  /** The number of slots is a power of two: this is one less. */
  #mask: number = (EMPTY.length >> SHIFT) - 1;

  slot(index: number): number {
    return (this.#first + index) & this.#mask;
  }

  startOf(slot: number): number {
    return this.#records[slot << SHIFT]! | 0;
  }

  endOf(slot: number): number {
    return this.#records[(slot << SHIFT) + END]! | 0;
  }

  markOf(slot: number): number {
    return this.#records[(slot << SHIFT) + MARK]! | 0;
  }

  /** When it was sent last. */
  sentAtOf(slot: number): Nanos {
    return this.#records[(slot << SHIFT) + SENT_AT]!;
  }

  setStart(slot: number, start: number): void {
    this.#records[slot << SHIFT] = start;
  }

  setMark(slot: number, mark: number): void {
    this.#records[(slot << SHIFT) + MARK] = mark;
  }

  setSentAt(slot: number, at: Nanos): void {
    this.#records[(slot << SHIFT) + SENT_AT] = at;
  }

  /** Adds a segment behind all others. */
  push(start: number, end: number, mark: number, now: Nanos): void {
    if (this.count > this.#mask) this.#grow();
    const base = this.slot(this.count++) << SHIFT;
    const records = this.#records;
    records[base + START] = start;
    records[base + END] = end;
    records[base + MARK] = mark;
    records[base + SENT_AT] = now;
  }

  /** Removes the oldest. */
  shift(): void {
    this.drop(1);
  }

  /** Removes the `count` oldest; there must be as many. */
  drop(count: number): void {
    this.#first = (this.#first + count) & this.#mask;
    this.count -= count;
  }

  /** How many of the oldest end at `ack` or before it, and have no mark but that of PSH. */
  untouchedUpTo(ack: number): number {
    let count = 0;
    while (count < this.count) {
      const slot = this.slot(count);
      if ((this.markOf(slot) & ~PUSHED) !== 0 || seqGT(this.endOf(slot), ack)) break;
      count++;
    }
    return count;
  }

  clear(): void {
    this.#first = 0;
    this.count = 0;
  }

  /** The index of the first segment that ends behind `seq`, by halving; `count` where none does. */
  firstBehind(seq: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (seqGT(this.endOf(this.slot(middle)), seq)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Cuts the n-th segment in two at `at`; both parts have its marks. */
  split(index: number, at: number): void {
    if (this.count > this.#mask) this.#grow();
    for (let i = this.count; i > index; i--) this.#copy(this.slot(i - 1), this.slot(i));
    this.count++;
    const slot = this.slot(index);
    this.#records[(slot << SHIFT) + END] = at;
    this.setMark(slot, this.markOf(slot) & ~PUSHED); // MUST-61: PSH stands on the last part
    this.setStart(this.slot(index + 1), at);
  }

  #copy(from: number, to: number): void {
    this.#records.copyWithin(to << SHIFT, from << SHIFT, (from << SHIFT) + LENGTH);
  }

  /** Twice the slots; the oldest segment comes to stand in the first one. */
  #grow(): void {
    const records = this.#records;
    const first = this.#first << SHIFT;
    this.#records = records.slice(first).concat(records.slice(0, first), records);
    this.#first = 0;
    this.#mask = 2 * this.#mask + 1;
  }
}
