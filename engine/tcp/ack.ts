import { type Nanos, NEVER } from "../base/time.ts";
import { Flag, type Segment } from "../wire/mod.ts";
import { startSending } from "./handshake.ts";
import { hasRoomToTell, tuneSendBuffer } from "./buffer_tuning.ts";
import { onCongestionEcho } from "./ecn.ts";
import { onAckOfShutWindow } from "./persist.ts";
import { noteProbeAcknowledged } from "./mtu_probing.ts";
import { noteAcknowledged } from "./path_mtu.ts";
import { onDuplicateAck, onNewAck } from "./recovery.ts";
import { seqAdd, seqDiff, seqGT, seqLEQ, seqLT } from "./seq.ts";
import { Signal } from "./signals.ts";
import { onSackAck, takeSackBlocks } from "./sack_recovery.ts";
import type { Tcb } from "./tcb.ts";
import { timestampRtt } from "./timestamps.ts";
import { noteEcho } from "./undo.ts";
import { Timer } from "./timers.ts";

/**
 * The ACK field of an acceptable segment in a synchronized state (RFC 9293
 * 3.10.7.4, fifth): what it acknowledges, the window that it offers, and
 * whether it is a duplicate (RFC 5681 2).
 */
export function acceptAck(tcb: Tcb, seg: Segment, now: Nanos): void {
  const { snd } = tcb;
  const oldWindow = snd.wnd;
  if (tcb.probesUnanswered > 0) { // MUST-37: who answers probes is alive
    tcb.probesUnanswered = 0;
    tcb.progressAt = now;
  }
  const flight = seqDiff(snd.nxt, snd.una);
  const oldUna = snd.una;
  tcb.scoreboard.beginAck();
  tcb.ecn.isTold = tcb.ecn.isOn && (seg.flags & Flag.Ece) !== 0;
  tcb.lastRtt = -1;
  noteEcho(tcb, seg);
  if (seqGT(seg.ack, snd.una)) {
    const isOpening = !tcb.synAcked; // CLOSE came before the ACK of our SYN
    const acked = advanceUna(tcb, seg, now);
    updateWindow(tcb, seg, now);
    const isDuplicateSack = tcb.sack && takeSackBlocks(tcb, seg, oldUna);
    sampleRtt(tcb, seg, now);
    if (isOpening) startSending(tcb, now);
    else if (tcb.sack) onSackAck(tcb, acked, flight, isDuplicateSack, now);
    else onNewAck(tcb, acked, flight, now);
    if (tcb.ecn.isOn) onCongestionEcho(tcb, flight, now);
    tuneSendBuffer(tcb);
    if (hasRoomToTell(tcb)) tcb.signals |= Signal.Writable;
    return;
  }
  updateWindow(tcb, seg, now);
  if (snd.wnd === 0) { // SHLD-17: who keeps the window shut is alive
    tcb.retries = 0;
    tcb.progressAt = now;
  }
  onAckOfShutWindow(tcb, now);
  if (tcb.sack) {
    const isDuplicateSack = takeSackBlocks(tcb, seg, oldUna);
    if (tcb.profile.rttFromSack && tcb.scoreboard.delivery.sackSampleSentAt >= 0) {
      takeSample(tcb, now - tcb.scoreboard.delivery.sackSampleSentAt);
    }
    if (isDuplicateSack || tcb.scoreboard.delivery.hasNewSack) {
      onSackAck(tcb, 0, flight, isDuplicateSack, now);
    }
  } else if (isDuplicate(tcb, seg, oldWindow)) onDuplicateAck(tcb, now);
  if (tcb.ecn.isOn) onCongestionEcho(tcb, flight, now);
}

/** RFC 5681 2: data outstanding, and a segment that brings nothing but the same ACK again. */
function isDuplicate(tcb: Tcb, seg: Segment, oldWindow: number): boolean {
  const { snd } = tcb;
  return seg.ack === snd.una && seqLT(snd.una, snd.nxt) && seg.dataLength === 0 &&
    (seg.flags & (Flag.Syn | Flag.Fin)) === 0 && seg.window << snd.scale === oldWindow;
}

/**
 * SND.UNA goes to SEG.ACK: releases what is acknowledged. Returns how many
 * sequence numbers that was; the caller takes an RTT sample, and restarts or
 * stops the retransmission timer.
 */
export function advanceUna(tcb: Tcb, seg: Segment, now: Nanos): number {
  const { snd, scoreboard } = tcb;
  const { ack } = seg;
  const acked = seqDiff(ack, snd.una);
  tcb.counters.acknowledged += acked;
  noteAcknowledged(tcb, ack);
  scoreboard.acknowledge(ack);
  const bytes = Math.min(seqDiff(ack, snd.base), tcb.sendBuffer.length);
  if (bytes > 0) {
    tcb.sendBuffer.release(bytes);
    snd.base = (snd.base + bytes) | 0;
  }
  snd.una = ack;
  if (!tcb.recordEnds.isEmpty) tcb.recordEnds.forget(ack);
  tcb.unreachableCode = -1; // something got through (Linux: sk_err_soft = 0)
  if (seqGT(ack, snd.nxt)) snd.nxt = ack; // the octet of a zero-window probe was taken
  if (seqGT(snd.nxt, snd.max)) snd.max = snd.nxt;
  dragAlong(tcb);
  if (tcb.path.probeSize > 0) noteProbeAcknowledged(tcb);
  tcb.retries = 0;
  tcb.firstRetransmitAt = NEVER;
  tcb.progressAt = now;
  if (tcb.finAcked || tcb.sendBuffer.length === 0) tcb.signals |= Signal.Drained;
  return acked;
}

/**
 * Takes an RTT sample from an ACK of new data (RFC 6298 2, 3): of what was sent
 * once only, or what the timestamps tell of the rest (RFC 7323 4.1). Only a
 * sample ends the back-off (RFC 6298 5, last paragraph).
 */
export function sampleRtt(tcb: Tcb, seg: Segment, now: Nanos): void {
  const { delivery } = tcb.scoreboard;
  let sentAt = delivery.sampleSentAt;
  if (sentAt < 0 && tcb.profile.rttFromSack) sentAt = delivery.sackSampleSentAt;
  if (sentAt >= 0) {
    takeSample(tcb, now - sentAt);
    tcb.rack.minRtt = Math.min(tcb.rack.minRtt, now - sentAt);
    return;
  }
  if (!delivery.isOfKnown) return; // a SYN,ACK with a cookie is not remembered
  const rtt = timestampRtt(tcb, seg, now);
  if (rtt >= 0) takeSample(tcb, rtt);
}

function takeSample(tcb: Tcb, rtt: Nanos): void {
  tcb.lastRtt = rtt;
  tcb.rtt.sample(rtt, tcb.snd.una, tcb.snd.nxt);
  tcb.backoff = 0;
}

/** No window is larger (RFC 7323 2.3), so that a push is overdue before. */
const MOST_UNPUSHED = 2 ** 30;

/**
 * Sequence numbers remembered from long ago follow SND.UNA, before they come to
 * lie 2^31 behind it and look newer than it.
 */
function dragAlong(tcb: Tcb): void {
  const { snd } = tcb;
  if (seqLT(snd.smallEnd, snd.una)) snd.smallEnd = snd.una;
  if (seqLT(snd.up, snd.una)) snd.up = snd.una;
  if (seqDiff(snd.una, snd.pushedEnd) > MOST_UNPUSHED) {
    snd.pushedEnd = seqAdd(snd.una, -MOST_UNPUSHED);
  }
  if (tcb.undo.isOpen && seqDiff(snd.una, tcb.undo.marker) > MOST_UNPUSHED) tcb.undo.isOpen = false;
  if (!tcb.inRecovery && seqLT(tcb.recover, snd.una)) tcb.recover = seqAdd(snd.una, -1);
}

/** The window of a segment that is not older than the last one that set it (U-17). */
function updateWindow(tcb: Tcb, seg: Segment, now: Nanos): void {
  const { snd } = tcb;
  const isNewer = seqLT(snd.wl1, seg.seq) || (snd.wl1 === seg.seq && seqLEQ(snd.wl2, seg.ack));
  if (!isNewer || seqLT(seg.ack, snd.una)) return;
  learnWindow(tcb, seg);
  if (snd.wnd > 0 && tcb.probes > 0) windowOpened(tcb, now);
}

/** SND.WND, SND.WL1 and SND.WL2 from a segment; REC-1: kept in full, MUST-1: unsigned. */
export function learnWindow(tcb: Tcb, seg: Segment): void {
  const { snd } = tcb;
  const shift = (seg.flags & Flag.Syn) !== 0 ? 0 : snd.scale;
  snd.wnd = seg.window << shift; // below 2^31: a shift is at most 14 (RFC 7323 2.3)
  if (snd.wnd > snd.maxWnd) snd.maxWnd = snd.wnd;
  snd.wl1 = seg.seq;
  snd.wl2 = seg.ack;
}

/** Zero-window probing is over (RFC 9293 3.8.6.1). */
function windowOpened(tcb: Tcb, now: Nanos): void {
  tcb.probes = 0;
  tcb.probeDue = false;
  tcb.timers.cancel(Timer.Persist, now, tcb.trace);
}
