import type { Connection } from "./connection.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";

/**
 * Whether a connection may shrink to a record: in TIME-WAIT, held and watched by
 * nobody, with nothing queued, out, or due but the end of 2 MSL.
 */
export function mayRest(connection: Connection): boolean {
  const { tcb } = connection;
  if (tcb.state !== State.TimeWait || tcb.trace !== null || !tcb.orphan) return false;
  if (connection.owner !== null || connection.listener !== null) return false;
  return isDone(tcb) && tcb.timers.runsOnly(Timer.TimeWait);
}

/** Whether everything is sent, acknowledged and answered. */
function isDone(tcb: Tcb): boolean {
  const { snd, rcv } = tcb;
  return tcb.peerFin && tcb.finAcked && snd.una === snd.nxt && snd.max === snd.nxt &&
    tcb.scoreboard.count === 0 && tcb.sendBuffer.length === 0 &&
    tcb.receiveBuffer.length === 0 && tcb.reassembly.count === 0 && !rcv.finAhead &&
    rcv.duplicateStart === rcv.duplicateEnd && !rcv.isAckPending && tcb.urgent.isIdle &&
    !tcb.resetDue && !tcb.ackNow && !tcb.probeDue && !tcb.keepaliveDue &&
    tcb.keepaliveSent === 0 && !tcb.probe.isDue && !tcb.windowMayOpen;
}
