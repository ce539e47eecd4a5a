import { ms, type Nanos, NEVER, seconds } from "../base/time.ts";
import { settleLossProbe } from "./loss_probe.ts";
import { noteSendLimit } from "./send_limits.ts";
import { seqDiff } from "./seq.ts";
import { sendsQueue, State } from "./state.ts";
import type { Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";

/**
 * After everything was sent that can be: starts or stops the timers that watch
 * over what could not be sent or is not acknowledged yet.
 */
export function settle(tcb: Tcb, now: Nanos): void {
  tcb.isTimeout = false;
  if (tcb.probe.isStale) settleLossProbe(tcb, now);
  if (!isHeldByWindow(tcb)) {
    tcb.timers.cancel(Timer.Persist, now, tcb.trace);
  } else if (!tcb.timers.isRunning(Timer.Persist)) {
    tcb.timers.set(Timer.Persist, now + persistInterval(tcb), now, tcb.trace);
  }
  noteSendLimit(tcb, now);
  watchUserTimeout(tcb, now);
  watchOrphan(tcb, now);
}

/** Whether {@linkcode settle} would change nothing, where nothing is queued, out, or to be sent. */
export function isSettled(tcb: Tcb): boolean {
  const { timers } = tcb;
  return !timers.isEitherRunning(Timer.Persist, Timer.UserTimeout) && tcb.limits.isIdle &&
    tcb.probesUnanswered === 0 && !tcb.probe.isStale && !tcb.isTimeout;
}

/** Limits how long an orphan stays in FIN-WAIT-2, where the profile does; a FIN may have ended it. */
function watchOrphan(tcb: Tcb, now: Nanos): void {
  if (tcb.state !== State.FinWait2 || !tcb.orphan || tcb.timers.isRunning(Timer.FinWait2)) return;
  tcb.timers.set(Timer.FinWait2, now + tcb.profile.finWait2Timeout, now, tcb.trace);
}

/**
 * Whether only the peer's window holds back what is queued. While something is
 * outstanding the retransmission timer runs and will show the window.
 */
function isHeldByWindow(tcb: Tcb): boolean {
  if (tcb.scoreboard.count > 0 || tcb.ecn.isHeld || !sendsQueue(tcb.state) || !tcb.synAcked) {
    return false;
  }
  const sent = seqDiff(tcb.snd.nxt, tcb.snd.base);
  return sent < tcb.sendBuffer.length || (tcb.finQueued && sent === tcb.sendBuffer.length);
}

/** An ACK that leaves the window shut: where the system does, the time to the next probe begins anew. */
export function onAckOfShutWindow(tcb: Tcb, now: Nanos): void {
  if (!tcb.profile.persistFromAck || !tcb.timers.isRunning(Timer.Persist) || tcb.snd.wnd > 0) {
    return;
  }
  tcb.timers.set(Timer.Persist, now + persistInterval(tcb), now, tcb.trace);
}

/** How long the override timeout of small segments may be (RFC 9293 3.8.6.2.1: 0.1 to 1.0 s). */
const OVERRIDE_MIN = ms(100);
const OVERRIDE_MAX = seconds(1);

/**
 * One RTO, doubled with every probe, between the profile's bounds (SHLD-29,
 * SHLD-30); where the window is open but too small, the override timeout.
 */
function persistInterval(tcb: Tcb): Nanos {
  const { profile } = tcb;
  if (tcb.snd.wnd > 0 && !tcb.isStranded) {
    const override = Math.min(Math.max(tcb.rtt.rto, OVERRIDE_MIN), OVERRIDE_MAX);
    return Math.max(override, profile.persistMin);
  }
  const wanted = tcb.rtt.backedOff(tcb.probes);
  return Math.min(Math.max(wanted, profile.persistMin), profile.persistMax);
}

/** The user timeout that is in force: the user's own, or the system's (RFC 9293 3.8.3). */
export function userTimeoutOf(tcb: Tcb): Nanos {
  if (tcb.options.userTimeout > 0) return tcb.options.userTimeout;
  return Math.min(tcb.profile.userTimeoutDefault, tcb.profile.r2Time);
}

/** Runs the user timeout while something is unacknowledged (RFC 9293 3.10.8). */
function watchUserTimeout(tcb: Tcb, now: Nanos): void {
  const limit = tcb.synAcked ? userTimeoutOf(tcb) : openingLimit(tcb);
  if (limit === NEVER && !tcb.timers.isRunning(Timer.UserTimeout)) return;
  const isWaiting = tcb.scoreboard.count > 0 || tcb.probesUnanswered > 0;
  const deadline = isWaiting ? waitingSince(tcb) + limit : NEVER;
  tcb.timers.set(Timer.UserTimeout, deadline, now, tcb.trace);
}

/** Since when the user has waited for an acknowledgment: some systems count from the first RTO. */
function waitingSince(tcb: Tcb): Nanos {
  const isLate = tcb.profile.userTimeoutFrom === "retransmission" && tcb.synAcked;
  return isLate && tcb.probesUnanswered === 0 ? tcb.firstRetransmitAt : tcb.progressAt;
}

/** How long an opening may take. */
function openingLimit(tcb: Tcb): Nanos {
  const chosen = tcb.options.userTimeout > 0 ? tcb.options.userTimeout : NEVER;
  return Math.min(chosen, tcb.profile.synTimeoutTotal);
}
