import type { Nanos } from "../base/time.ts";
import { Ecn, Flag, type Segment } from "../wire/mod.ts";
import { startRetransmissionTimer } from "./retransmission_timer.ts";
import { seqGEQ, seqGT } from "./seq.ts";
import { ackAtOnce, AckWhy, type Tcb } from "./tcb.ts";

/** Both flags: in a SYN they ask for ECN; ECE alone in a SYN,ACK agrees (RFC 3168 6.1.1). */
const SETUP = Flag.Ece | Flag.Cwr;

/** Segments that Linux acknowledges at once after a mark (tcp_enter_quickack_mode(sk, 2)). */
const QUICK_ACKS = 2;

/** Our SYN, first or again: its flags ask for ECN, until as many have been lost as the profile says. */
export function synFlags(tcb: Tcb): number {
  const { ecn, profile } = tcb;
  ecn.hasAsked = profile.ecn === "active" && tcb.retries <= profile.ecnSynRetries;
  return ecn.hasAsked ? SETUP : 0;
}

/** The peer's SYN or SYN,ACK decides whether both sides use ECN (RFC 3168 6.1.1). */
export function learnEcn(tcb: Tcb, seg: Segment): void {
  const { ecn, profile } = tcb;
  const isAnswer = (seg.flags & Flag.Ack) !== 0;
  const agrees = (seg.flags & SETUP) === (isAnswer ? Flag.Ece : SETUP);
  const isOurs = isAnswer ? ecn.hasAsked : profile.ecn !== "off";
  ecn.isOn = agrees && isOurs;
}

/** The peer's SYN came again: one that does not ask any more ends ECN (RFC 3168 6.1.1). */
export function relearnEcn(tcb: Tcb, seg: Segment): void {
  const isSyn = (seg.flags & (Flag.Syn | Flag.Ack)) === Flag.Syn;
  if (isSyn && (seg.flags & SETUP) !== SETUP) tcb.ecn.isOn = false;
}

/**
 * The receiver's half (RFC 3168 6.1.3): data that met congestion makes every
 * segment say ECE, until the sender says CWR.
 */
export function noteCongestionMark(tcb: Tcb, seg: Segment, field: Ecn): void {
  const { ecn, profile } = tcb;
  if (seg.dataLength === 0) return; // 6.1.4: marks on ACKs mean nothing
  if ((seg.flags & Flag.Cwr) !== 0) {
    ecn.echoes = false;
    if (profile.ackOnCongestionMark) ackAtOnce(tcb, AckWhy.Cwr);
  }
  if (field !== Ecn.Ce) return;
  if (!ecn.echoes && profile.ackOnCongestionMark) {
    tcb.quickAcks = Math.max(tcb.quickAcks, QUICK_ACKS);
    tcb.pingpong = false;
  }
  ecn.echoes = true;
}

/** Whether an ACK lets the window grow: not while it reports congestion (RFC 3168 6.1.2). */
export function mayGrow(tcb: Tcb): boolean {
  const { ecn } = tcb;
  return !ecn.isTold && !(ecn.isReducing && tcb.profile.ecnReduction === "prr");
}

/**
 * The sender's half (RFC 3168 6.1.2), after an ACK was taken in: ECE shrinks the
 * window as a loss does, at most once in a round trip. `flight` is what was out
 * before the ACK.
 */
export function onCongestionEcho(tcb: Tcb, flight: number, now: Nanos): void {
  const { ecn } = tcb;
  if (ecn.isReducing) goOnReducing(tcb);
  if (!ecn.isTold) return;
  ecn.isTold = false;
  const { delivery } = tcb.scoreboard;
  tcb.counters.deliveredWithEcho += delivery.total - delivery.before;
  if (ecn.isReducing || tcb.inRecovery || tcb.inLoss) return;
  const { congestion, snd } = tcb;
  const isFinOut = tcb.finQueued && seqGT(snd.nxt, tcb.finSeq); // nothing new comes to be held
  if (congestion.cwnd <= snd.mss && tcb.profile.ecnHoldsOneSegment && !isFinOut) {
    ecn.isHeld = true;
    startRetransmissionTimer(tcb, now);
    return;
  }
  const before = congestion.cwnd;
  congestion.onDuplicateAckLoss(flight, now);
  ecn.isReducing = true;
  ecn.end = snd.nxt;
  ecn.cwrDue = true;
  if (tcb.profile.ecnReduction === "at-once") {
    congestion.cwnd = Math.min(before, congestion.ssthresh);
  } else {
    const { cwndInSegments, reductionFrom } = tcb.profile;
    tcb.prr.begin(reductionFrom === "cwnd" ? before : flight, cwndInSegments ? snd.mss : 1);
    reduceByPrr(tcb);
  }
}

/** The round trip of a reduction: with PRR the window shrinks ACK by ACK, as Linux does in CWR. */
function goOnReducing(tcb: Tcb): void {
  const { congestion, ecn } = tcb;
  const isRepairing = tcb.inRecovery || tcb.inLoss;
  const byPrr = tcb.profile.ecnReduction === "prr" && !isRepairing;
  if (isRepairing || seqGEQ(tcb.snd.una, ecn.end)) {
    ecn.isReducing = false;
    if (byPrr) congestion.cwnd = Math.min(congestion.cwnd, congestion.ssthresh);
  } else if (byPrr) reduceByPrr(tcb);
}

function reduceByPrr(tcb: Tcb): void {
  const { congestion, scoreboard, snd } = tcb;
  if (scoreboard.delivered === 0) return;
  const pipe = scoreboard.inFlight;
  const allowed = tcb.prr.allowance(
    scoreboard.delivered,
    pipe,
    congestion.ssthresh,
    snd.mss,
    true,
  );
  congestion.cwnd = pipe + allowed;
}

/** The window shrank for whatever reason: the next new data says CWR (RFC 3168 6.1.2). */
export function noteWindowReduced(tcb: Tcb): void {
  tcb.ecn.cwrDue = tcb.ecn.isOn;
}

/** The ECN field of new data, and its flags (RFC 3168 6.1.2); what is sent again has none (6.1.5). */
export function markNewData(tcb: Tcb, seg: Segment): void {
  const { ecn } = tcb;
  ecn.codepoint = Ecn.Ect0;
  if (!ecn.cwrDue) return;
  seg.flags |= Flag.Cwr;
  ecn.cwrDue = false;
}
