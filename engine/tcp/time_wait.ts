import type { Nanos } from "../base/time.ts";
import { Flag, type Segment } from "../wire/mod.ts";
import { seqAdd } from "./seq.ts";
import { State } from "./state.ts";
import { ackAtOnce, AckWhy, enterState, type Tcb } from "./tcb.ts";
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

/**
 * TIME-WAIT of a system that has only a stub left of the connection (FreeBSD:
 * tcp_twcheck): resets and segments without ACK are dropped, all others but
 * mere duplicate ACKs are acknowledged, and the peer's FIN starts it anew.
 */
export function arrivesTimeWait(tcb: Tcb, seg: Segment, now: Nanos): void {
  const { rcv, snd } = tcb;
  if ((seg.flags & Flag.Rst) !== 0 || (seg.flags & Flag.Ack) === 0) return;
  const isFin = (seg.flags & Flag.Fin) !== 0;
  if (isFin && seqAdd(seg.seq, seg.length) === rcv.nxt) startTimeWait(tcb, now);
  const isPlain = (seg.flags & ~Flag.Psh) === Flag.Ack && seg.dataLength === 0;
  if (isPlain && seg.seq === rcv.nxt && seg.ack === snd.nxt) return;
  ackAtOnce(tcb, AckWhy.Unacceptable);
}
