import type { Nanos } from "../base/time.ts";
import { AckSample } from "./congestion/mod.ts";
import { mayGrow, noteWindowReduced } from "./ecn.ts";
import { flightSize, wasWindowUsed } from "./cwnd_usage.ts";
import { beginFrto, FrtoVerdict, judgeTimeout } from "./frto.ts";
import { presumeAllLost } from "./presume_lost.ts";
import { rackTimeout } from "./rack.ts";
import { isProbeLoss } from "./mtu_probing.ts";
import { restartRetransmissionTimer } from "./retransmission_timer.ts";
import { seqDiff, seqGEQ, seqGT } from "./seq.ts";
import type { Tcb } from "./tcb.ts";
import { forgetStamp, mayUndo, openUndo, undoReduction } from "./undo.ts";

/** Duplicate ACKs that show a loss (RFC 5681 3.2). */
const DUP_THRESHOLD = 3;

/**
 * An ACK of new data, `acked` sequence numbers of the `flight` that was out:
 * ends or continues fast recovery (RFC 6582 3.2), else opens the window.
 */
export function onNewAck(tcb: Tcb, acked: number, flight: number, now: Nanos): void {
  tcb.dupAcks = 0;
  if (tcb.inRecovery) {
    if (mayUndo(tcb)) endFalseRecovery(tcb, now);
    else if (seqGEQ(tcb.snd.una, tcb.recover)) return onFullAck(tcb, now);
    else return onPartialAck(tcb, acked, now);
  } else if (tcb.inLoss) {
    continueAfterTimeout(tcb, acked, false, now);
  } else {
    forgetStamp(tcb);
  }
  openWindow(tcb, acked, flight, now);
  restartRetransmissionTimer(tcb, now);
}

/** What an ACK tells congestion control, filled anew for each. */
const ack = new AckSample();

/** Tells congestion control of an ACK of new data outside of fast recovery. */
export function openWindow(tcb: Tcb, acked: number, flight: number, now: Nanos): void {
  const { congestion, rtt, scoreboard, snd } = tcb;
  ack.now = now;
  ack.acked = acked;
  ack.delivered = scoreboard.delivered;
  ack.flightSize = flight;
  ack.rtt = tcb.lastRtt;
  ack.srtt = rtt.srtt;
  ack.isCwndLimited = mayGrow(tcb) && wasWindowUsed(tcb, flight);
  ack.una = snd.una;
  ack.nxt = snd.nxt;
  congestion.onAck(ack);
}

/** Everything that was out when recovery began is acknowledged (RFC 6582 3.2 step 3, full). */
function onFullAck(tcb: Tcb, now: Nanos): void {
  tcb.inRecovery = false;
  tcb.congestion.onRecoveryEnd(flightSize(tcb), now);
  restartRetransmissionTimer(tcb, now);
}

/** The next hole shows: it is sent again at once (RFC 6582 3.2 step 3, partial). */
function onPartialAck(tcb: Tcb, acked: number, now: Nanos): void {
  const { congestion, snd } = tcb;
  congestion.cwnd = Math.max(congestion.cwnd - acked, 0);
  if (acked >= snd.mss) congestion.cwnd += snd.mss;
  retransmitFirst(tcb, "fast retransmit: partial ACK");
  if (!tcb.partialAckSeen) restartRetransmissionTimer(tcb, now);
  tcb.partialAckSeen = true;
}

/** The segment taken for lost was only late (RFC 3522): its recovery is over, the window as before. */
function endFalseRecovery(tcb: Tcb, now: Nanos): void {
  tcb.inRecovery = false;
  tcb.scoreboard.unmarkLost();
  undoReduction(tcb, now);
}

/** One more duplicate ACK (RFC 5681 3.2, RFC 6582 3.2). */
export function onDuplicateAck(tcb: Tcb, now: Nanos): void {
  const { congestion, snd } = tcb;
  tcb.counters.duplicateAcks++;
  if (tcb.dupAcks++ === 0) tcb.flightAtDuplicate = flightSize(tcb);
  if (tcb.inRecovery) {
    congestion.cwnd += snd.mss;
    return;
  }
  if (tcb.inLoss) continueAfterTimeout(tcb, 0, true, now);
  if (tcb.dupAcks !== DUP_THRESHOLD || !seqGT(snd.una, tcb.recover)) return;
  if (isProbeLoss(tcb, now)) return;
  // RFC 5681 3.2 step 2: without what only limited transmit has sent
  const flight = Math.min(flightSize(tcb), Math.max(congestion.cwnd, tcb.flightAtDuplicate));
  reduceForLoss(tcb, now, flight);
  congestion.cwnd = congestion.ssthresh + DUP_THRESHOLD * snd.mss;
  noteWindowReduced(tcb);
  tcb.inRecovery = true;
  tcb.counters.fastRetransmits++;
  tcb.partialAckSeen = false;
  tcb.recover = snd.nxt;
  retransmitFirst(tcb, "fast retransmit: third duplicate ACK");
}

/** A loss was found without a timeout: ssthresh falls, and may have to rise again. */
export function reduceForLoss(tcb: Tcb, now: Nanos, flight: number): void {
  tcb.congestion.onDuplicateAckLoss(flight, now);
  openUndo(tcb);
}

/**
 * Bytes beyond the congestion window that may be out because of the first two
 * duplicate ACKs, without SACK, where each stands for a segment that has left
 * (RFC 3042 2). With SACK the pipe shows it.
 */
export function limitedTransmit(tcb: Tcb): number {
  if (tcb.dupAcks === 0 || tcb.inRecovery || tcb.inLoss || tcb.dupAcks >= DUP_THRESHOLD) return 0;
  return tcb.dupAcks * tcb.snd.mss;
}

/** The retransmission timer fired: what is out is presumed lost (RFC 5681 3.1, RFC 6582 4). */
export function onLossByTimeout(tcb: Tcb, note: string, now: Nanos): void {
  const { congestion, scoreboard, snd } = tcb;
  const wasRecovering = tcb.inRecovery || tcb.inLoss;
  const isFirst = tcb.retries === 1;
  if (tcb.synAcked) congestion.onTimeout(seqDiff(snd.nxt, snd.una), isFirst, now); // else no window yet
  if (isFirst) openUndo(tcb);
  tcb.undo.timeouts = tcb.retries;
  noteWindowReduced(tcb);
  tcb.inRecovery = false;
  tcb.inLoss = true;
  tcb.dupAcks = 0;
  tcb.recover = snd.nxt;
  tcb.probe.isOut = false;
  const hasReneged = scoreboard.count > 0 && scoreboard.isSacked(0);
  if (hasReneged) scoreboard.forgetSacks();
  if (tcb.sack && tcb.profile.lossRecovery === "rack" && !hasReneged) {
    rackTimeout(tcb, now);
    congestion.cwnd = scoreboard.inFlight + snd.mss;
  } else {
    presumeAllLost(scoreboard);
  }
  beginFrto(tcb, wasRecovering);
  tcb.forcedRetransmissions = 1;
  tcb.retransmitNote = note;
}

/**
 * An ACK while a timeout is being recovered from: ends that where all is
 * acknowledged that was out, or where the timeout turns out to be spurious.
 */
export function continueAfterTimeout(
  tcb: Tcb,
  acked: number,
  isDuplicate: boolean,
  now: Nanos,
): void {
  if (acked > 0 && mayUndo(tcb)) return endFalseTimeout(tcb, now);
  const wasProbed = tcb.frto.isOn && seqGT(tcb.snd.nxt, tcb.recover);
  const verdict = judgeTimeout(tcb, acked, isDuplicate);
  if (verdict === FrtoVerdict.Spurious) return endFalseTimeout(tcb, now);
  if (wasProbed && isDuplicate && verdict === FrtoVerdict.Lost) { // RFC 5682 2.1 step 3a
    tcb.congestion.cwnd = Math.min(tcb.congestion.ssthresh, 3 * tcb.snd.mss);
  }
  if (seqGEQ(tcb.snd.una, tcb.recover)) tcb.inLoss = false;
}

/** The timeout was spurious: what is out is not lost, the window as before (RFC 5682 4, RFC 4015 3.2). */
function endFalseTimeout(tcb: Tcb, now: Nanos): void {
  tcb.inLoss = false;
  tcb.frto.isOn = false;
  tcb.frto.isProbing = false;
  tcb.forcedRetransmissions = 0;
  tcb.scoreboard.unmarkLost();
  undoReduction(tcb, now);
}

function retransmitFirst(tcb: Tcb, note: string): void {
  tcb.scoreboard.markLost(0);
  tcb.forcedRetransmissions = 1;
  tcb.retransmitNote = note;
}
