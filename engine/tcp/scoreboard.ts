import type { Nanos } from "../base/time.ts";
import { Delivery } from "./delivery.ts";
import { AGAIN, EVER, LOST, PUSHED, SACKED, SentSegments } from "./sent_segments.ts";
import { seqDiff, seqGT, seqLEQ } from "./seq.ts";

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
  /**
   * Bytes that a segment counts for, whatever its length, where the congestion
   * window counts segments; 0 where it counts bytes.
   */
  segmentSize = 0;
  /** Whether segments sent once are acknowledged all at a time; off only for tests that compare. */
  takesShortWays = true;
  /** Segments held that SACK has reported as received. */
  sacked = 0;
  /** How often a segment was presumed lost. */
  losses = 0;
  /** How often the retransmission of one was presumed lost too. */
  lossesAgain = 0;
  /** Segments presumed lost once that are out again. */
  retransmitted = 0;
  /** What the ACK that is being looked at delivered, since `beginAck`. */
  readonly delivery = new Delivery();
  private readonly segments = new SentSegments();
  /** Segments that are lost and not sent again. */
  private awaiting = 0;
  /** What is presumed to be in the network: segments or sequence numbers. */
  private units = 0;

  /** Segments held. */
  get count(): number {
    return this.segments.count;
  }

  /** Bytes presumed to be in the network, as the congestion window counts them. */
  get inFlight(): number {
    return this.segmentSize > 0 ? this.units * this.segmentSize : this.units;
  }

  /** Bytes that the ACK delivered, as the congestion window counts them. */
  get delivered(): number {
    const { units } = this.delivery;
    return this.segmentSize > 0 ? units * this.segmentSize : units;
  }

  private unitsOf(slot: number): number {
    if (this.segmentSize > 0) return 1;
    return seqDiff(this.segments.endOf(slot), this.segments.startOf(slot));
  }

  /** From now on segments count for `size` bytes each; 0: for their length. */
  countAs(size: number): void {
    this.segmentSize = size;
    this.units = 0;
    for (let index = 0; index < this.count; index++) {
      const slot = this.segments.slot(index);
      const mark = this.segments.markOf(slot);
      if ((mark & SACKED) === 0 && (mark & (LOST | AGAIN)) !== LOST) {
        this.units += this.unitsOf(slot);
      }
    }
  }

  /** The first sequence number of the n-th segment held. */
  startAt(index: number): number {
    return this.segments.startOf(this.segments.slot(index));
  }

  /** The sequence number behind the n-th segment held. */
  endAt(index: number): number {
    return this.segments.endOf(this.segments.slot(index));
  }

  /** When the n-th segment held was sent last. */
  sentAtOf(index: number): Nanos {
    return this.segments.sentAtOf(this.segments.slot(index));
  }

  /** Whether SACK has reported the n-th segment held. */
  isSacked(index: number): boolean {
    return (this.markOf(index) & SACKED) !== 0;
  }

  /** Whether the n-th segment held is presumed to be in the network. */
  isInFlight(index: number): boolean {
    const mark = this.markOf(index);
    return (mark & SACKED) === 0 && (mark & (LOST | AGAIN)) !== LOST;
  }

  /** Whether the n-th segment held was ever sent again. */
  wasSentAgain(index: number): boolean {
    return (this.markOf(index) & EVER) !== 0;
  }

  /** Whether the n-th segment held was sent with PSH. */
  isPushed(index: number): boolean {
    return (this.markOf(index) & PUSHED) !== 0;
  }

  private markOf(index: number): number {
    return this.segments.markOf(this.segments.slot(index));
  }

  /** Whether some lost segment waits to be sent again. */
  get hasLost(): boolean {
    return this.awaiting > 0;
  }

  /** Adds a segment sent for the first time, behind all others. */
  sent(start: number, end: number, isPushed: boolean, now: Nanos): void {
    this.segments.push(start, end, isPushed ? PUSHED : 0, now);
    this.units += this.segmentSize > 0 ? 1 : seqDiff(end, start);
  }

  /** The first segment that is lost and not sent again, or -1. */
  firstLost(): number {
    if (this.awaiting === 0) return -1;
    for (let index = 0; index < this.count; index++) {
      if ((this.markOf(index) & (LOST | AGAIN)) === LOST) return index;
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
      if ((this.markOf(index + run) & (LOST | AGAIN)) !== LOST) break;
      if (seqDiff(this.endAt(index + run), start) > limit) break;
      run++;
    }
    return run;
  }

  /**
   * Notes that the n-th segment was sent again as far as `end`. What is behind
   * `end` (the segment size has shrunk) becomes a lost segment of its own.
   */
  sentAgain(index: number, end: number, now: Nanos): void {
    const { segments } = this;
    if (seqGT(this.endAt(index), end)) {
      segments.split(index, end);
      if ((this.markOf(index + 1) & (LOST | AGAIN)) === LOST) this.awaiting++;
    }
    const slot = segments.slot(index);
    const mark = segments.markOf(slot);
    if ((mark & (LOST | AGAIN)) === LOST) {
      this.awaiting--;
      this.units += this.unitsOf(slot);
    }
    if ((mark & AGAIN) === 0) this.retransmitted++;
    segments.setMark(slot, mark | AGAIN | EVER);
    segments.setSentAt(slot, now);
  }

  /**
   * Presumes the n-th segment lost: once more if it was already sent again.
   * Does nothing to one that is SACKed, or lost and not yet sent again.
   */
  markLost(index: number): void {
    const { segments } = this;
    const slot = segments.slot(index);
    const mark = segments.markOf(slot);
    if ((mark & SACKED) !== 0 || (mark & (LOST | AGAIN)) === LOST) return;
    if ((mark & AGAIN) !== 0) {
      this.retransmitted--;
      this.lossesAgain++;
    }
    segments.setMark(slot, (mark | LOST) & ~AGAIN);
    this.awaiting++;
    this.losses++;
    this.units -= this.unitsOf(slot);
  }

  /** Nothing is presumed lost any more: the loss was none. */
  unmarkLost(): void {
    const { segments } = this;
    for (let index = 0; index < this.count; index++) {
      const slot = segments.slot(index);
      const mark = segments.markOf(slot);
      if ((mark & LOST) === 0) continue;
      if ((mark & AGAIN) === 0) this.units += this.unitsOf(slot);
      segments.setMark(slot, mark & ~LOST);
    }
    this.awaiting = 0;
  }

  /** An ACK is going to be looked at: nothing is delivered yet. */
  beginAck(): void {
    this.delivery.begin();
  }

  /** SACK reports the bytes from `start` to `end`: segments that lie within are received. */
  sack(start: number, end: number): void {
    const { segments, delivery } = this;
    for (let index = segments.firstBehind(start); index < this.count; index++) {
      const slot = segments.slot(index);
      if (seqGT(segments.endOf(slot), end)) return;
      const mark = segments.markOf(slot);
      if ((mark & SACKED) !== 0 || seqGT(start, segments.startOf(slot))) continue;
      delivery.note(segments, slot, this.unitsOf(slot));
      if ((mark & EVER) === 0 && delivery.sackSampleSentAt < 0) {
        delivery.sackSampleSentAt = segments.sentAtOf(slot);
      }
      this.leaves(mark, this.unitsOf(slot));
      segments.setMark(slot, (mark & (EVER | PUSHED)) | SACKED);
      this.sacked++;
      delivery.hasNewSack = true;
    }
  }

  /** A segment that was not SACKed is in the network no more. */
  private leaves(mark: number, units: number): void {
    if ((mark & (LOST | AGAIN)) === LOST) this.awaiting--;
    else this.units -= units;
    if ((mark & AGAIN) !== 0) this.retransmitted--;
  }

  /** How many segments are presumed lost, whether they were sent again or not. */
  lostCount(): number {
    let count = 0;
    for (let i = 0; i < this.count; i++) count += (this.markOf(i) & LOST) !== 0 ? 1 : 0;
    return count;
  }

  /** Forgets what SACK reported: the peer may have dropped it (RFC 2018 8). */
  forgetSacks(): void {
    const { segments } = this;
    for (let index = 0; index < this.count; index++) {
      const slot = segments.slot(index);
      const mark = segments.markOf(slot);
      if ((mark & SACKED) === 0) continue;
      segments.setMark(slot, mark & ~SACKED);
      this.units += this.unitsOf(slot);
    }
    this.sacked = 0;
  }

  /** Marks the n-th segment as sent again, as a loss probe: it still counts as in flight. */
  probed(index: number, now: Nanos): void {
    const slot = this.segments.slot(index);
    this.segments.setMark(slot, this.segments.markOf(slot) | EVER);
    this.segments.setSentAt(slot, now);
  }

  /** Removes what `ack` covers; of a segment that it covers in part, that part. */
  acknowledge(ack: number): void {
    const { segments, delivery } = this;
    delivery.sampleSentAt = -1;
    delivery.isOfKnown = segments.count > 0;
    let mayAllSample = true;
    if (this.takesShortWays) this.acknowledgeUntouched(ack);
    while (segments.count > 0) {
      const slot = segments.slot(0);
      const start = segments.startOf(slot);
      if (!seqGT(ack, start)) break;
      const mark = segments.markOf(slot);
      if (!seqLEQ(segments.endOf(slot), ack)) {
        this.acknowledgePart(slot, mark, ack);
        break;
      }
      if ((mark & SACKED) !== 0) {
        this.sacked--;
      } else {
        const units = this.unitsOf(slot);
        this.leaves(mark, units);
        delivery.note(segments, slot, units);
        if ((mark & EVER) !== 0) mayAllSample = false;
        else if (delivery.sampleSentAt < 0) delivery.sampleSentAt = segments.sentAtOf(slot);
      }
      segments.shift();
    }
    if (!mayAllSample) delivery.sampleSentAt = -1;
  }

  /**
   * The short way of segments that were sent once and never reported or presumed
   * anything: what holds of the last of them holds of all before it.
   */
  private acknowledgeUntouched(ack: number): void {
    const { segments, delivery } = this;
    const count = segments.untouchedUpTo(ack);
    if (count === 0) return;
    const first = segments.slot(0);
    if (seqGT(delivery.highest, segments.endOf(first))) return; // they were overtaken
    const last = segments.slot(count - 1);
    const end = segments.endOf(last);
    const units = this.segmentSize > 0 ? count : seqDiff(end, segments.startOf(first));
    this.units -= units;
    delivery.sampleSentAt = segments.sentAtOf(first);
    delivery.noteUntouched(count, units, segments.endOf(first), end, segments.sentAtOf(last));
    segments.drop(count);
  }

  private acknowledgePart(slot: number, mark: number, ack: number): void {
    const { segments, delivery } = this;
    const units = this.segmentSize > 0 ? 0 : seqDiff(ack, segments.startOf(slot));
    if ((mark & SACKED) === 0) {
      delivery.units += units;
      if ((mark & (LOST | AGAIN)) !== LOST) this.units -= units;
    }
    segments.setStart(slot, ack);
  }

  /** Forgets everything. */
  clear(): void {
    this.segments.clear();
    this.units = 0;
    this.awaiting = 0;
    this.sacked = 0;
    this.retransmitted = 0;
  }
}
