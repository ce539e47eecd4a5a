import { seqAdd, seqDiff, seqGEQ, seqGT } from "./seq.ts";
import type { Tcb } from "./tcb.ts";

/**
 * Forward RTO-Recovery (RFC 5682): after a timeout the first segment is sent
 * again, then new data, before anything else is; when data is acknowledged then
 * that was sent once only, the timeout was spurious.
 */
export class Frto {
  /** The timeout may still turn out to be spurious. */
  isOn = false;
  /** New data goes before what is presumed lost (step 2b). */
  isProbing = false;
}

/** What an ACK says about the timeout. */
export const FrtoVerdict = { Unknown: 0, Spurious: 1, Lost: 2 } as const;
export type FrtoVerdict = (typeof FrtoVerdict)[keyof typeof FrtoVerdict];

/**
 * A timeout, step 1. Not during another recovery, unless it is the same segment
 * that times out again (RFC 5682 2.1, 3.1).
 */
export function beginFrto(tcb: Tcb, wasRecovering: boolean): void {
  tcb.frto.isOn = tcb.profile.frto !== "off" && (!wasRecovering || tcb.retries > 1);
  tcb.frto.isProbing = false;
}

/**
 * An ACK after the timeout (RFC 5682 2.1 and 3.1, steps 2 and 3; Linux
 * tcp_process_loss): `acked` sequence numbers were acknowledged, or it is a
 * duplicate.
 */
export function judgeTimeout(tcb: Tcb, acked: number, isDuplicate: boolean): FrtoVerdict {
  const { frto, scoreboard, snd } = tcb;
  frto.isProbing = false;
  if (!frto.isOn) return FrtoVerdict.Lost;
  const { delivery } = scoreboard;
  const isAnyAck = tcb.profile.frto === "any-ack";
  const hasProbed = seqGT(snd.nxt, tcb.recover);
  if (
    delivery.hasOriginal && seqGEQ(tcb.recover, delivery.originalEnd) && (hasProbed || isAnyAck)
  ) {
    return FrtoVerdict.Spurious; // step 3b: what was sent once only has arrived
  }
  if (hasProbed || (acked === 0 && !isAnyAck)) {
    if (isDuplicate || delivery.hasNewSack) frto.isOn = false; // step 2a, 3a
  } else if (seqGT(tcb.recover, snd.una)) {
    tcb.recover = snd.nxt;
    frto.isOn = mayProbe(tcb);
    frto.isProbing = frto.isOn;
    if (frto.isProbing) return FrtoVerdict.Unknown;
  }
  return frto.isOn ? FrtoVerdict.Unknown : FrtoVerdict.Lost;
}

/** Whether there is new data, and the peer's window takes some of it (step 2b). */
function mayProbe(tcb: Tcb): boolean {
  const { snd } = tcb;
  return tcb.unsent > 0 && seqDiff(seqAdd(snd.una, snd.wnd), snd.nxt) > 0;
}
