import type { Nanos } from "../base/time.ts";
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
  tcb.timers.set(Timer.Retransmission, now + tcb.rtt.backedOff(tcb.backoff), now, tcb.trace);
}
