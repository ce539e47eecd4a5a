import { type Nanos, NEVER } from "../base/time.ts";
import { type Ecn, Flag, type Segment } from "../wire/mod.ts";
import { acceptAck, advanceUna, learnWindow, sampleRtt } from "./ack.ts";
import { noteCongestionMark, relearnEcn } from "./ecn.ts";
import { enterEstablished, learnSyn } from "./handshake.ts";
import { isPredicted, takePredicted } from "./header_prediction.ts";
import { presumeAllLost } from "./presume_lost.ts";
import { seqAdd, seqDiff, seqGT, seqLEQ, seqLT, seqMin } from "./seq.ts";
import { EndReason } from "./signals.ts";
import { State } from "./state.ts";
import {
  ackAtOnce,
  AckWhy,
  enterClosed,
  enterState,
  resetInAnswer,
  resetWithoutAck,
  type Tcb,
} from "./tcb.ts";
import { processFin, processText } from "./text.ts";
import { abort } from "./user_calls.ts";
import { arrivesTimeWait, enterTimeWait, startTimeWait } from "./time_wait.ts";
import { Timer } from "./timers.ts";
import { noteTimestamp, passesPaws } from "./timestamps.ts";
import { acceptSpace } from "./space_window.ts";
import { noteDuplicate } from "./sack_blocks.ts";
import { checkUrgent } from "./urgent.ts";

/** SEGMENT ARRIVES (RFC 9293 3.10.7): the short way where it leads to the same, or check by check. */
export function segmentArrives(tcb: Tcb, seg: Segment, ecn: Ecn, now: Nanos): void {
  if (tcb.takesShortWays && isPredicted(tcb, seg)) takePredicted(tcb, seg, now);
  else checkInOrder(tcb, seg, ecn, now);
}

/** In the RFC's order of checks. */
function checkInOrder(tcb: Tcb, seg: Segment, ecn: Ecn, now: Nanos): void {
  if (tcb.state === State.Closed) return arrivesClosed(tcb, seg);
  tcb.counters.segmentsIn++;
  if (seg.dataLength > 0) tcb.counters.dataSegmentsIn++;
  if (tcb.state === State.Listen) return arrivesListen(tcb, seg, now);
  if (tcb.state === State.SynSent) return arrivesSynSent(tcb, seg, now);
  tcb.lastReceivedAt = now;
  if (tcb.state === State.TimeWait && tcb.profile.timeWaitSegments === "acknowledge") {
    return arrivesTimeWait(tcb, seg, now);
  }
  if (tcb.profile.windowOffer === "space") acceptSpace(tcb);
  if (tcb.keepaliveSent > 0) keepaliveAnswered(tcb, now);
  if (!checkTimestamps(tcb, seg, now)) return; // before all else (RFC 7323 5.3, R1)
  if (!checkSequence(tcb, seg, now)) return; // first
  noteTimestamp(tcb, seg, now);
  if (!checkReset(tcb, seg, now)) return; // second; third, security, is not modelled
  if (!checkSyn(tcb, seg, now)) return; // fourth
  if (!checkAck(tcb, seg, now)) return; // fifth
  if (tcb.ecn.isOn) noteCongestionMark(tcb, seg, ecn);
  checkUrgent(tcb, seg); // sixth
  if (!processText(tcb, seg, now)) return; // seventh
  processFin(tcb, seg, now); // eighth
}

/** The peer is there after all: the idle time begins anew (RFC 9293 3.8.4). */
function keepaliveAnswered(tcb: Tcb, now: Nanos): void {
  tcb.keepaliveSent = 0;
  if (!tcb.options.keepalive) return;
  tcb.timers.set(Timer.Keepalive, now + tcb.options.keepaliveIdle, now, tcb.trace);
}

/** 3.10.7.1: no connection: everything but a reset is answered by one. */
function arrivesClosed(tcb: Tcb, seg: Segment): void {
  if ((seg.flags & Flag.Rst) === 0) resetInAnswer(tcb, seg, "reset: no connection");
}

/** 3.10.7.2: LISTEN. */
function arrivesListen(tcb: Tcb, seg: Segment, now: Nanos): void {
  if ((seg.flags & Flag.Rst) !== 0) return; // first
  if ((seg.flags & Flag.Ack) !== 0) { // second
    if ((seg.flags & Flag.Syn) !== 0 && tcb.profile.synAckToListener === "ignore") return;
    return resetWithoutAck(tcb, seg.ack, "reset: ACK to a listening port");
  }
  if ((seg.flags & Flag.Syn) === 0) return; // fourth: nothing else can be meant
  learnSyn(tcb, seg, now);
  tcb.progressAt = now;
  enterState(tcb, State.SynReceived, "RFC 9293 3.10.7.2, third: SYN", now);
}

/** 3.10.7.3: SYN-SENT. */
function arrivesSynSent(tcb: Tcb, seg: Segment, now: Nanos): void {
  const hasAck = (seg.flags & Flag.Ack) !== 0;
  const isReset = (seg.flags & Flag.Rst) !== 0;
  if (hasAck && (seqLEQ(seg.ack, tcb.snd.iss) || seqGT(seg.ack, tcb.snd.nxt))) { // first
    if (!isReset) answerBadAck(tcb, seg, now);
    return;
  }
  if (isReset) { // second
    if (hasAck) refuse(tcb, now);
    return;
  }
  if ((seg.flags & Flag.Syn) === 0) return; // fifth
  learnSyn(tcb, seg, now); // fourth
  if (!hasAck) {
    enterState(tcb, State.SynReceived, "RFC 9293 3.10.7.3, fourth: SYN without ACK", now);
    tcb.retransmitNote = "simultaneous open";
    presumeAllLost(tcb.scoreboard);
    tcb.forcedRetransmissions = 1;
    return;
  }
  advanceUna(tcb, seg, now);
  sampleRtt(tcb, seg, now);
  learnWindow(tcb, seg);
  enterEstablished(tcb, "RFC 9293 3.10.7.3, fourth: SYN,ACK", now);
  ackAtOnce(tcb, AckWhy.Plain);
  if (processText(tcb, seg, now)) processFin(tcb, seg, now);
}

/** 3.10.7.3, first: a RST, after which the peer may forget what it had (half-open) and listen. */
function answerBadAck(tcb: Tcb, seg: Segment, now: Nanos): void {
  resetWithoutAck(tcb, seg.ack, "reset: unacceptable ACK in SYN-SENT");
  const delay = tcb.profile.synRetryOnBadAckDelay;
  if (delay === NEVER || tcb.retries > 0) return;
  tcb.timers.set(Timer.Retransmission, now + delay, now, tcb.trace);
}

/** A valid reset in SYN-SENT: refused, unless the system tries again (Windows). */
function refuse(tcb: Tcb, now: Nanos): void {
  if (tcb.refusals < tcb.profile.synRetryOnReset) {
    tcb.refusals++;
    tcb.timers.set(Timer.Retransmission, now + tcb.profile.synRetryOnResetDelay, now, tcb.trace);
    return;
  }
  tcb.sendBuffer.clear();
  enterClosed(tcb, EndReason.Refused, "RFC 9293 3.10.7.3, second: RST", now);
}

/** PAWS (RFC 7323 5.3): a segment from long ago is answered and dropped, one without timestamps dropped. */
function checkTimestamps(tcb: Tcb, seg: Segment, now: Nanos): boolean {
  if (passesPaws(tcb, seg, now)) return true;
  if (seg.options.hasTimestamps) {
    noteOldText(tcb, seg);
    ackAtOnce(tcb, AckWhy.Old);
  }
  return false;
}

/** Reports what an unacceptable segment brought a second time (RFC 2883 4). */
function noteOldText(tcb: Tcb, seg: Segment): void {
  const { nxt } = tcb.rcv;
  const length = tcb.profile.sackCoversControls ? seg.length : seg.dataLength;
  if (!tcb.sack || length === 0 || !seqLT(seg.seq, nxt)) return;
  noteDuplicate(tcb, seg.seq, seqMin(seqAdd(seg.seq, length), nxt));
}

/** First: is the segment in the window (3.10.7.4, and its table of four cases)? */
function checkSequence(tcb: Tcb, seg: Segment, now: Nanos): boolean {
  if (isAcceptable(tcb, seg)) return true;
  if ((seg.flags & Flag.Rst) !== 0) return acceptsResetAtFin(tcb, seg, now);
  if (isSynAckOfSimultaneousOpen(tcb, seg)) {
    checkAck(tcb, seg, now);
    ackAtOnce(tcb, AckWhy.Plain);
    return false;
  }
  if (tcb.ecn.isOn && tcb.state === State.SynReceived) relearnEcn(tcb, seg);
  if (isOldSynOfHandshake(tcb, seg)) {
    presumeAllLost(tcb.scoreboard);
    tcb.forcedRetransmissions = 1;
    tcb.retransmitNote = "SYN,ACK again: the SYN was repeated";
    return false;
  }
  if (tcb.state === State.TimeWait && isRepeatedFin(tcb, seg)) {
    startTimeWait(tcb, now); // U-19
    ackAtOnce(tcb, AckWhy.Fin);
    return false;
  }
  if (tcb.rcv.edge === tcb.rcv.nxt && seg.seq === tcb.rcv.nxt) {
    // Zero window: the text is refused, but ACK and URG count (MUST-66).
    ackAtOnce(tcb, AckWhy.Unacceptable);
    if ((seg.flags & Flag.Syn) !== 0) return false;
    if (checkAck(tcb, seg, now)) checkUrgent(tcb, seg);
    return false;
  }
  if (isRepeatedFin(tcb, seg)) checkAck(tcb, seg, now); // valid ACKs count (3.10.7.4, first)
  noteOldText(tcb, seg);
  const isSyn = (seg.flags & Flag.Syn) !== 0; // RFC 5961 4.2: wherever it stands
  ackAtOnce(tcb, isSyn ? AckWhy.Challenge : AckWhy.Unacceptable);
  return false;
}

/** The four cases of RFC 9293 Table 6. */
function isAcceptable(tcb: Tcb, seg: Segment): boolean {
  const rcv = tcb.rcv;
  const window = seqDiff(rcv.edge, rcv.nxt);
  const start = seqDiff(seg.seq, rcv.nxt);
  // A reset counts as its sequence number alone, whatever it carries (SHLD-2, MUST-66).
  const length = (seg.flags & Flag.Rst) !== 0 ? 0 : seg.length;
  if (length === 0) return window === 0 ? start === 0 : start >= 0 && start < window;
  if (window === 0) return false;
  const last = start + length - 1;
  return (start >= 0 && start < window) || (last >= 0 && last < window);
}

/** A reset that stands just before RCV.NXT because its sender has not seen our ACK of its FIN. */
function acceptsResetAtFin(tcb: Tcb, seg: Segment, now: Nanos): boolean {
  if (!tcb.profile.resetBelowReceiveNext || !tcb.peerFin) return false;
  if (seg.seq !== seqAdd(tcb.rcv.nxt, -1)) return false;
  takeReset(tcb, now);
  return false;
}

/**
 * The peer's SYN once more, now with the ACK of ours: both sides opened at the
 * same time, and this ends it (RFC 9293 3.5, Figure 7, line 6).
 */
function isSynAckOfSimultaneousOpen(tcb: Tcb, seg: Segment): boolean {
  return tcb.state === State.SynReceived && !tcb.passive && seg.seq === tcb.rcv.irs &&
    (seg.flags & (Flag.Syn | Flag.Ack)) === (Flag.Syn | Flag.Ack) && seg.ack === tcb.snd.nxt;
}

/** The SYN that opened us, once more, while we are in SYN-RECEIVED. */
function isOldSynOfHandshake(tcb: Tcb, seg: Segment): boolean {
  return tcb.state === State.SynReceived && tcb.profile.synAckOnRepeatedSyn && tcb.passive &&
    (seg.flags & (Flag.Syn | Flag.Ack)) === Flag.Syn && seg.seq === tcb.rcv.irs;
}

/** The peer's FIN, once more. */
function isRepeatedFin(tcb: Tcb, seg: Segment): boolean {
  return (seg.flags & Flag.Fin) !== 0 && seqAdd(seg.seq, seg.length) === tcb.rcv.nxt;
}

/** Second: RST (3.10.7.4 with RFC 5961 3: only the exact sequence number resets). */
function checkReset(tcb: Tcb, seg: Segment, now: Nanos): boolean {
  if ((seg.flags & Flag.Rst) === 0) return true;
  if (seg.seq !== tcb.rcv.nxt && tcb.profile.resetInWindow === "challenge") {
    challenge(tcb, now);
    return false;
  }
  takeReset(tcb, now);
  return false;
}

/** What an acceptable reset does in each state. */
function takeReset(tcb: Tcb, now: Nanos): void {
  const rule = "RFC 9293 3.10.7.4, second: RST";
  switch (tcb.state) {
    case State.SynReceived:
      if (tcb.passive) return returnToListen(tcb, rule, now);
      tcb.sendBuffer.clear();
      return enterClosed(tcb, EndReason.Refused, rule, now);
    case State.Closing:
    case State.LastAck:
      tcb.sendBuffer.clear();
      return enterClosed(
        tcb,
        tcb.profile.resetWhileClosing === "reset" ? EndReason.Reset : EndReason.Closed,
        rule,
        now,
      );
    case State.TimeWait:
      if (tcb.profile.resetInTimeWait === "ignore") return; // RFC 1337
      return enterClosed(tcb, EndReason.Closed, rule, now);
    default:
      tcb.sendBuffer.clear();
      if (tcb.profile.receiveQueueOnReset === "discard") tcb.receiveBuffer.clear();
      enterClosed(tcb, EndReason.Reset, rule, now);
  }
}

/** A connection of a passive OPEN goes back to LISTEN; its listener never left it. */
function returnToListen(tcb: Tcb, rule: string, now: Nanos): void {
  tcb.timers.cancelAll(now, tcb.trace);
  tcb.scoreboard.clear();
  tcb.ackNow = false;
  enterState(tcb, State.Listen, rule, now);
}

/** Fourth: SYN in a window (3.10.7.4 with RFC 5961 4: a challenge, never a reset). */
function checkSyn(tcb: Tcb, seg: Segment, now: Nanos): boolean {
  if ((seg.flags & Flag.Syn) === 0) return true;
  if (tcb.state === State.SynReceived && tcb.passive) {
    returnToListen(tcb, "RFC 9293 3.10.7.4, fourth: SYN", now);
    return false;
  }
  if (tcb.profile.synInWindow === "kill") {
    abort(tcb, EndReason.Reset, "reset: SYN in the window", now);
    return false;
  }
  challenge(tcb, now);
  return false;
}

/** A challenge ACK, unless one was sent just now (RFC 5961 7). */
function challenge(tcb: Tcb, now: Nanos): void {
  if (now - tcb.challengeAt < tcb.profile.challengeAckInterval) return;
  tcb.challengeAt = now;
  ackAtOnce(tcb, AckWhy.Challenge);
}

/** Fifth: the ACK field (3.10.7.4). Returns whether the segment's text is looked at. */
function checkAck(tcb: Tcb, seg: Segment, now: Nanos): boolean {
  if ((seg.flags & Flag.Ack) === 0) return false; // U-15
  const snd = tcb.snd;
  if (tcb.state === State.SynReceived) {
    if (seqLEQ(seg.ack, snd.una) || seqGT(seg.ack, snd.max)) { // U-16
      resetWithoutAck(tcb, seg.ack, "reset: unacceptable ACK in SYN-RECEIVED");
      return false;
    }
    learnWindow(tcb, seg);
    advanceUna(tcb, seg, now);
    sampleRtt(tcb, seg, now);
    enterEstablished(tcb, "RFC 9293 3.10.7.4, fifth: ACK of SYN", now);
    return true;
  }
  if (seqGT(seg.ack, snd.max)) { // U-16
    challenge(tcb, now);
    return false;
  }
  if (seqLT(seg.ack, seqAdd(snd.una, -snd.maxWnd))) { // RFC 5961 5.2
    challenge(tcb, now);
    return false;
  }
  if (tcb.state === State.TimeWait) return true;
  acceptAck(tcb, seg, now);
  if (tcb.finAcked) finAcknowledged(tcb, now);
  return tcb.state !== State.Closed;
}

/** The states that waited for the ACK of our FIN (U-18). */
function finAcknowledged(tcb: Tcb, now: Nanos): void {
  const rule = "RFC 9293 3.10.7.4, fifth: ACK of our FIN";
  switch (tcb.state) {
    case State.FinWait1:
      return enterState(tcb, State.FinWait2, rule, now);
    case State.Closing:
      return enterTimeWait(tcb, rule, now);
    case State.LastAck:
      return enterClosed(tcb, EndReason.Closed, rule, now);
  }
}
