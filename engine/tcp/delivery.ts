import type { Nanos } from "../base/time.ts";
import { EVER, type SentSegments } from "./sent_segments.ts";
import { seqDiff, seqGT, seqLT } from "./seq.ts";

/**
 * What the ACK that is being looked at delivered: segments that it acknowledges
 * or SACKs for the first time (RFC 8985 6.2, steps 1 to 4; RFC 9937 6.2).
 */
export class Delivery {
  /** How much, in the unit of the congestion window: bytes or segments. */
  units = 0;
  /** Whether SACK reported something new. */
  hasNewSack = false;
  /** Of the delivered segment that was sent last: when, its end, and whether it was sent again. */
  newestSentAt: Nanos = -1;
  newestEnd = 0;
  newestWasAgain = false;
  /** Whether something was delivered that had been overtaken, without being sent again. */
  isReordered = false;
  /** The highest sequence number delivered so far, by any ACK. */
  highest = 0;
  /** Whether something was delivered that was sent once only, and where the first such ends. */
  hasOriginal = false;
  originalEnd = 0;
  /** Segments delivered so far, by any ACK. */
  total = 0;
  /** As many before this ACK. */
  before = 0;
  /** ACKs that showed reordering, and the most segments by which one was overtaken. */
  reorderings = 0;
  reordering = 0;
  /** Whether anything was held that could be acknowledged. */
  isOfKnown = false;
  /**
   * When the earliest of the acknowledged segments was sent, or -1 where one of
   * them was sent more than once and Karn's rule forbids a sample.
   */
  sampleSentAt: Nanos = -1;
  /** When the first newly SACKed segment was sent that was sent once only, or -1. */
  sackSampleSentAt: Nanos = -1;

  begin(): void {
    this.units = 0;
    this.before = this.total;
    this.hasNewSack = false;
    this.newestSentAt = -1;
    this.isReordered = false;
    this.hasOriginal = false;
    this.sampleSentAt = -1;
    this.sackSampleSentAt = -1;
  }

  /** The segment in a slot is delivered, by ACK or SACK. */
  note(segments: SentSegments, slot: number, units: number): void {
    const end = segments.endOf(slot);
    const sentAt = segments.sentAtOf(slot);
    const wasAgain = (segments.markOf(slot) & EVER) !== 0;
    this.units += units;
    this.total++;
    if (!seqGT(this.highest, end)) this.highest = end;
    else if (!wasAgain) this.noteOvertaken(segments.startOf(slot), end);
    if (!wasAgain && (!this.hasOriginal || seqLT(end, this.originalEnd))) {
      this.hasOriginal = true;
      this.originalEnd = end;
    }
    const isNewer = sentAt > this.newestSentAt ||
      (sentAt === this.newestSentAt && seqGT(end, this.newestEnd));
    if (!isNewer) return;
    this.newestSentAt = sentAt;
    this.newestEnd = end;
    this.newestWasAgain = wasAgain;
  }

  /**
   * The oldest `count` segments are delivered, all of them sent once and none
   * overtaken. `firstEnd`: where the first of them ends; `end` and `sentAt`: of the last.
   */
  noteUntouched(count: number, units: number, firstEnd: number, end: number, sentAt: Nanos): void {
    this.units += units;
    this.total += count;
    this.highest = end;
    if (!this.hasOriginal || seqLT(firstEnd, this.originalEnd)) {
      this.hasOriginal = true;
      this.originalEnd = firstEnd;
    }
    this.newestSentAt = sentAt;
    this.newestEnd = end;
    this.newestWasAgain = false;
  }

  /** A segment arrived behind later ones without being sent again. */
  private noteOvertaken(start: number, end: number): void {
    if (!this.isReordered) this.reorderings++;
    this.isReordered = true;
    const distance = Math.ceil(seqDiff(this.highest, start) / seqDiff(end, start));
    if (distance > this.reordering) this.reordering = distance;
  }
}
