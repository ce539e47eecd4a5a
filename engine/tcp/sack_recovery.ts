import type { Nanos } from "../base/time.ts";
import type { Segment } from "../wire/mod.ts";
import { noteWindowReduced } from "./ecn.ts";
import { flightSize } from "./cwnd_usage.ts";
import { onLossProbeAck, scheduleLossProbe } from "./loss_probe.ts";
import { presumeLostBelowSacks } from "./presume_lost.ts";
import { isProbeLoss } from "./mtu_probing.ts";
import { rackDelivered, rackDetectLoss, rackDuplicate, rackRecovered } from "./rack.ts";
import { continueAfterTimeout, openWindow, reduceForLoss } from "./recovery.ts";
import { restartRetransmissionTimer } from "./retransmission_timer.ts";
import { isDuplicateSack, isPlausibleBlock } from "./sack_blocks.ts";
import { seqGEQ } from "./seq.ts";
import type { Tcb } from "./tcb.ts";
import {
  answersOriginal,
  forgetStamp,
  mayUndo,
  noteDuplicateSack,
  undoReduction,
  wereAllNeedless,
} from "./undo.ts";

/** SACKed segments above a hole that show its loss (RFC 6675 2, DupThresh). */
const DUP_THRESHOLD = 3;

/**
 * Takes in the SACK blocks of an ACK; returns whether the first reports a
 * duplicate (RFC 2883). `oldUna` is SND.UNA before that ACK.
 */
export function takeSackBlocks(tcb: Tcb, seg: Segment, oldUna: number): boolean {
  const { sack } = seg.options;
  if (sack === null) return false;
  const isDuplicate = isDuplicateSack(sack, seg.ack);
  if (isDuplicate) noteDuplicateSack(tcb, sack[1]!, oldUna);
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
  const wasRecovering = tcb.inRecovery || tcb.inLoss;
  const lossesBefore = scoreboard.losses;
  const lossesAgainBefore = scoreboard.lossesAgain;
  if (isDuplicate) {
    tcb.counters.duplicateSacks++;
    rackDuplicate(tcb);
  } else if (acked === 0) {
    tcb.counters.duplicateAcks++;
  }
  rackDelivered(tcb, now);
  if (onLossProbeAck(tcb, isDuplicate) && !tcb.inRecovery && !tcb.inLoss) {
    tcb.congestion.onDuplicateAckLoss(flight, now); // RFC 8985 7.4.2: slower, but nothing to repair
    tcb.congestion.cwnd = tcb.congestion.ssthresh;
  }
  if (!tcb.inRecovery && !tcb.inLoss && scoreboard.sacked === 0) forgetStamp(tcb);
  if (tcb.inRecovery) continueRecovery(tcb, acked, now);
  else if (tcb.inLoss) continueAfterTimeout(tcb, acked, false, now);
  else if (wereAllNeedless(tcb)) undoReduction(tcb, now);
  detectLosses(tcb, wasRecovering, now);
  const isNewEpisode = !tcb.inLoss || lossesAgainBefore !== scoreboard.lossesAgain;
  if (!tcb.inRecovery && isNewEpisode && scoreboard.hasLost && !isProbeLoss(tcb, now)) {
    enterRecovery(tcb, flight, now);
  }
  if (tcb.inRecovery) reduceWindow(tcb, acked > 0 && lossesBefore === scoreboard.losses);
  else if (acked > 0) openWindow(tcb, acked, flight, now);
  if (acked > 0 || showsHeadIsLate(tcb)) restartRetransmissionTimer(tcb, now);
  if (acked > 0 || scoreboard.delivery.hasNewSack) scheduleLossProbe(tcb, now);
}

/** An ACK during fast recovery: ends it where all is acknowledged, or nothing was lost. */
function continueRecovery(tcb: Tcb, acked: number, now: Nanos): void {
  if (seqGEQ(tcb.snd.una, tcb.recover)) return endRecovery(tcb, now);
  const isFalse = wereAllNeedless(tcb) ||
    (acked > 0 && tcb.undo.isOpen && tcb.scoreboard.retransmitted === 0 && answersOriginal(tcb));
  if (!isFalse) return;
  tcb.inRecovery = false;
  tcb.scoreboard.unmarkLost();
  undoReduction(tcb, now);
}

/**
 * Whether SACK reported data that was sent before the first segment was sent
 * last: then the RTO counts anew (Linux tcp_clean_rtx_queue).
 */
function showsHeadIsLate(tcb: Tcb): boolean {
  const { scoreboard } = tcb;
  const { delivery } = scoreboard;
  return tcb.profile.lossRecovery === "rack" && delivery.hasNewSack && scoreboard.count > 0 &&
    delivery.newestSentAt < scoreboard.sentAtOf(0);
}

/** Finds what is lost: by time (RFC 8985) or by what was SACKed above it (RFC 6675). */
function detectLosses(tcb: Tcb, wasRecovering: boolean, now: Nanos): void {
  const { scoreboard, snd } = tcb;
  const hasNews = scoreboard.sacked > 0 || scoreboard.delivery.hasNewSack;
  if (!hasNews && !wasRecovering) return;
  if (tcb.profile.lossRecovery === "rack") rackDetectLoss(tcb, now);
  else presumeLostBelowSacks(scoreboard, DUP_THRESHOLD, (DUP_THRESHOLD - 1) * snd.mss);
}

/** A loss was found: the window shrinks once, and PRR says how (RFC 6675 5, RFC 9937). */
export function enterRecovery(tcb: Tcb, flight: number, now: Nanos): void {
  const { profile } = tcb;
  const before = profile.reductionFrom === "cwnd" ? tcb.congestion.cwnd : flight;
  reduceForLoss(tcb, now, flight);
  noteWindowReduced(tcb);
  tcb.inRecovery = true;
  tcb.counters.fastRetransmits++;
  tcb.inLoss = false;
  tcb.frto.isOn = false;
  tcb.frto.isProbing = false;
  tcb.probe.isOut = false;
  tcb.recover = tcb.snd.nxt;
  tcb.prr.begin(before, profile.cwndInSegments ? tcb.snd.mss : 1);
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
function endRecovery(tcb: Tcb, now: Nanos): void {
  tcb.inRecovery = false;
  if (mayUndo(tcb)) return undoReduction(tcb, now);
  rackRecovered(tcb);
  if (tcb.undo.isOpen) tcb.congestion.cwnd = tcb.congestion.ssthresh;
}

/** The reordering timer fired (RFC 8985 6.3): what was overtaken is lost now. */
export function onReorderingTimeout(tcb: Tcb, now: Nanos): void {
  tcb.scoreboard.beginAck();
  rackDetectLoss(tcb, now);
  if (!tcb.scoreboard.hasLost || tcb.inRecovery || tcb.inLoss || isProbeLoss(tcb, now)) return;
  enterRecovery(tcb, flightSize(tcb), now);
  const { congestion, scoreboard, snd } = tcb;
  congestion.cwnd = scoreboard.inFlight +
    tcb.prr.allowance(0, scoreboard.inFlight, congestion.ssthresh, snd.mss, false);
}
