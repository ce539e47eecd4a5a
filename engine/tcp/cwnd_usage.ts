import type { Nanos } from "../base/time.ts";
import { seqDiff, seqGEQ } from "./seq.ts";
import { freeToSend } from "./send_space.ts";
import type { Tcb } from "./tcb.ts";

/** How far the congestion window was used lately (RFC 2861 3, RFC 7661 4). */
export class CwndUsage {
  /** Whether the window was full since SND.UNA passed `end`, and the most that was out meanwhile. */
  isLimited = false;
  most = 0;
  /** SND.NXT when that was noted. */
  end = 0;
  /** The most that was out since the window was full last; when that was. */
  used = 0;
  fullAt: Nanos = 0;
}

/** Something was sent, or the window forbade it (Linux tcp_cwnd_validate). */
export function noteUsage(tcb: Tcb, isLimited: boolean, now: Nanos): void {
  const { usage, scoreboard, snd } = tcb;
  const out = scoreboard.count * snd.mss;
  if (
    seqGEQ(snd.una, usage.end) || isLimited || (!usage.isLimited && out > usage.most)
  ) {
    usage.isLimited = isLimited;
    usage.most = out;
    usage.end = snd.nxt;
  }
  if (isCwndLimited(tcb)) {
    usage.used = 0;
    usage.fullAt = now;
    return;
  }
  usage.used = Math.max(usage.used, out);
  if (tcb.profile.slowStartAfterIdle && now - usage.fullAt >= tcb.rtt.rto) decay(tcb, now);
}

/** Whether the window may grow: it was full, or in slow start half full (Linux tcp_is_cwnd_limited). */
function isCwndLimited(tcb: Tcb): boolean {
  const { congestion, usage } = tcb;
  if (usage.isLimited) return true;
  return congestion.cwnd < congestion.ssthresh && congestion.cwnd < 2 * usage.most;
}

/** For an RTO the application or the peer's window set the limit: half of what is unused goes (RFC 2861 3.1). */
function decay(tcb: Tcb, now: Nanos): void {
  const { congestion, usage, snd } = tcb;
  const isOpen = !tcb.inRecovery && !tcb.inLoss && tcb.scoreboard.sacked === 0;
  if (isOpen && freeToSend(tcb) > 0) {
    const used = Math.max(usage.used, tcb.initialWindow);
    if (used < congestion.cwnd) {
      const segments = Math.floor(congestion.cwnd / snd.mss);
      const three = (segments >> 1) + (segments >> 2);
      congestion.ssthresh = Math.max(congestion.ssthresh, three * snd.mss);
      congestion.cwnd = Math.floor((congestion.cwnd + used) / (2 * snd.mss)) * snd.mss;
    }
    usage.used = 0;
  }
  usage.fullAt = now;
}

/** Whether the window was used up when `flight` was out, without which it must not grow. */
export function wasWindowUsed(tcb: Tcb, flight: number): boolean {
  if (tcb.profile.windowUsage === "recent") return isCwndLimited(tcb);
  return flight + tcb.snd.mss > tcb.congestion.cwnd;
}

/** SND.NXT - SND.UNA. */
export function flightSize(tcb: Tcb): number {
  return seqDiff(tcb.snd.nxt, tcb.snd.una);
}
