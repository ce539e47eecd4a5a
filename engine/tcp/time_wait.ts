import type { Nanos } from "../base/time.ts";
import { State } from "./state.ts";
import { enterState, type Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";

/** TIME-WAIT: all other timers stop, and 2 MSL begin (RFC 9293 3.10.7.4, MUST-13). */
export function enterTimeWait(tcb: Tcb, rule: string, now: Nanos): void {
  tcb.timers.cancelAll(now, tcb.trace);
  enterState(tcb, State.TimeWait, rule, now);
  tcb.timeWaitAt = now;
  startTimeWait(tcb, now);
}

/** Starts the 2 MSL of TIME-WAIT, or starts them again after a repeated FIN. */
export function startTimeWait(tcb: Tcb, now: Nanos): void {
  tcb.timers.set(Timer.TimeWait, now + tcb.profile.timeWait, now, tcb.trace);
}
