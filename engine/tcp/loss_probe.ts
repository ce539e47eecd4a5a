import { ms, type Nanos, seconds } from "../base/time.ts";
import { seqDiff, seqGEQ } from "./seq.ts";
import type { Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";

/** The PTO without a round-trip time (RFC 8985 7.2). */
const PTO_WITHOUT_SAMPLE = seconds(1);

/** How long a receiver may delay the ACK of a single segment (RFC 8985 7.2, max_ack_delay). */
const MAX_ACK_DELAY = ms(200);

/** The probe for a loss at the tail that is under way (RFC 8985 7.1). */
export class LossProbe {
  isOut = false;
  /** SND.NXT when it was sent (TLP.end_seq). */
  end = 0;
  wasRetransmission = false;
  /** The timer fired: output sends the probe. */
  isDue = false;
  /** The timer is to be set anew, once everything was sent that can be. */
  isStale = false;
}

/**
 * Starts the PTO timer after new data or an ACK of some (RFC 8985 7.2). It
 * never fires later than the retransmission timer, and gives it a new start.
 *
 * Of many calls at one time only the last one counts. So where nothing is being
 * recovered and nobody records each setting, it is left to {@linkcode settleLossProbe}.
 */
export function scheduleLossProbe(tcb: Tcb, now: Nanos): void {
  if (tcb.probe.isStale) return;
  if (tcb.profile.lossRecovery !== "rack" || !tcb.sack) return;
  if (tcb.takesShortWays && tcb.trace === null && !tcb.probe.isOut && isFreeOfLoss(tcb)) {
    tcb.probe.isStale = true;
  } else settleLossProbe(tcb, now);
}

/** Nothing is lost, reported or being recovered, which sending new data does not change. */
function isFreeOfLoss(tcb: Tcb): boolean {
  const { scoreboard } = tcb;
  return scoreboard.sacked === 0 && !scoreboard.hasLost && !tcb.inRecovery && !tcb.inLoss;
}

/** Sets the PTO timer for what is out now, or stops it. */
export function settleLossProbe(tcb: Tcb, now: Nanos): void {
  tcb.probe.isStale = false;
  const { scoreboard, timers } = tcb;
  const mayProbe = scoreboard.count > 0 && isFreeOfLoss(tcb) && !tcb.probe.isOut && tcb.synAcked;
  if (!mayProbe) return timers.cancel(Timer.LossProbe, now, tcb.trace);
  timers.set(Timer.LossProbe, now + probeTimeout(tcb), now, tcb.trace);
  if (timers.lossProbe >= timers.retransmission) { // in place of the RTO, which starts again then
    timers.setExactly(Timer.LossProbe, timers.retransmission, now, tcb.trace);
  }
}

function probeTimeout(tcb: Tcb): Nanos {
  const { rtt, snd } = tcb;
  if (!rtt.hasSample) return PTO_WITHOUT_SAMPLE;
  const isOne = tcb.scoreboard.count === 1 && seqDiff(snd.nxt, snd.una) <= snd.mss + 1;
  return 2 * rtt.srtt + (isOne ? MAX_ACK_DELAY : tcb.profile.lossProbeSlack);
}

/** The probe's answer has come (RFC 8985 7.4): whether it repaired a loss, which slows down. */
export function onLossProbeAck(tcb: Tcb, isDuplicate: boolean): boolean {
  const { probe, snd } = tcb;
  if (!probe.isOut || !seqGEQ(snd.una, probe.end)) return false;
  probe.isOut = false;
  return probe.wasRetransmission && !isDuplicate;
}
