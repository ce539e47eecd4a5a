import type { Nanos } from "../base/time.ts";
import { Ecn, Flag, type Segment } from "../wire/mod.ts";
import { markNewData } from "./ecn.ts";
import { ackSent, noteAnswer } from "./ack_policy.ts";
import { BytesView } from "./send_buffer.ts";
import { noteUsage } from "./cwnd_usage.ts";
import { noteProbe, probeLength } from "./mtu_probing.ts";
import { forgetPathMtu } from "./path_mtu.ts";
import { scheduleLossProbe } from "./loss_probe.ts";
import { isSettled, settle } from "./persist.ts";
import { windowUpdateDue } from "./receive_window.ts";
import { tuneOnRead } from "./receive_tuning.ts";
import { ackHeader, dataSegment, header, synSegment } from "./make_segment.ts";
import { limitedTransmit } from "./recovery.ts";
import { lengthInRecord, maySendNow } from "./small_segments.ts";
import { restartFromOldest, startRetransmissionTimer } from "./retransmission_timer.ts";
import { seqAdd, seqDiff, seqGT, seqLT } from "./seq.ts";
import { sendsQueue, State } from "./state.ts";
import { ackAtOnce, AckWhy, type Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";
import { isUrgentMode } from "./urgent.ts";
import { noteRetransmission } from "./undo.ts";

const view = new BytesView();

/**
 * The next segment that the connection has to send, or null; call until null.
 * The only place where segments are made: input and user calls only leave
 * marks.
 */
export function pollSegment(tcb: Tcb, now: Nanos): Segment | null {
  tcb.isPolledOut = false;
  if (tcb.resetDue) return pollReset(tcb);
  if (tcb.state === State.Closed || tcb.state === State.Listen) return null;
  tcb.ecn.codepoint = Ecn.NotEct;
  if (tcb.windowMayOpen) tuneOnRead(tcb, now);
  if (tcb.takesShortWays && hasNothingToSend(tcb, now)) {
    const ack = pollAck(tcb, now);
    const isDone = isSettled(tcb);
    if (ack === null && !isDone) settle(tcb, now);
    tcb.isPolledOut = isDone;
    return ack;
  }
  const seg = pollAny(tcb, now);
  if (seg === null) settle(tcb, now);
  return seg;
}

/** The kinds of segments in the order in which they go. */
function pollAny(tcb: Tcb, now: Nanos): Segment | null {
  return pollSyn(tcb, now) ?? pollLossProbe(tcb, now) ?? pollLost(tcb, now) ??
    pollQueue(tcb, now) ?? pollProbe(tcb, now) ?? pollKeepalive(tcb, now) ?? pollAck(tcb, now);
}

/** The short way of who only receives: but for an ACK none of the others can be due. */
function hasNothingToSend(tcb: Tcb, now: Nanos): boolean {
  return tcb.sendBuffer.length === 0 && !tcb.finQueued && tcb.scoreboard.count === 0 &&
    tcb.synAcked && !tcb.probeDue && !tcb.keepaliveDue && !tcb.probe.isDue &&
    now < tcb.path.until;
}

/** A reset, even from CLOSED. */
function pollReset(tcb: Tcb): Segment {
  tcb.ecn.codepoint = Ecn.NotEct;
  const seg = header(tcb, tcb.resetSeq, Flag.Rst);
  if (tcb.resetHasAck) {
    seg.flags |= Flag.Ack;
    seg.ack = tcb.resetAck;
  }
  tcb.resetDue = false;
  tcb.note = tcb.resetNote;
  return seg;
}

/** The first SYN or SYN,ACK. */
function pollSyn(tcb: Tcb, now: Nanos): Segment | null {
  const { snd } = tcb;
  if (snd.nxt !== snd.iss) return null;
  const end = seqAdd(snd.iss, 1);
  tcb.scoreboard.sent(snd.iss, end, false, now);
  snd.nxt = end;
  snd.max = end;
  startRetransmissionTimer(tcb, now);
  tcb.note = "";
  return synSegment(tcb, now);
}

/** The first lost segment, if the congestion window, or the reason it was found lost, lets it go. */
function pollLost(tcb: Tcb, now: Nanos): Segment | null {
  const { scoreboard, snd } = tcb;
  if (!scoreboard.hasLost) return null;
  if (tcb.frto.isProbing && tcb.forcedRetransmissions === 0) {
    const seg = snd.nxt === tcb.recover || tcb.unsent > 0 ? pollQueue(tcb, now) : null;
    if (seg !== null || snd.nxt !== tcb.recover) return seg; // RFC 5682 2.1 step 2b: nothing else
    tcb.frto.isProbing = false; // there was nothing to try it with
    tcb.frto.isOn = false;
  }
  const index = scoreboard.firstLost();
  const start = scoreboard.startAt(index);
  const isForced = tcb.forcedRetransmissions > 0;
  if (!isForced && tcb.path.isOneOut) return null;
  if (!isForced && !fitsCongestionWindow(tcb, snd.mss)) return null;
  if (isForced) tcb.forcedRetransmissions--;
  tcb.note = `retransmission: ${tcb.retransmitNote}`;
  tcb.counters.sentAgain++;
  if (start === snd.iss && !tcb.synAcked) {
    scoreboard.sentAgain(index, seqAdd(start, 1), now);
    return synSegment(tcb, now);
  }
  const most = tcb.recordEnds.isEmpty ? snd.mss : lengthInRecord(tcb, start, snd.mss);
  const run = scoreboard.lostRun(index, most);
  const end = scoreboard.endAt(index + run - 1);
  const withFin = tcb.finQueued && end === seqAdd(tcb.finSeq, 1);
  const length = Math.min(seqDiff(end, start) - (withFin ? 1 : 0), snd.mss);
  const covered = length + (withFin && length === seqDiff(tcb.finSeq, start) ? 1 : 0);
  const stop = seqAdd(start, covered);
  let isPushed = false;
  for (let i = index; i < index + run; i++) {
    const segmentEnd = scoreboard.endAt(i);
    isPushed ||= scoreboard.isPushed(i) && !seqGT(segmentEnd, stop);
    scoreboard.sentAgain(i, seqGT(segmentEnd, stop) ? stop : segmentEnd, now);
  }
  tcb.counters.bytesSentAgain += length;
  tcb.prr.sent += scoreboard.segmentSize > 0 ? scoreboard.segmentSize : covered;
  noteRetransmission(tcb, now);
  const restarts = index === 0 && tcb.profile.lossRecovery === "rack"; // Linux: rearm_timer
  if (restarts || !tcb.timers.isRunning(Timer.Retransmission)) startRetransmissionTimer(tcb, now);
  return dataSegment(tcb, start, length, covered > length, isPushed, now);
}

/** A probe for a loss at the tail (RFC 8985 7.3): new data if the window allows, else the last segment again. */
function pollLossProbe(tcb: Tcb, now: Nanos): Segment | null {
  const { probe, scoreboard } = tcb;
  if (!probe.isDue) return null;
  probe.isDue = false;
  if (scoreboard.count === 0) return null;
  if (keepsUnsent(tcb)) { // S: tcp_send_loss_probe: rearm_timer
    restartFromOldest(tcb, now);
    return null;
  }
  const tail = scoreboard.count - 1;
  const tailLength = seqDiff(scoreboard.endAt(tail), scoreboard.startAt(tail));
  if (tailLength > tcb.snd.mss + 1) return null; // too long by now: a timeout will cut it
  probe.isOut = true;
  const unsent = sendableLength(tcb);
  if (unsent > 0) {
    const seg = sendNew(tcb, unsent, false, now);
    probe.end = tcb.snd.nxt;
    probe.wasRetransmission = false;
    tcb.note = "loss probe: new data";
    return seg;
  }
  probe.end = tcb.snd.nxt;
  probe.wasRetransmission = true;
  tcb.note = "retransmission: loss probe";
  const last = scoreboard.count - 1;
  const start = scoreboard.startAt(last);
  const end = scoreboard.endAt(last);
  scoreboard.probed(last, now);
  const withFin = tcb.finQueued && end === seqAdd(tcb.finSeq, 1);
  const length = seqDiff(end, start) - (withFin ? 1 : 0);
  tcb.counters.sentAgain++;
  tcb.counters.bytesSentAgain += length;
  return dataSegment(tcb, start, length, withFin, scoreboard.isPushed(last), now);
}

/** Whether new data stays where it is while there is no way for it (S: tcp_write_xmit ends there). */
function keepsUnsent(tcb: Tcb): boolean {
  return tcb.isStranded && tcb.profile.localSendFailure === "keep";
}

/** How much of what was never sent the peer's window takes in one segment. */
function sendableLength(tcb: Tcb): number {
  const { snd } = tcb;
  const unsent = tcb.sendBuffer.length - seqDiff(snd.nxt, snd.base);
  const usable = seqDiff(seqAdd(snd.una, snd.wnd), snd.nxt);
  return Math.max(Math.min(unsent, snd.mss, usable), 0);
}

function fitsCongestionWindow(tcb: Tcb, length: number): boolean {
  const { inFlight, segmentSize } = tcb.scoreboard;
  if (inFlight === 0) return true;
  const counted = segmentSize > 0 ? segmentSize : length;
  return inFlight + counted <= tcb.congestion.cwnd + limitedTransmit(tcb);
}

/** New data and the FIN, as far as the windows, Nagle and the avoidance of silly windows allow. */
function pollQueue(tcb: Tcb, now: Nanos): Segment | null {
  if (!sendsQueue(tcb.state) || tcb.ecn.isHeld || tcb.path.isOneOut) return null;
  if (keepsUnsent(tcb)) return null;
  if (now >= tcb.path.until) forgetPathMtu(tcb);
  const { snd } = tcb;
  const unsent = tcb.sendBuffer.length - seqDiff(snd.nxt, snd.base);
  const finDue = tcb.finQueued && unsent >= 0;
  if (unsent <= 0 && !finDue) return null;
  if (tcb.scoreboard.count === 0) restartAfterIdle(tcb, now);
  const usable = seqDiff(seqAdd(snd.una, snd.wnd), snd.nxt); // may be negative: MUST-34
  const full = Math.min(unsent, snd.mss, Math.max(usable, 0));
  const length = tcb.recordEnds.isEmpty ? full : lengthInRecord(tcb, snd.nxt, full);
  const withFin = finDue && length === unsent && usable > length;
  if (length === 0 && !withFin) return null; // SHLD-15
  if (length > 0 && !fitsCongestionWindow(tcb, length)) {
    if (tcb.profile.windowUsage === "recent" && !tcb.isTimeout) noteUsage(tcb, true, now);
    return null;
  }
  if (!tcb.probeDue && !withFin && !maySendNow(tcb, length, unsent)) return null;
  tcb.probeDue = false;
  if (tcb.path.low !== Infinity) {
    const probe = probeLength(tcb, unsent, usable, now);
    if (probe > 0) return sendMtuProbe(tcb, probe, now);
  }
  return sendNew(tcb, length, withFin, now);
}

/** A longer segment than usual, to see whether the path carries it (RFC 4821 7.3). */
function sendMtuProbe(tcb: Tcb, length: number, now: Nanos): Segment {
  noteProbe(tcb, tcb.snd.nxt, length);
  const seg = sendNew(tcb, length, false, now);
  tcb.note = "MTU probe";
  return seg;
}

/** RFC 5681 4.1: after an idle RTO the window starts again; RFC 2861: it halves for each. */
function restartAfterIdle(tcb: Tcb, now: Nanos): void {
  if (!tcb.profile.slowStartAfterIdle) return;
  const idle = now - tcb.dataSentAt;
  if (idle <= tcb.rtt.rto) return;
  const halvings = tcb.profile.idleDecay ? Math.ceil(idle / tcb.rtt.rto) - 1 : Infinity;
  tcb.congestion.onIdleRestart(halvings, now);
}

/** MUST-61: PSH stands on the last segment of what is buffered, or of each write, by system. */
function isWriteEnd(tcb: Tcb, start: number, length: number): boolean {
  const isMarked = tcb.pushMarks.takeUpTo(seqAdd(start, length));
  return isMarked || length === tcb.unsent;
}

/** Sends what was never sent before. */
function sendNew(tcb: Tcb, length: number, withFin: boolean, now: Nanos): Segment {
  const { scoreboard, snd } = tcb;
  const start = snd.nxt;
  const end = seqAdd(start, length + (withFin ? 1 : 0));
  if (scoreboard.count === 0) tcb.progressAt = now;
  const isPushed = length > 0 && isWriteEnd(tcb, start, length);
  scoreboard.sent(start, end, isPushed, now);
  snd.nxt = end;
  if (seqLT(snd.max, end)) snd.max = end;
  if (length < snd.mss && length > 0) snd.smallEnd = end;
  tcb.prr.sent += scoreboard.segmentSize > 0 ? scoreboard.segmentSize : length;
  if (tcb.profile.windowUsage === "recent") {
    noteUsage(tcb, scoreboard.inFlight >= tcb.congestion.cwnd, now);
  }
  if (!tcb.timers.isRunning(Timer.Retransmission)) startRetransmissionTimer(tcb, now); // RFC 6298 5.1
  scheduleLossProbe(tcb, now);
  tcb.timers.cancel(Timer.Persist, now, tcb.trace);
  tcb.probes = 0; // what fits a small window is data, with the retransmission timer's care
  tcb.probesUnanswered = 0;
  noteAnswer(tcb, now);
  tcb.note = "";
  const seg = dataSegment(tcb, start, length, withFin, isPushed, now);
  if (tcb.ecn.isOn && length > 0) markNewData(tcb, seg);
  return seg;
}

/** A zero-window probe: the next octet, or none just below SND.UNA, by profile (RFC 9293 3.8.6.1). */
function pollProbe(tcb: Tcb, now: Nanos): Segment | null {
  if (!tcb.probeDue) return null;
  tcb.probeDue = false;
  const { snd } = tcb;
  tcb.note = "zero-window probe";
  if (tcb.profile.windowProbe === "empty") return emptyProbe(tcb, now);
  const seg = ackHeader(tcb, snd.nxt, now);
  const offset = seqDiff(snd.nxt, snd.base);
  if (offset < tcb.sendBuffer.length) {
    tcb.sendBuffer.view(offset, 1, view);
    seg.data = view.data;
    seg.dataStart = view.start;
    seg.dataLength = 1;
  } else {
    seg.flags |= Flag.Fin;
  }
  snd.max = seqAdd(snd.nxt, 1);
  return seg;
}

/**
 * Below SND.UNA, so that the peer answers; before it one at SND.UNA where
 * urgent data waits, for the peer hears only of those (S: tcp_write_wakeup).
 */
function emptyProbe(tcb: Tcb, now: Nanos): Segment {
  const { snd } = tcb;
  snd.urgentProbed = isUrgentMode(tcb) && !snd.urgentProbed;
  tcb.probeDue = snd.urgentProbed;
  return ackHeader(tcb, snd.urgentProbed ? snd.una : seqAdd(snd.una, -1), now);
}

/** A keep-alive probe: SEG.SEQ = SND.NXT - 1 and no data (SHLD-12). */
function pollKeepalive(tcb: Tcb, now: Nanos): Segment | null {
  if (!tcb.keepaliveDue) return null;
  tcb.keepaliveDue = false;
  const seg = ackHeader(tcb, seqAdd(tcb.snd.nxt, -1), now);
  tcb.note = "keep-alive probe";
  return seg;
}

/** Some systems send a FIN again with each ACK until it is acknowledged (FreeBSD: snd_nxt--). */
function isFinAgain(tcb: Tcb): boolean {
  return tcb.profile.finInAcks && tcb.ackWhy !== AckWhy.Challenge && tcb.finQueued &&
    !tcb.finAcked && tcb.snd.nxt === seqAdd(tcb.finSeq, 1);
}

/** An ACK that found nothing to ride on. */
function pollAck(tcb: Tcb, now: Nanos): Segment | null {
  if (tcb.windowMayOpen) {
    tcb.windowMayOpen = false;
    if (!tcb.ackNow && !tcb.peerFin && tcb.synAcked && windowUpdateDue(tcb)) {
      ackAtOnce(tcb, AckWhy.WindowUpdate);
    }
  }
  if (!tcb.ackNow || tcb.state === State.SynSent) return null;
  const seg = ackHeader(tcb, tcb.snd.nxt, now);
  if (isFinAgain(tcb)) {
    seg.seq = tcb.finSeq;
    seg.flags |= Flag.Fin;
  }
  tcb.note = tcb.ackWhy;
  ackSent(tcb, now);
  return seg;
}
