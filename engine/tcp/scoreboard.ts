import type { Nanos } from "../base/time.ts";
import { seqDiff, seqGT, seqLEQ } from "./seq.ts";

/** Presumed lost. */
const LOST = 1;
/** Sent again since it was presumed lost. */
const AGAIN = 2;
/** Sent more than once, whatever became of it (Karn's rule). */
const EVER = 4;
/** Reported as received by SACK. */
const SACKED = 8;
/** Sent with PSH. */
const PUSHED = 16;

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
  /** Segments held that SACK has reported as received. */
  sacked = 0;
  /** Segments delivered so far, by ACK or SACK. */
  deliveredCount = 0;
  /** ACKs that showed reordering, and the most segments by which one was overtaken. */
  reorderings = 0;
  reordering = 0;

  // What the ACK that is being looked at delivered, since `beginAck`.

  /** Sequence numbers delivered: acknowledged or SACKed for the first time. */
  delivered = 0;
  /** Whether SACK reported something new. */
  hasNewSack = false;
  /** Of the delivered segment that was sent last: when, its end, and whether it was sent again. */
  newestSentAt: Nanos = -1;
  newestEnd = 0;
  newestWasAgain = false;
  /** Whether something was delivered that had been overtaken, without being sent again. */
  isReordered = false;
  /** The highest sequence number delivered so far. */
  highest = 0;

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

  /** When the n-th segment held was sent last. */
  sentAtOf(index: number): Nanos {
    return this.sentAts[this.slot(index)]!;
  }

  /** Whether the n-th segment held was sent with PSH. */
  isPushed(index: number): boolean {
    return (this.marks[this.slot(index)]! & PUSHED) !== 0;
  }

  /** Whether some lost segment waits to be sent again. */
  get hasLost(): boolean {
    return this.awaiting > 0;
  }

  /** Adds a segment sent for the first time, behind all others. */
  sent(start: number, end: number, isPushed: boolean, now: Nanos): void {
    if (this.count === this.starts.length) this.grow();
    const slot = this.slot(this.count++);
    this.starts[slot] = start;
    this.ends[slot] = end;
    this.sentAts[slot] = now;
    this.marks[slot] = isPushed ? PUSHED : 0;
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
    if ((mark & SACKED) !== 0 || (mark & (LOST | AGAIN)) === LOST) return;
    this.marks[slot] = (mark | LOST) & ~AGAIN;
    this.awaiting++;
    this.inFlight -= seqDiff(this.ends[slot]!, this.starts[slot]!);
  }

  /** Presumes everything lost (a retransmission timeout, RFC 5681 3.1). */
  markAllLost(): void {
    for (let index = 0; index < this.count; index++) this.markLost(index);
  }

  /** An ACK is going to be looked at: nothing is delivered yet. */
  beginAck(): void {
    this.delivered = 0;
    this.hasNewSack = false;
    this.newestSentAt = -1;
    this.isReordered = false;
  }

  /** SACK reports the bytes from `start` to `end`: segments that lie within are received. */
  sack(start: number, end: number): void {
    for (let index = this.firstFrom(start); index < this.count; index++) {
      const slot = this.slot(index);
      if (seqGT(this.ends[slot]!, end)) return;
      const mark = this.marks[slot]!;
      if ((mark & SACKED) !== 0 || seqGT(start, this.starts[slot]!)) continue;
      this.noteDelivered(slot, mark);
      if ((mark & (LOST | AGAIN)) === LOST) this.awaiting--;
      else this.inFlight -= seqDiff(this.ends[slot]!, this.starts[slot]!);
      this.marks[slot] = (mark & (EVER | PUSHED)) | SACKED;
      this.sacked++;
      this.hasNewSack = true;
    }
  }

  /** The first segment that ends behind `seq`, by halving. */
  private firstFrom(seq: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (seqGT(this.ends[this.slot(middle)]!, seq)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** A segment is delivered, by ACK or SACK (RFC 8985 6.2, steps 1 to 4). */
  private noteDelivered(slot: number, mark: number): void {
    const end = this.ends[slot]!;
    const sentAt = this.sentAts[slot]!;
    this.delivered += seqDiff(end, this.starts[slot]!);
    this.deliveredCount++;
    if (!seqGT(this.highest, end)) this.highest = end;
    else if ((mark & EVER) === 0) this.noteOvertaken(slot);
    const isNewer = sentAt > this.newestSentAt ||
      (sentAt === this.newestSentAt && seqGT(end, this.newestEnd));
    if (!isNewer) return;
    this.newestSentAt = sentAt;
    this.newestEnd = end;
    this.newestWasAgain = (mark & EVER) !== 0;
  }

  /** A segment arrived behind later ones without being sent again. */
  private noteOvertaken(slot: number): void {
    if (!this.isReordered) this.reorderings++;
    this.isReordered = true;
    const length = seqDiff(this.ends[slot]!, this.starts[slot]!);
    const distance = Math.ceil(seqDiff(this.highest, this.starts[slot]!) / length);
    if (distance > this.reordering) this.reordering = distance;
  }

  /** How many segments are presumed lost, whether they were sent again or not. */
  lostCount(): number {
    return this.countOf(LOST);
  }

  /** How many of these were sent again. */
  againCount(): number {
    return this.countOf(AGAIN);
  }

  private countOf(mark: number): number {
    let count = 0;
    for (let i = 0; i < this.count; i++) count += (this.marks[this.slot(i)]! & mark) !== 0 ? 1 : 0;
    return count;
  }

  /**
   * Presumes lost what was sent before the segment that ends at `end` and was
   * sent at `sentAt`, if that is longer than `wait` ago (RFC 8985 6.2, step 5).
   * Returns how long it takes until the next one counts as lost, 0 for never.
   */
  markLostBefore(sentAt: Nanos, end: number, wait: Nanos, now: Nanos): Nanos {
    let longest = 0;
    for (let index = 0; index < this.count; index++) {
      const slot = this.slot(index);
      const mark = this.marks[slot]!;
      if ((mark & SACKED) !== 0 || (mark & (LOST | AGAIN)) === LOST) continue;
      const own = this.sentAts[slot]!;
      if (own > sentAt || (own === sentAt && !seqGT(end, this.ends[slot]!))) continue;
      const remaining = own + wait - now;
      if (remaining <= 0) this.markLost(index);
      else if (remaining > longest) longest = remaining;
    }
    return longest;
  }

  /**
   * Presumes lost what has more than `bytes` of SACKed data, or at least
   * `segments` SACKed segments, above it (RFC 6675 4, IsLost).
   */
  markLostBelow(segments: number, bytes: number): void {
    let above = 0;
    let bytesAbove = 0;
    for (let index = this.count - 1; index >= 0; index--) {
      const slot = this.slot(index);
      const mark = this.marks[slot]!;
      if ((mark & SACKED) !== 0) {
        above++;
        bytesAbove += seqDiff(this.ends[slot]!, this.starts[slot]!);
      } else if ((mark & (LOST | EVER)) === 0 && (above >= segments || bytesAbove > bytes)) {
        this.markLost(index);
      }
    }
  }

  /** Forgets what SACK reported: the peer may have dropped it (RFC 2018 8). */
  forgetSacks(): void {
    for (let index = 0; index < this.count; index++) {
      const slot = this.slot(index);
      const mark = this.marks[slot]!;
      if ((mark & SACKED) === 0) continue;
      this.marks[slot] = mark & ~SACKED;
      this.inFlight += seqDiff(this.ends[slot]!, this.starts[slot]!);
    }
    this.sacked = 0;
  }

  /** Whether the first segment held was reported by SACK, which only a peer that reneges does. */
  get isFirstSacked(): boolean {
    return this.count > 0 && (this.marks[this.first]! & SACKED) !== 0;
  }

  /** Marks the last segment as sent again, as a loss probe: it still counts as in flight. */
  probed(index: number, now: Nanos): void {
    const slot = this.slot(index);
    this.marks[slot] = this.marks[slot]! | EVER;
    this.sentAts[slot] = now;
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
      if ((mark & SACKED) === 0 && (mark & (LOST | AGAIN)) !== LOST) this.inFlight -= length;
      if (!covered) {
        this.delivered += (mark & SACKED) === 0 ? length : 0;
        this.starts[slot] = ack;
        break;
      }
      if ((mark & (LOST | AGAIN)) === LOST) this.awaiting--;
      if ((mark & SACKED) !== 0) {
        this.sacked--;
      } else {
        this.noteDelivered(slot, mark);
        if ((mark & EVER) !== 0) mayAllSample = false;
        else if (this.sampleSentAt < 0) this.sampleSentAt = this.sentAts[slot]!;
      }
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
    this.sacked = 0;
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
