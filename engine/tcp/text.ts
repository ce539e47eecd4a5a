import type { Nanos } from "../base/time.ts";
import { Flag, type Segment } from "../wire/mod.ts";
import { acknowledgeFin, acknowledgeGap, acknowledgeText } from "./ack_policy.ts";
import { afterKeeping } from "./receive_window.ts";
import { tuneOnArrival, tuneOnGap } from "./receive_tuning.ts";
import { noteDuplicate, noteHeld } from "./sack_blocks.ts";
import { seqAdd, seqDiff, seqGT, seqLT } from "./seq.ts";
import { EndReason, Signal } from "./signals.ts";
import { mayReceiveText, State } from "./state.ts";
import { ackAtOnce, AckWhy, enterClosed, enterState, resetInAnswer, type Tcb } from "./tcb.ts";
import { enterTimeWait } from "./time_wait.ts";
import { forgetPassedMark } from "./urgent.ts";
import { abort } from "./user_calls.ts";

/**
 * The text of an acceptable segment (RFC 9293 3.10.7.4, seventh): trims it to
 * the window, delivers or keeps it, and decides when it is acknowledged.
 * Returns false where the segment ended the connection.
 */
export function processText(tcb: Tcb, seg: Segment, now: Nanos): boolean {
  if (seg.dataLength === 0 || !mayReceiveText(tcb.state)) return true; // U-20
  const { rcv } = tcb;
  const seq = textStart(seg);
  const skip = Math.max(seqDiff(rcv.nxt, seq), 0);
  const length = Math.min(seg.dataLength, seqDiff(rcv.edge, seq)) - skip;
  if (skip > 0 && tcb.sack) noteDuplicate(tcb, seq, rcv.nxt);
  if (length <= 0) return true;
  if (tcb.receiveShut) {
    const verdict = whenNobodyReads(tcb);
    if (verdict === "reset") {
      refuseText(tcb, seg, now);
      return false;
    }
    if (verdict === "discard") return discardText(tcb, seg.flags, seqAdd(seq, skip), length, now);
  }
  const hadGap = tcb.reassembly.count > 0;
  const first = seqAdd(seq, skip);
  if (hadGap && skip === 0 && tcb.sack) noteHeld(tcb, first, seqAdd(first, length)); // RFC 2883 4.2
  if (first === rcv.nxt) {
    keepNext(tcb, seg, skip, length, hadGap, now);
    if (skip > 0) ackAtOnce(tcb, AckWhy.Duplicate);
  } else {
    const { data, dataStart } = seg;
    const isNew = tcb.reassembly.insert(first, data, dataStart + skip, length); // SHLD-31
    acknowledgeGap(tcb, isNew, now);
    tuneOnGap(tcb);
    if (tcb.sack && isNew) afterKeeping(tcb, length, true);
  }
  return true;
}

/** Text that stands at RCV.NXT: `length` bytes of a segment behind the first `skip`. */
export function keepNext(
  tcb: Tcb,
  seg: Segment,
  skip: number,
  length: number,
  hadGap: boolean,
  now: Nanos,
): void {
  tuneOnArrival(tcb, seg, now);
  tcb.receiveBuffer.append(seg.data, seg.dataStart + skip, length);
  advance(tcb, length);
  if (hadGap) advance(tcb, tcb.reassembly.takeContiguous(tcb.rcv.nxt, tcb.receiveBuffer));
  tcb.signals |= Signal.Readable;
  acknowledgeText(tcb, seg.flags, length, hadGap, now);
}

/** RCV.NXT goes on; RCV.UP stays with it, lest it lie 2^31 behind and look newer. */
function advance(tcb: Tcb, count: number): void {
  const { rcv } = tcb;
  rcv.nxt = seqAdd(rcv.nxt, count);
  tcb.counters.received += count;
  if (seqLT(rcv.up, rcv.nxt)) rcv.up = rcv.nxt;
}

/** Where the text of a segment begins: behind its SYN, if it has one. */
function textStart(seg: Segment): number {
  return (seg.flags & Flag.Syn) !== 0 ? seqAdd(seg.seq, 1) : seg.seq;
}

/** What becomes of text that no user will read. */
function whenNobodyReads(tcb: Tcb): "reset" | "discard" | "accept" {
  const { profile } = tcb;
  if (tcb.orphan) return profile.dataAfterClose;
  return tcb.finQueued ? profile.shutdownBothData : profile.shutdownReceiveData;
}

/** Nobody will read it: the peer gets a reset (SHLD-3). */
function refuseText(tcb: Tcb, seg: Segment, now: Nanos): void {
  const note = tcb.orphan ? "reset: data after close" : "reset: data after shutdown of receiving";
  if (tcb.orphan || tcb.finQueued) {
    resetInAnswer(tcb, seg, note);
    tcb.sendBuffer.clear();
    tcb.receiveBuffer.clear();
    enterClosed(tcb, EndReason.ResetSent, `RFC 9293 3.6.1 (${note})`, now);
  } else {
    abort(tcb, EndReason.ResetSent, note, now);
  }
}

/** Acknowledges text and throws it away. */
function discardText(
  tcb: Tcb,
  flags: number,
  first: number,
  length: number,
  now: Nanos,
): boolean {
  if (first !== tcb.rcv.nxt) {
    ackAtOnce(tcb, AckWhy.OutOfOrder);
    return true;
  }
  advance(tcb, length);
  tcb.windowMayOpen = true;
  forgetPassedMark(tcb);
  acknowledgeText(tcb, flags, length, false, now);
  return true;
}

/** The FIN of an acceptable segment, or one that waited for missing text (3.10.7.4, eighth). */
export function processFin(tcb: Tcb, seg: Segment, now: Nanos): void {
  if ((seg.flags & Flag.Fin) !== 0) noteFin(tcb, seqAdd(textStart(seg), seg.dataLength));
  takeFin(tcb, now);
}

/** Remembers where the peer's FIN stands, if that is within the window. */
function noteFin(tcb: Tcb, finSeq: number): void {
  const { rcv } = tcb;
  if (tcb.peerFin || !seqLT(finSeq, rcv.edge) || seqGT(rcv.nxt, finSeq)) return;
  rcv.finAhead = true;
  rcv.finSeq = finSeq;
  if (finSeq !== rcv.nxt) ackAtOnce(tcb, AckWhy.OutOfOrder);
}

/** Once everything before the peer's FIN is there: RCV.NXT passes it (3.10.7.4, eighth). */
function takeFin(tcb: Tcb, now: Nanos): void {
  const { rcv } = tcb;
  if (!rcv.finAhead || rcv.finSeq !== rcv.nxt) return;
  rcv.finAhead = false;
  tcb.peerFin = true;
  rcv.nxt = seqAdd(rcv.nxt, 1);
  tcb.counters.received++;
  if (seqLT(rcv.edge, rcv.nxt)) rcv.edge = rcv.nxt;
  tcb.signals |= Signal.PeerClosed | Signal.Readable;
  const rule = "RFC 9293 3.10.7.4, eighth: FIN";
  switch (tcb.state) {
    case State.SynReceived:
    case State.Established:
      enterState(tcb, State.CloseWait, rule, now);
      break;
    case State.FinWait1:
      enterState(tcb, State.Closing, rule, now);
      break;
    case State.FinWait2:
      enterTimeWait(tcb, rule, now);
      break;
  }
  acknowledgeFin(tcb, now);
}

/** Text or a FIN that came with a SYN waits until the connection stands (RFC 9293 3.10.7.2). */
export function queueEarlyText(tcb: Tcb, seg: Segment): void {
  const { rcv } = tcb;
  const length = Math.min(seg.dataLength, seqDiff(rcv.edge, rcv.nxt));
  if (length > 0) tcb.reassembly.insert(rcv.nxt, seg.data, seg.dataStart, length);
  if ((seg.flags & Flag.Fin) !== 0) {
    rcv.finAhead = true;
    rcv.finSeq = seqAdd(rcv.nxt, seg.dataLength);
  }
}

/** Delivers what {@linkcode queueEarlyText} kept. */
export function takeQueuedText(tcb: Tcb, now: Nanos): void {
  const moved = tcb.reassembly.count > 0
    ? tcb.reassembly.takeContiguous(tcb.rcv.nxt, tcb.receiveBuffer)
    : 0;
  if (moved > 0) {
    advance(tcb, moved);
    tcb.signals |= Signal.Readable;
    acknowledgeText(tcb, 0, moved, false, now);
  }
  takeFin(tcb, now);
}
