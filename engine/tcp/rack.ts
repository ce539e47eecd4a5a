import { type Nanos, NEVER } from "../base/time.ts";
import { presumeOldLost, presumeOvertakenLost } from "./presume_lost.ts";
import { seqGT } from "./seq.ts";
import type { Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";

/** SACKed segments that show a loss without waiting for reordering (RFC 8985 6.2, DupThresh). */
const DUP_THRESHOLD = 3;

/** Recoveries after which the reordering window is small again (RFC 8985 6.2, step 4). */
const RECOVERIES_TO_PERSIST = 16;

/** What RACK remembers of one connection (RFC 8985 5.2). */
export class Rack {
  /** When the segment delivered that was sent last was sent, and its end. */
  sentAt: Nanos = -1;
  end = 0;
  /** The round-trip time that it showed. */
  rtt: Nanos = 0;
  /** The smallest round-trip time seen. */
  minRtt: Nanos = NEVER;
  reorderingSeen = false;
  /** Quarters of the smallest round-trip time that reordering may take. */
  multiplier = 1;
  /** Recoveries until the multiplier falls back. */
  persist = RECOVERIES_TO_PERSIST;
  /** SND.NXT at the last D-SACK round. */
  duplicateRound = 0;
  inDuplicateRound = false;
}

/** Takes in what an ACK delivered (RFC 8985 6.2, steps 1 to 3). */
export function rackDelivered(tcb: Tcb, now: Nanos): void {
  const { rack } = tcb;
  const { delivery } = tcb.scoreboard;
  if (delivery.newestSentAt < 0) return;
  if (delivery.isReordered) rack.reorderingSeen = true;
  const rtt = now - delivery.newestSentAt;
  if (delivery.newestWasAgain && rtt < rack.minRtt) return; // which of the two it was is not known
  if (!delivery.newestWasAgain) rack.minRtt = Math.min(rack.minRtt, rtt);
  const isNewer = delivery.newestSentAt > rack.sentAt ||
    (delivery.newestSentAt === rack.sentAt && seqGT(delivery.newestEnd, rack.end));
  if (!isNewer) return;
  rack.sentAt = delivery.newestSentAt;
  rack.end = delivery.newestEnd;
  rack.rtt = rtt;
}

/** A D-SACK: the reordering window was too small; once per round trip (step 4). */
export function rackDuplicate(tcb: Tcb): void {
  const { rack, snd } = tcb;
  if (rack.inDuplicateRound && seqGT(rack.duplicateRound, snd.una)) return;
  rack.inDuplicateRound = true;
  rack.duplicateRound = snd.nxt;
  rack.multiplier++;
  rack.persist = RECOVERIES_TO_PERSIST;
}

/** A recovery is over: after some without D-SACK the window is small again (step 4). */
export function rackRecovered(tcb: Tcb): void {
  const { rack } = tcb;
  if (rack.multiplier > 1 && --rack.persist <= 0) rack.multiplier = 1;
}

/** Presumes lost what was overtaken too long ago, and sets the timer for the rest (step 5). */
export function rackDetectLoss(tcb: Tcb, now: Nanos): void {
  const { rack, scoreboard } = tcb;
  if (rack.sentAt < 0) return;
  const wait = rack.rtt + reorderingWindow(tcb);
  const remaining = presumeOvertakenLost(scoreboard, rack.sentAt, rack.end, wait, now);
  tcb.timers.set(Timer.Reordering, remaining > 0 ? now + remaining : NEVER, now, tcb.trace);
}

/** The retransmission timer fired: what was sent lately may still arrive (RFC 8985 6.3). */
export function rackTimeout(tcb: Tcb, now: Nanos): void {
  presumeOldLost(tcb.scoreboard, now - tcb.rack.rtt - reorderingWindow(tcb));
}

function reorderingWindow(tcb: Tcb): Nanos {
  const { rack, scoreboard } = tcb;
  const isUrgent = tcb.inRecovery || tcb.inLoss || scoreboard.sacked >= DUP_THRESHOLD;
  if (!rack.reorderingSeen && isUrgent) return 0;
  if (rack.minRtt === NEVER) return 0;
  const window = Math.floor((rack.multiplier * rack.minRtt) / 4);
  return Math.min(window, tcb.rtt.srtt);
}
