import { type Nanos, NEVER } from "../base/time.ts";
import { type ConnectionTrace, TimerEvent } from "../base/trace.ts";
import { onWheel } from "./timer_wheel.ts";

/** The timers of a connection. */
export const Timer = {
  /** Retransmission timer (RFC 6298 5), of SYN, data and FIN. */
  Retransmission: 0,
  /** Delayed acknowledgment (RFC 9293 3.8.6.3). */
  DelayedAck: 1,
  /** Zero-window probes (RFC 9293 3.8.6.1). */
  Persist: 2,
  /** Keep-alive probes (RFC 9293 3.8.4). */
  Keepalive: 3,
  /** The 2 MSL of TIME-WAIT (RFC 9293 3.4.2). */
  TimeWait: 4,
  /** How long FIN-WAIT-2 lasts once nobody holds the socket (not in the RFC). */
  FinWait2: 5,
  /** User timeout (RFC 9293 3.10.8). */
  UserTimeout: 6,
  /** Probe for a loss at the tail (RFC 8985 7: PTO). */
  LossProbe: 7,
  /** How long a segment may be overtaken before it counts as lost (RFC 8985 6.2, step 5). */
  Reordering: 8,
} as const;
export type Timer = (typeof Timer)[keyof typeof Timer];

/** Names of the timers as people read them. */
export const TIMER_NAMES: readonly string[] = [
  "retransmission",
  "delayed ACK",
  "persist",
  "keepalive",
  "2 MSL",
  "FIN-WAIT-2",
  "user timeout",
  "loss probe",
  "reordering",
];

/** The deadlines of one connection; `NEVER` where a timer does not run. */
export class Timers {
  /** Whether they go off on a wheel of ticks (profile: timerWheel). */
  readonly isOnWheel: boolean;
  retransmission: Nanos = NEVER;
  delayedAck: Nanos = NEVER;
  persist: Nanos = NEVER;
  keepalive: Nanos = NEVER;
  timeWait: Nanos = NEVER;
  finWait2: Nanos = NEVER;
  userTimeout: Nanos = NEVER;
  lossProbe: Nanos = NEVER;
  reordering: Nanos = NEVER;
  /**
   * No deadline is before that; of one that was moved or stopped it may be too
   * early. So who waits for the earliest one need not look at all of them each time.
   */
  soonest: Nanos = NEVER;

  constructor(isOnWheel = false) {
    this.isOnWheel = isOnWheel;
  }

  /** The earliest deadline. */
  next(): Nanos {
    return this.soonest = Math.min(
      this.retransmission,
      this.delayedAck,
      this.persist,
      this.keepalive,
      this.timeWait,
      this.finWait2,
      this.userTimeout,
      this.lossProbe,
      this.reordering,
    );
  }

  deadlineOf(timer: Timer): Nanos {
    switch (timer) {
      case Timer.Retransmission:
        return this.retransmission;
      case Timer.DelayedAck:
        return this.delayedAck;
      case Timer.Persist:
        return this.persist;
      case Timer.Keepalive:
        return this.keepalive;
      case Timer.TimeWait:
        return this.timeWait;
      case Timer.FinWait2:
        return this.finWait2;
      case Timer.UserTimeout:
        return this.userTimeout;
      case Timer.LossProbe:
        return this.lossProbe;
      case Timer.Reordering:
        return this.reordering;
    }
  }

  /** Sets a timer, moves it, or with `NEVER` stops it without telling anyone. */
  private write(timer: Timer, deadline: Nanos): void {
    if (deadline < this.soonest) this.soonest = deadline;
    switch (timer) {
      case Timer.Retransmission:
        this.retransmission = deadline;
        break;
      case Timer.DelayedAck:
        this.delayedAck = deadline;
        break;
      case Timer.Persist:
        this.persist = deadline;
        break;
      case Timer.Keepalive:
        this.keepalive = deadline;
        break;
      case Timer.TimeWait:
        this.timeWait = deadline;
        break;
      case Timer.FinWait2:
        this.finWait2 = deadline;
        break;
      case Timer.UserTimeout:
        this.userTimeout = deadline;
        break;
      case Timer.LossProbe:
        this.lossProbe = deadline;
        break;
      case Timer.Reordering:
        this.reordering = deadline;
        break;
    }
  }

  /** Sets or moves a timer; on a wheel of ticks it goes off a little later. */
  set(timer: Timer, deadline: Nanos, now: Nanos, trace: ConnectionTrace | null): void {
    if (deadline === NEVER) return this.cancel(timer, now, trace);
    this.setExactly(timer, this.isOnWheel ? onWheel(deadline, now) : deadline, now, trace);
  }

  /** Sets or moves a timer to a point in time where another one goes off. */
  setExactly(timer: Timer, deadline: Nanos, now: Nanos, trace: ConnectionTrace | null): void {
    if (trace !== null && this.deadlineOf(timer) !== deadline) {
      trace.onTimer(timer, TimerEvent.Set, deadline, now);
    }
    this.write(timer, deadline);
  }

  /** Stops a timer; one that does not run stays as it is. */
  cancel(timer: Timer, now: Nanos, trace: ConnectionTrace | null): void {
    const deadline = this.deadlineOf(timer);
    if (deadline === NEVER) return;
    if (trace !== null) trace.onTimer(timer, TimerEvent.Cancelled, deadline, now);
    this.write(timer, NEVER);
  }

  /** Whether a timer is due; if so it has fired and runs no more. */
  takeDue(timer: Timer, now: Nanos, trace: ConnectionTrace | null): boolean {
    const deadline = this.deadlineOf(timer);
    if (deadline > now) return false;
    if (trace !== null) trace.onTimer(timer, TimerEvent.Fired, deadline, now);
    this.write(timer, NEVER);
    return true;
  }

  /** Stops all of them. */
  cancelAll(now: Nanos, trace: ConnectionTrace | null): void {
    for (let timer: Timer = 0; timer < TIMER_NAMES.length; timer++) {
      this.cancel(timer as Timer, now, trace);
    }
  }
}
