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

/** Where the earliest deadline stands, behind those of the timers. */
const SOONEST = TIMER_NAMES.length;

/** What {@linkcode Timers} begins with: no timer runs. */
const NONE_RUNS: readonly Nanos[] = Array.from({ length: SOONEST + 1 }, () => NEVER);

/** The deadlines of one connection; `NEVER` where a timer does not run. */
export class Timers {
  /** Whether they go off on a wheel of ticks (profile: timerWheel). */
  declare readonly isOnWheel: boolean;
  /** By timer, and {@linkcode SOONEST}: side by side, as each in a field would be an object of its own. */
  readonly #deadlines: Nanos[] = NONE_RUNS.slice();
  /** Those that run, as bits: what is asked of them with every segment. */
  #running = 0;

  constructor(isOnWheel = false) {
    this.isOnWheel = isOnWheel;
  }

  isRunning(timer: Timer): boolean {
    return (this.#running & (1 << timer)) !== 0;
  }
  /** Whether one of two runs. */
  isEitherRunning(one: Timer, other: Timer): boolean {
    return (this.#running & ((1 << one) | (1 << other))) !== 0;
  }
  /** Whether that one runs and no other. */
  runsOnly(timer: Timer): boolean {
    return this.#running === 1 << timer;
  }

  get retransmission(): Nanos {
    return this.#deadlines[Timer.Retransmission]!;
  }
  get delayedAck(): Nanos {
    return this.#deadlines[Timer.DelayedAck]!;
  }
  get persist(): Nanos {
    return this.#deadlines[Timer.Persist]!;
  }
  get keepalive(): Nanos {
    return this.#deadlines[Timer.Keepalive]!;
  }
  get timeWait(): Nanos {
    return this.#deadlines[Timer.TimeWait]!;
  }
  get finWait2(): Nanos {
    return this.#deadlines[Timer.FinWait2]!;
  }
  get userTimeout(): Nanos {
    return this.#deadlines[Timer.UserTimeout]!;
  }
  get lossProbe(): Nanos {
    return this.#deadlines[Timer.LossProbe]!;
  }
  get reordering(): Nanos {
    return this.#deadlines[Timer.Reordering]!;
  }

  /**
   * No deadline is before that; of one that was moved or stopped it may be too
   * early. So who waits for the earliest one need not look at all of them each time.
   */
  get soonest(): Nanos {
    return this.#deadlines[SOONEST]!;
  }

  /** The earliest deadline. */
  next(): Nanos {
    const deadlines = this.#deadlines;
    let next = NEVER;
    for (let timer = 0; timer < SOONEST; timer++) {
      const deadline = deadlines[timer]!;
      if (deadline < next) next = deadline;
    }
    return deadlines[SOONEST] = next;
  }

  deadlineOf(timer: Timer): Nanos {
    return this.#deadlines[timer]!;
  }

  /** Stops a timer without telling anyone. */
  #stop(timer: Timer): void {
    this.#deadlines[timer] = NEVER;
    this.#running &= ~(1 << timer);
  }

  /** Sets or moves a timer; on a wheel of ticks it goes off a little later. */
  set(timer: Timer, deadline: Nanos, now: Nanos, trace: ConnectionTrace | null): void {
    if (deadline === NEVER) return this.cancel(timer, now, trace);
    this.setExactly(timer, this.isOnWheel ? onWheel(deadline, now) : deadline, now, trace);
  }

  /** Sets or moves a timer to a point in time where another one goes off; not `NEVER`. */
  setExactly(timer: Timer, deadline: Nanos, now: Nanos, trace: ConnectionTrace | null): void {
    if (trace !== null && this.deadlineOf(timer) !== deadline) {
      trace.onTimer(timer, TimerEvent.Set, deadline, now);
    }
    const deadlines = this.#deadlines;
    deadlines[timer] = deadline;
    if (deadline < deadlines[SOONEST]!) deadlines[SOONEST] = deadline;
    this.#running |= 1 << timer;
  }

  /** Stops a timer; one that does not run stays as it is. */
  cancel(timer: Timer, now: Nanos, trace: ConnectionTrace | null): void {
    if (!this.isRunning(timer)) return;
    if (trace !== null) trace.onTimer(timer, TimerEvent.Cancelled, this.deadlineOf(timer), now);
    this.#stop(timer);
  }

  /** Whether a timer is due; if so it has fired and runs no more. */
  takeDue(timer: Timer, now: Nanos, trace: ConnectionTrace | null): boolean {
    const deadline = this.deadlineOf(timer);
    if (deadline > now) return false;
    if (trace !== null) trace.onTimer(timer, TimerEvent.Fired, deadline, now);
    this.#stop(timer);
    return true;
  }

  /** Stops all of them. */
  cancelAll(now: Nanos, trace: ConnectionTrace | null): void {
    for (let timer: Timer = 0; timer < TIMER_NAMES.length; timer++) {
      this.cancel(timer as Timer, now, trace);
    }
  }
}
