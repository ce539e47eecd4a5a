import type { Nanos } from "../base/time.ts";
import { Flag, type Segment } from "../wire/mod.ts";
import { acceptAck } from "./ack.ts";
import { seqDiff, seqGT, seqLEQ } from "./seq.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";
import { keepNext } from "./text.ts";
import { noteTimestamp } from "./timestamps.ts";
import { UrgentState } from "./urgent.ts";

/**
 * Header prediction (V. Jacobson, "4BSD Header Prediction", CCR 20, 1990): most
 * segments of a transfer are the next text in order, or acknowledge new text,
 * and bring nothing else. All checks of RFC 9293 3.10.7.4 can be answered for
 * these by a few comparisons.
 *
 * True only where the checks would all pass and change nothing besides what
 * {@linkcode takePredicted} does: the segment stands at RCV.NXT, and no urgent
 * data, ECN, probe or shutdown is at hand.
 */
export function isPredicted(tcb: Tcb, seg: Segment): boolean {
  return seg.seq === tcb.rcv.nxt && tcb.state === State.Established &&
    (seg.flags & ~Flag.Psh) === Flag.Ack &&
    (seg.dataLength > 0 ? isNextText(tcb, seg) : isNewAck(tcb, seg)) &&
    hasPlainOptions(tcb, seg) && hasNothingPending(tcb);
}

/** Text within the window and nothing behind a gap; nothing new in the ACK field and the window. */
function isNextText(tcb: Tcb, seg: Segment): boolean {
  const { snd, rcv } = tcb;
  return seg.ack === snd.una && seg.dataLength <= seqDiff(rcv.edge, rcv.nxt) &&
    seg.window << snd.scale === snd.wnd && snd.wnd > 0 && tcb.reassembly.count === 0;
}

/** An ACK of what was sent, and nothing else. */
function isNewAck({ snd }: Tcb, seg: Segment): boolean {
  return seqGT(seg.ack, snd.una) && seqLEQ(seg.ack, snd.max);
}

/** Timestamps as agreed, not older than the last (PAWS), and no SACK. */
function hasPlainOptions(tcb: Tcb, { options }: Segment): boolean {
  if (options.hasTimestamps !== tcb.timestamps || options.sack !== null) return false;
  return !tcb.timestamps || seqDiff(options.timestampValue, tcb.tsRecent) >= 0;
}

/** Nothing is under way that a segment could end or that changes what becomes of text. */
function hasNothingPending(tcb: Tcb): boolean {
  return !tcb.receiveShut && !tcb.rcv.finAhead && tcb.probes === 0 && tcb.probesUnanswered === 0 &&
    tcb.keepaliveSent === 0 && !tcb.ecn.isOn && tcb.urgent.state !== UrgentState.Awaited &&
    tcb.profile.windowOffer !== "space";
}

/** What all the chapters together do with a segment that {@linkcode isPredicted}. */
export function takePredicted(tcb: Tcb, seg: Segment, now: Nanos): void {
  tcb.counters.segmentsIn++;
  tcb.lastReceivedAt = now;
  noteTimestamp(tcb, seg, now);
  if (seg.dataLength === 0) return acceptAck(tcb, seg, now);
  tcb.counters.dataSegmentsIn++;
  tcb.snd.wl1 = seg.seq;
  tcb.snd.wl2 = seg.ack;
  keepNext(tcb, seg, 0, seg.dataLength, false, now);
}
