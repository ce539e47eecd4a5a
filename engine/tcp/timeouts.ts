import type { Nanos } from "../base/time.ts";
import { onAckTimeout } from "./ack_policy.ts";
import { suspectBlackHole } from "./mtu_probing.ts";
import { believeClaim } from "./path_mtu.ts";
import { onLossByTimeout } from "./recovery.ts";
import { onReorderingTimeout } from "./sack_recovery.ts";
import { startRetransmissionTimer } from "./retransmission_timer.ts";
import { isR1Reached, isR2Reached } from "./retry_limit.ts";
import { EndReason, Signal } from "./signals.ts";
import { State } from "./state.ts";
import { enterClosed, type Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";
import { markReset } from "./user_calls.ts";

/** What the timers that are due do (RFC 9293 3.10.8). */
export function onDeadline(tcb: Tcb, now: Nanos): void {
  const { timers, trace } = tcb;
  if (timers.takeDue(Timer.UserTimeout, now, trace)) {
    return timeOut(tcb, "RFC 9293 3.10.8: user timeout", now);
  }
  if (timers.takeDue(Timer.TimeWait, now, trace)) {
    return enterClosed(tcb, EndReason.Closed, "RFC 9293 3.10.8: 2 MSL are over", now);
  }
  if (timers.takeDue(Timer.FinWait2, now, trace)) {
    return enterClosed(tcb, EndReason.Closed, "FIN-WAIT-2 of an orphan timed out", now);
  }
  if (timers.takeDue(Timer.DelayedAck, now, trace)) onAckTimeout(tcb);
  if (timers.takeDue(Timer.Persist, now, trace)) onPersist(tcb, now);
  if (timers.takeDue(Timer.Keepalive, now, trace)) onKeepalive(tcb, now);
  if (timers.takeDue(Timer.Reordering, now, trace)) onReorderingTimeout(tcb, now);
  if (timers.takeDue(Timer.LossProbe, now, trace)) onLossProbe(tcb, now);
  if (timers.takeDue(Timer.Retransmission, now, trace)) onRetransmission(tcb, now);
}

/** PTO (RFC 8985 7.3): output sends a probe, and the retransmission timer starts again. */
function onLossProbe(tcb: Tcb, now: Nanos): void {
  tcb.probe.isDue = true;
  startRetransmissionTimer(tcb, now);
}

/** RFC 6298 5.4 to 5.7: the earliest segment again, and the timer with twice the time. */
function onRetransmission(tcb: Tcb, now: Nanos): void {
  tcb.ecn.isHeld = false; // RFC 3168 6.1.2
  if (tcb.scoreboard.count === 0) return; // that was all it waited for
  if (isR2Reached(tcb, now)) {
    return timeOut(tcb, "RFC 9293 3.8.3: R2 is reached", now);
  }
  believeClaim(tcb);
  suspectBlackHole(tcb, now);
  if (isR1Reached(tcb, now)) {
    tcb.adviceDue = true;
    tcb.signals |= Signal.Trouble;
  }
  tcb.counters.timeouts++;
  if (tcb.retries++ === 0) {
    tcb.counters.timeoutSeries++;
    tcb.firstRetransmitAt = now;
  }
  if (!tcb.synAcked) {
    tcb.synRetransmissions++;
    const isLinear = tcb.state === State.SynSent && tcb.retries <= tcb.profile.synLinearRetries;
    if (!isLinear) tcb.backoff++;
  } else {
    tcb.backoff++;
  }
  tcb.timers.cancel(Timer.LossProbe, now, tcb.trace);
  tcb.timers.cancel(Timer.Reordering, now, tcb.trace);
  onLossByTimeout(tcb, "RTO", now);
  tcb.isTimeout = true;
  startRetransmissionTimer(tcb, now);
}

/** The peer's window stays shut, or too small: a probe (MUST-36), unless nobody answers any more. */
function onPersist(tcb: Tcb, now: Nanos): void {
  if (isPersistingInVain(tcb, now)) {
    return timeOut(tcb, "no answer to zero-window probes", now);
  }
  if (tcb.probesUnanswered === 0) tcb.progressAt = now;
  tcb.probes++;
  tcb.probesUnanswered++;
  tcb.probeDue = true;
}

/** Whether probes were enough, by number and, on some systems, by time (S: tcp_timer_persist). */
function isPersistingInVain(tcb: Tcb, now: Nanos): boolean {
  const { profile, rtt } = tcb;
  const idle = now - tcb.lastReceivedAt;
  if (tcb.orphan && tcb.probesUnanswered > 0 && idle >= profile.persistOrphanIdle) return true;
  if (tcb.probesUnanswered < profile.persistMaxRetries) return false;
  const plainRto = rtt.backedOff(1) - rtt.rto; // without what back-off leaves alone
  return idle >= Math.min(profile.persistIdleRtos * plainRto, profile.persistIdleMax);
}

/** Silence for the idle time: a keep-alive probe (MUST-26), until too many have no answer. */
function onKeepalive(tcb: Tcb, now: Nanos): void {
  const { options, profile } = tcb;
  if (!options.keepalive) return;
  const isBusy = tcb.scoreboard.count > 0 || tcb.unsent > 0 || !mayProbe(tcb);
  const idleAt = (isBusy ? now : tcb.lastReceivedAt) + options.keepaliveIdle;
  if (isBusy || (tcb.keepaliveSent === 0 && idleAt > now)) {
    tcb.keepaliveSent = 0;
    tcb.timers.set(Timer.Keepalive, idleAt, now, tcb.trace);
    return;
  }
  if (tcb.keepaliveSent >= options.keepaliveProbes) {
    if (profile.resetOnKeepaliveTimeout) markReset(tcb, "reset: no answer to keep-alive probes");
    tcb.sendBuffer.clear();
    return enterClosed(
      tcb,
      EndReason.KeepaliveTimedOut,
      "RFC 9293 3.8.4: no answer to keep-alive probes",
      now,
    );
  }
  tcb.keepaliveSent++;
  tcb.keepaliveDue = true;
  tcb.timers.set(Timer.Keepalive, now + options.keepaliveInterval, now, tcb.trace);
}

/** Keep-alive is for connections that somebody holds and the peer has not left. */
function mayProbe(tcb: Tcb): boolean {
  return tcb.state === State.Established || tcb.state === State.CloseWait ||
    tcb.state === State.FinWait2;
}

/** U-22: everything is flushed, the user hears of it, CLOSED; some systems send a reset too. */
function timeOut(tcb: Tcb, rule: string, now: Nanos): void {
  if (tcb.profile.resetOnTimeout && tcb.synAcked) markReset(tcb, "reset: timed out");
  tcb.sendBuffer.clear();
  enterClosed(tcb, EndReason.TimedOut, rule, now);
}
