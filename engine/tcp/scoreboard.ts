import type { Nanos } from "../base/time.ts";
import { seqDiff, seqGT, seqLEQ } from "./seq.ts";

/** Presumed lost. */
const LOST = 1;
/** Sent again since it was presumed lost. */
const AGAIN = 2;
/** Sent more than once, whatever became of it (Karn's rule). */
const EVER = 4;

const FIRST_CAPACITY = 8;

/**
 * What has been sent and is not yet acknowledged, segment by segment: SYN,
 * data and FIN in the order of their sequence numbers.
 *
 * Knows when each was sent last, whether it was sent more than once (Karn's
 * rule, RFC 6298 3), and whether it is presumed lost. From these comes
 * {@linkcode inFlight}, the part of SND.NXT - SND.UNA that is presumed to be in
 * the network (RFC 6675 calls it pipe).
 */
export class Scoreboard {
  private starts = new Int32Array(FIRST_CAPACITY);
  private ends = new Int32Array(FIRST_CAPACITY);
  private sentAts = new Float64Array(FIRST_CAPACITY);
  private marks = new Uint8Array(FIRST_CAPACITY);
  private first = 0;
  /** Segments that are lost and not sent again. */
  private awaiting = 0;
  /** Segments held. */
  count = 0;
  /** Sequence numbers presumed to be in the network. */
  inFlight = 0;
  /**
   * After {@linkcode acknowledge}: when the earliest of the acknowledged
   * segments was sent, or -1 where one of them was sent more than once and
   * Karn's rule forbids a sample.
   */
  sampleSentAt: Nanos = -1;

  private slot(index: number): number {
    return (this.first + index) & (this.starts.length - 1);
  }

  /** The first sequence number of the n-th segment held. */
  startAt(index: number): number {
    return this.starts[this.slot(index)]!;
  }

  /** The sequence number behind the n-th segment held. */
  endAt(index: number): number {
    return this.ends[this.slot(index)]!;
  }

  /** Whether some lost segment waits to be sent again. */
  get hasLost(): boolean {
    return this.awaiting > 0;
  }

  /** Adds a segment sent for the first time, behind all others. */
  sent(start: number, end: number, now: Nanos): void {
    if (this.count === this.starts.length) this.grow();
    const slot = this.slot(this.count++);
    this.starts[slot] = start;
    this.ends[slot] = end;
    this.sentAts[slot] = now;
    this.marks[slot] = 0;
    this.inFlight += seqDiff(end, start);
  }

  /** The first segment that is lost and not sent again, or -1. */
  firstLost(): number {
    if (this.awaiting === 0) return -1;
    for (let index = 0; index < this.count; index++) {
      if ((this.marks[this.slot(index)]! & (LOST | AGAIN)) === LOST) return index;
    }
    return -1;
  }

  /**
   * How many segments from the n-th on can be sent again as one: all lost, and
   * together at most `limit` sequence numbers. At least one.
   */
  lostRun(index: number, limit: number): number {
    const start = this.startAt(index);
    let run = 1;
    while (index + run < this.count) {
      const slot = this.slot(index + run);
      if ((this.marks[slot]! & (LOST | AGAIN)) !== LOST) break;
      if (seqDiff(this.ends[slot]!, start) > limit) break;
      run++;
    }
    return run;
  }

  /**
   * Notes that the n-th segment was sent again as far as `end`. What is behind
   * `end` (the segment size has shrunk) becomes a lost segment of its own.
   */
  sentAgain(index: number, end: number, now: Nanos): void {
    const slot = this.slot(index);
    if (seqGT(this.ends[slot]!, end)) this.split(index, end);
    const again = this.slot(index);
    const mark = this.marks[again]!;
    if ((mark & (LOST | AGAIN)) === LOST) {
      this.awaiting--;
      this.inFlight += seqDiff(this.ends[again]!, this.starts[again]!);
    }
    this.marks[again] = mark | AGAIN | EVER;
    this.sentAts[again] = now;
  }

  /** Presumes the n-th segment lost: once more if it was already sent again. */
  markLost(index: number): void {
    const slot = this.slot(index);
    const mark = this.marks[slot]!;
    if ((mark & (LOST | AGAIN)) === LOST) return;
    this.marks[slot] = (mark | LOST) & ~AGAIN;
    this.awaiting++;
    this.inFlight -= seqDiff(this.ends[slot]!, this.starts[slot]!);
  }

  /** Presumes everything lost (a retransmission timeout, RFC 5681 3.1). */
  markAllLost(): void {
    for (let index = 0; index < this.count; index++) this.markLost(index);
  }

  /** Removes what `ack` covers; of a segment that it covers in part, that part. */
  acknowledge(ack: number): void {
    this.sampleSentAt = -1;
    let mayAllSample = true;
    while (this.count > 0) {
      const slot = this.first;
      const start = this.starts[slot]!;
      if (!seqGT(ack, start)) break;
      const covered = seqLEQ(this.ends[slot]!, ack);
      const length = covered ? seqDiff(this.ends[slot]!, start) : seqDiff(ack, start);
      const mark = this.marks[slot]!;
      if ((mark & (LOST | AGAIN)) !== LOST) this.inFlight -= length;
      if (!covered) {
        this.starts[slot] = ack;
        break;
      }
      if ((mark & (LOST | AGAIN)) === LOST) this.awaiting--;
      if ((mark & EVER) !== 0) mayAllSample = false;
      else if (this.sampleSentAt < 0) this.sampleSentAt = this.sentAts[slot]!;
      this.first = (slot + 1) & (this.starts.length - 1);
      this.count--;
    }
    if (!mayAllSample) this.sampleSentAt = -1;
  }

  /** Forgets everything. */
  clear(): void {
    this.first = 0;
    this.count = 0;
    this.inFlight = 0;
    this.awaiting = 0;
  }

  /** Cuts the n-th segment in two at `at`. */
  private split(index: number, at: number): void {
    if (this.count === this.starts.length) this.grow();
    for (let i = this.count; i > index; i--) this.copySlot(this.slot(i - 1), this.slot(i));
    this.count++;
    const head = this.slot(index);
    const tail = this.slot(index + 1);
    this.ends[head] = at;
    this.starts[tail] = at;
    if ((this.marks[tail]! & (LOST | AGAIN)) === LOST) this.awaiting++;
  }

  private copySlot(from: number, to: number): void {
    this.starts[to] = this.starts[from]!;
    this.ends[to] = this.ends[from]!;
    this.sentAts[to] = this.sentAts[from]!;
    this.marks[to] = this.marks[from]!;
  }

  private grow(): void {
    const capacity = this.starts.length * 2;
    const starts = new Int32Array(capacity);
    const ends = new Int32Array(capacity);
    const sentAts = new Float64Array(capacity);
    const marks = new Uint8Array(capacity);
    for (let index = 0; index < this.count; index++) {
      const slot = this.slot(index);
      starts[index] = this.starts[slot]!;
      ends[index] = this.ends[slot]!;
      sentAts[index] = this.sentAts[slot]!;
      marks[index] = this.marks[slot]!;
    }
    this.starts = starts;
    this.ends = ends;
    this.sentAts = sentAts;
    this.marks = marks;
    this.first = 0;
  }
}
