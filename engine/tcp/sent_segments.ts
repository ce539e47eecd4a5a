import type { Nanos } from "../base/time.ts";
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

/**
 * The segments that were sent and are not yet acknowledged, in the order of
 * their sequence numbers: a ring of columns. What the marks mean is not in here.
 *
 * A slot is a place in the columns; an index counts from the oldest segment.
 * Plain arrays of four, doubled as needed: most connections never have more
 * out, and a typed array costs more to make than such a connection to run.
 */
export class SentSegments {
  starts: number[] = [0, 0, 0, 0];
  ends: number[] = [0, 0, 0, 0];
  /** When each was sent last. */
  sentAts: Nanos[] = [0, 0, 0, 0];
  marks: number[] = [0, 0, 0, 0];
  private first = 0;
  count = 0;

  slot(index: number): number {
    return (this.first + index) & (this.starts.length - 1);
  }

  /** Adds a segment behind all others. */
  push(start: number, end: number, mark: number, now: Nanos): void {
    if (this.count === this.starts.length) this.grow();
    const slot = this.slot(this.count++);
    this.starts[slot] = start;
    this.ends[slot] = end;
    this.sentAts[slot] = now;
    this.marks[slot] = mark;
  }

  /** Removes the oldest. */
  shift(): void {
    this.first = (this.first + 1) & (this.starts.length - 1);
    this.count--;
  }

  /** Removes the `count` oldest; there must be as many. */
  drop(count: number): void {
    this.first = (this.first + count) & (this.starts.length - 1);
    this.count -= count;
  }

  /** How many of the oldest end at `ack` or before it, and have no mark but that of PSH. */
  untouchedUpTo(ack: number): number {
    const mask = this.starts.length - 1;
    let count = 0;
    while (count < this.count) {
      const slot = (this.first + count) & mask;
      if ((this.marks[slot]! & ~PUSHED) !== 0 || seqGT(this.ends[slot]!, ack)) break;
      count++;
    }
    return count;
  }

  clear(): void {
    this.first = 0;
    this.count = 0;
  }

  /** The index of the first segment that ends behind `seq`, by halving; `count` where none does. */
  firstBehind(seq: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (seqGT(this.ends[this.slot(middle)]!, seq)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Cuts the n-th segment in two at `at`; both parts have its marks. */
  split(index: number, at: number): void {
    if (this.count === this.starts.length) this.grow();
    for (let i = this.count; i > index; i--) this.copy(this.slot(i - 1), this.slot(i));
    this.count++;
    this.ends[this.slot(index)] = at;
    this.marks[this.slot(index)]! &= ~PUSHED; // MUST-61: PSH stands on the last part
    this.starts[this.slot(index + 1)] = at;
  }

  private copy(from: number, to: number): void {
    this.starts[to] = this.starts[from]!;
    this.ends[to] = this.ends[from]!;
    this.sentAts[to] = this.sentAts[from]!;
    this.marks[to] = this.marks[from]!;
  }

  /** Twice the slots; the oldest segment comes to stand in the first one. */
  private grow(): void {
    this.starts = this.unrolled(this.starts);
    this.ends = this.unrolled(this.ends);
    this.sentAts = this.unrolled(this.sentAts);
    this.marks = this.unrolled(this.marks);
    this.first = 0;
  }

  private unrolled(column: readonly number[]): number[] {
    const capacity = column.length;
    const longer: number[] = [];
    for (let index = 0; index < capacity; index++) {
      longer.push(column[(this.first + index) & (capacity - 1)]!);
    }
    for (let index = 0; index < capacity; index++) longer.push(0);
    return longer;
  }
}
