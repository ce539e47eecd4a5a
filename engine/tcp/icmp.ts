import type { Nanos } from "../base/time.ts";
import { TTL_EXCEEDED, UnreachableCode } from "../wire/mod.ts";
import { revertBackoff } from "./rto_revert.ts";
import { seqGEQ, seqLT } from "./seq.ts";
import { EndReason, Signal } from "./signals.ts";
import { State } from "./state.ts";
import { enterClosed, type Tcb } from "./tcb.ts";

/** As a code: no neighbour on the link answers for the destination itself. ICMP has none like it. */
export const NEIGHBOUR_DOWN = 256;

/**
 * An ICMP destination unreachable about a segment that began at `seq` (RFC
 * 9293 3.9.2.2). One about nothing in flight is a forgery and ignored (RFC
 * 5927 4.1). Whether it ends the connection or is only remembered as the
 * reason of a later time-out is a switch of the profile (MUST-56, SHLD-25,
 * SHLD-26). `sentAt`: when the segment was sent; below 0 as is known of it.
 */
export function onUnreachable(
  tcb: Tcb,
  seq: number,
  isHard: boolean,
  code: number,
  now: Nanos,
  sentAt: Nanos = -1,
): void {
  if (tcb.state === State.Closed || tcb.state === State.Listen) return;
  const isInFlight = seqGEQ(seq, tcb.snd.una) && seqLT(seq, tcb.snd.nxt);
  if (!isInFlight) return;
  const isOpening = tcb.state === State.SynSent || tcb.state === State.SynReceived;
  const ends = isOpening ? endsOpening(tcb, isHard, code) : endsEstablished(tcb, isHard);
  const isRemembered = ends || remembers(tcb, isHard, isOpening);
  if (isRemembered) tcb.unreachableCode = code;
  if (!ends) {
    if (isRemembered) tcb.signals |= Signal.SoftError;
    return revertBackoff(tcb, seq, code, sentAt, now);
  }
  tcb.sendBuffer.clear();
  enterClosed(tcb, EndReason.Unreachable, `RFC 9293 3.9.2.2: ICMP unreachable, code ${code}`, now);
}

/**
 * A segment could not be sent: no route, no neighbour. What is remembered is
 * given as the reason of a later time-out once synchronized (S: sk_err_soft,
 * t_softerror).
 */
export function onNotSent(tcb: Tcb, code: number): void {
  if (!tcb.synAcked || tcb.state === State.Closed) return;
  tcb.unreachableCode = code;
  tcb.signals |= Signal.Trouble;
}

function endsOpening(tcb: Tcb, isHard: boolean, code: number): boolean {
  if (tcb.options.failOnIcmp) return true;
  if (tcb.unreachableCode >= 0 && tcb.retries > tcb.profile.icmpSoftLimit) return true;
  switch (tcb.profile.icmpInSynSent) {
    case "ignore":
      return false;
    case "hard":
      return isHard || code === UnreachableCode.AdminProhibited ||
        code === UnreachableCode.NetProhibited || code === UnreachableCode.HostProhibited ||
        code === TTL_EXCEEDED; // S: icmp_input, tcp_ctlinput of FreeBSD
    case "abort":
      return true;
  }
}

function endsEstablished(tcb: Tcb, isHard: boolean): boolean {
  return isHard && tcb.profile.icmpWhenEstablished === "abort-on-hard";
}

function remembers(tcb: Tcb, isHard: boolean, isOpening: boolean): boolean {
  if (isOpening) return tcb.profile.icmpInSynSent !== "ignore";
  switch (tcb.profile.icmpWhenEstablished) {
    case "ignore":
      return false;
    case "hard-as-soft":
      return isHard;
    case "soft":
    case "abort-on-hard":
      return true;
  }
}
