import type { Nanos } from "../base/time.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";

/** Restarts the timer after an ACK of new data, or stops it (RFC 6298 5.2, 5.3). */
export function restartRetransmissionTimer(tcb: Tcb, now: Nanos): void {
  if (tcb.scoreboard.count === 0 && !tcb.ecn.isHeld) {
    tcb.timers.cancel(Timer.Retransmission, now, tcb.trace);
  } else startRetransmissionTimer(tcb, now);
}

/** Starts the timer, or starts it again, for one RTO with its back-off (RFC 6298 5.1, 5.6). */
export function startRetransmissionTimer(tcb: Tcb, now: Nanos): void {
  const isLateSyn = tcb.state === State.SynSent && tcb.backoff > 0;
  const wait = tcb.rtt.backedOff(tcb.backoff) + (isLateSyn ? tcb.rtt.synSlop : 0);
  tcb.timers.set(Timer.Retransmission, now + wait, now, tcb.trace);
}

/** Starts it as if it had run since the oldest segment was sent (S: tcp_rearm_rto). */
export function restartFromOldest(tcb: Tcb, now: Nanos): void {
  const due = tcb.scoreboard.sentAtOf(0) + tcb.rtt.backedOff(tcb.backoff);
  tcb.timers.set(Timer.Retransmission, Math.max(due, now + 1), now, tcb.trace);
}
