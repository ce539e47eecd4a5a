import type { Nanos } from "../base/time.ts";
import { UnreachableCode } from "../wire/mod.ts";
import type { Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";

/**
 * Takes back one back-off of the RTO: the retransmission at SND.UNA met no
 * route or host, so its loss says nothing of congestion (RFC 6069 3). The timer
 * runs for the shorter RTO since that retransmission was sent, and fires at
 * once where that is over.
 */
export function revertBackoff(
  tcb: Tcb,
  seq: number,
  code: number,
  sentAt: Nanos,
  now: Nanos,
): void {
  if (!tcb.profile.rtoRevert || !tcb.synAcked) return;
  if (code !== UnreachableCode.Net && code !== UnreachableCode.Host) return;
  const { scoreboard } = tcb;
  if (seq !== tcb.snd.una || tcb.retries === 0 || tcb.backoff === 0) return;
  if (scoreboard.count === 0) return;
  tcb.backoff--;
  const since = sentAt >= 0 ? sentAt : scoreboard.sentAtOf(0);
  const due = since + tcb.rtt.backedOff(tcb.backoff);
  if (due > now) tcb.timers.set(Timer.Retransmission, due, now, tcb.trace);
  else tcb.timers.setExactly(Timer.Retransmission, now, now, tcb.trace);
}
