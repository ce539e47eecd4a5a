import type { Nanos } from "../base/time.ts";
import { mayGrow, noteWindowReduced } from "./ecn.ts";
import { restartRetransmissionTimer } from "./retransmission_timer.ts";
import { seqDiff, seqGEQ, seqGT } from "./seq.ts";
import type { Tcb } from "./tcb.ts";

/** Duplicate ACKs that show a loss (RFC 5681 3.2). */
const DUP_THRESHOLD = 3;

/**
 * An ACK of new data, `acked` sequence numbers of the `flight` that was out:
 * ends or continues fast recovery (RFC 6582 3.2), else opens the window.
 */
export function onNewAck(tcb: Tcb, acked: number, flight: number, now: Nanos): void {
  tcb.dupAcks = 0;
  if (!tcb.inRecovery) {
    openWindow(tcb, acked, flight, now);
    restartRetransmissionTimer(tcb, now);
    return;
  }
  if (seqGEQ(tcb.snd.una, tcb.recover)) onFullAck(tcb, now);
  else onPartialAck(tcb, acked, now);
}

/** Tells congestion control of an ACK of new data outside of fast recovery. */
export function openWindow(tcb: Tcb, acked: number, flight: number, now: Nanos): void {
  const { congestion, rtt, scoreboard, snd, ackSample: ack } = tcb;
  ack.now = now;
  ack.acked = acked;
  ack.delivered = scoreboard.delivered;
  ack.flightSize = flight;
  ack.rtt = scoreboard.sampleSentAt >= 0 ? now - scoreboard.sampleSentAt : -1;
  ack.srtt = rtt.srtt;
  ack.isCwndLimited = mayGrow(tcb) && flight + snd.mss > congestion.cwnd;
  ack.una = snd.una;
  ack.nxt = snd.nxt;
  congestion.onAck(ack);
}

/** Everything that was out when recovery began is acknowledged (RFC 6582 3.2 step 3, full). */
function onFullAck(tcb: Tcb, now: Nanos): void {
  tcb.inRecovery = false;
  tcb.congestion.onRecoveryEnd(seqDiff(tcb.snd.nxt, tcb.snd.una), now);
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

/** One more duplicate ACK (RFC 5681 3.2, RFC 6582 3.2). */
export function onDuplicateAck(tcb: Tcb, now: Nanos): void {
  const { congestion, snd } = tcb;
  tcb.dupAcks++;
  tcb.counters.duplicateAcks++;
  if (tcb.inRecovery) {
    congestion.cwnd += snd.mss;
    return;
  }
  if (tcb.dupAcks !== DUP_THRESHOLD || !seqGT(snd.una, tcb.recover)) return;
  congestion.onDuplicateAckLoss(seqDiff(snd.nxt, snd.una), now);
  congestion.cwnd = congestion.ssthresh + DUP_THRESHOLD * snd.mss;
  noteWindowReduced(tcb);
  tcb.inRecovery = true;
  tcb.counters.fastRetransmits++;
  tcb.partialAckSeen = false;
  tcb.recover = snd.nxt;
  retransmitFirst(tcb, "fast retransmit: third duplicate ACK");
}

/** The retransmission timer fired: everything out is presumed lost (RFC 5681 3.1, RFC 6582 4). */
export function onLossByTimeout(tcb: Tcb, note: string, now: Nanos): void {
  const { congestion, snd } = tcb;
  congestion.onTimeout(seqDiff(snd.nxt, snd.una), tcb.retries === 1, now);
  noteWindowReduced(tcb);
  tcb.inRecovery = false;
  tcb.inLoss = tcb.sack;
  tcb.dupAcks = 0;
  tcb.recover = snd.nxt;
  if (tcb.scoreboard.isFirstSacked) tcb.scoreboard.forgetSacks(); // the peer has reneged
  tcb.probe.isOut = false;
  tcb.scoreboard.markAllLost();
  tcb.forcedRetransmissions = 1;
  tcb.retransmitNote = note;
}

function retransmitFirst(tcb: Tcb, note: string): void {
  tcb.scoreboard.markLost(0);
  tcb.forcedRetransmissions = 1;
  tcb.retransmitNote = note;
}
