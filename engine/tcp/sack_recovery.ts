import type { Nanos } from "../base/time.ts";
import type { Segment } from "../wire/mod.ts";
import { noteWindowReduced } from "./ecn.ts";
import { onLossProbeAck, scheduleLossProbe } from "./loss_probe.ts";
import { rackDelivered, rackDetectLoss, rackDuplicate, rackRecovered } from "./rack.ts";
import { openWindow } from "./recovery.ts";
import { restartRetransmissionTimer } from "./retransmission_timer.ts";
import { isDuplicateSack, isPlausibleBlock } from "./sack_blocks.ts";
import { seqDiff, seqGEQ } from "./seq.ts";
import type { Tcb } from "./tcb.ts";

/** SACKed segments above a hole that show its loss (RFC 6675 2, DupThresh). */
const DUP_THRESHOLD = 3;

/** Takes in the SACK blocks of an ACK; returns whether the first reports a duplicate (RFC 2883). */
export function takeSackBlocks(tcb: Tcb, seg: Segment): boolean {
  const { sack } = seg.options;
  if (sack === null) return false;
  const isDuplicate = isDuplicateSack(sack, seg.ack);
  for (let i = isDuplicate ? 2 : 0; i + 1 < sack.length; i += 2) {
    const start = sack[i]!;
    const end = sack[i + 1]!;
    if (isPlausibleBlock(tcb, start, end)) tcb.scoreboard.sack(start, end);
  }
  return isDuplicate;
}

/**
 * What an ACK means to the sender where SACK is in use: `acked` sequence
 * numbers of the `flight` that was out are acknowledged, and the scoreboard
 * knows what was delivered.
 */
export function onSackAck(
  tcb: Tcb,
  acked: number,
  flight: number,
  isDuplicate: boolean,
  now: Nanos,
): void {
  const { scoreboard } = tcb;
  if (isDuplicate) {
    tcb.counters.duplicateSacks++;
    rackDuplicate(tcb);
  } else if (acked === 0) {
    tcb.counters.duplicateAcks++;
  }
  rackDelivered(tcb, now);
  const repaired = onLossProbeAck(tcb, isDuplicate);
  if (seqGEQ(tcb.snd.una, tcb.recover)) endRecovery(tcb);
  const lostBefore = scoreboard.hasLost;
  detectLosses(tcb, now);
  if (!tcb.inRecovery && !tcb.inLoss && (scoreboard.hasLost || repaired)) {
    enterRecovery(tcb, flight, now);
  }
  if (tcb.inRecovery) {
    const mayGrow = acked > 0 && lostBefore === scoreboard.hasLost;
    reduceWindow(tcb, mayGrow);
  } else if (acked > 0) {
    openWindow(tcb, acked, flight, now);
  }
  if (acked > 0 || showsHeadIsLate(tcb)) restartRetransmissionTimer(tcb, now);
  if (acked > 0 || scoreboard.hasNewSack) scheduleLossProbe(tcb, now);
}

/**
 * Whether SACK reported data that was sent before the first segment was sent
 * last: then the RTO counts anew (Linux tcp_clean_rtx_queue).
 */
function showsHeadIsLate(tcb: Tcb): boolean {
  const { scoreboard } = tcb;
  return tcb.profile.lossRecovery === "rack" && scoreboard.hasNewSack && scoreboard.count > 0 &&
    scoreboard.newestSentAt < scoreboard.sentAtOf(0);
}

/** Finds what is lost: by time (RFC 8985) or by what was SACKed above it (RFC 6675). */
export function detectLosses(tcb: Tcb, now: Nanos): void {
  const { scoreboard } = tcb;
  if (scoreboard.sacked === 0 && !tcb.inRecovery && !tcb.inLoss && !scoreboard.hasNewSack) return;
  if (tcb.profile.lossRecovery === "rack") rackDetectLoss(tcb, now);
  else scoreboard.markLostBelow(DUP_THRESHOLD, (DUP_THRESHOLD - 1) * tcb.snd.mss);
}

/** A loss was found: the window shrinks once, and PRR says how (RFC 6675 5, RFC 9937). */
export function enterRecovery(tcb: Tcb, flight: number, now: Nanos): void {
  tcb.congestion.onDuplicateAckLoss(flight, now);
  noteWindowReduced(tcb);
  tcb.inRecovery = true;
  tcb.counters.fastRetransmits++;
  tcb.recover = tcb.snd.nxt;
  tcb.prr.begin(flight, tcb.profile.lossRecovery === "rack" ? tcb.snd.mss : 1);
  tcb.retransmitNote = "fast retransmit";
}

function reduceWindow(tcb: Tcb, mayGrow: boolean): void {
  const { congestion, scoreboard, snd } = tcb;
  const pipe = scoreboard.inFlight;
  const { delivered } = scoreboard;
  if (delivered === 0) return;
  const allowed = tcb.prr.allowance(delivered, pipe, congestion.ssthresh, snd.mss, mayGrow);
  congestion.cwnd = pipe + allowed;
}

/** Everything that was out when the loss was found is acknowledged. */
function endRecovery(tcb: Tcb): void {
  if (tcb.inRecovery) {
    tcb.congestion.cwnd = tcb.congestion.ssthresh;
    rackRecovered(tcb);
  }
  tcb.inRecovery = false;
  tcb.inLoss = false;
}

/** The reordering timer fired (RFC 8985 6.3): what was overtaken is lost now. */
export function onReorderingTimeout(tcb: Tcb, now: Nanos): void {
  tcb.scoreboard.beginAck();
  rackDetectLoss(tcb, now);
  if (!tcb.scoreboard.hasLost || tcb.inRecovery || tcb.inLoss) return;
  enterRecovery(tcb, seqDiff(tcb.snd.nxt, tcb.snd.una), now);
  const { congestion, scoreboard, snd } = tcb;
  congestion.cwnd = scoreboard.inFlight +
    tcb.prr.allowance(0, scoreboard.inFlight, congestion.ssthresh, snd.mss, false);
}
