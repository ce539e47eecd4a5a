import type { Nanos } from "../base/time.ts";
import type { Segment } from "../wire/mod.ts";
import { seqGT, seqLEQ, seqLT } from "./seq.ts";
import type { Tcb } from "./tcb.ts";
import { timestampNow } from "./timestamps.ts";

/** No retransmission of the episode was sent yet. */
const NONE_SENT = -1;

/**
 * What tells afterwards that a loss was none: the retransmissions since the
 * window was reduced, and the timestamp of the first of them.
 */
export class Undo {
  /** Whether the window was reduced for a loss that may turn out to be none. */
  isOpen = false;
  /** SND.UNA when that was. */
  marker = 0;
  /** Retransmissions since then that no D-SACK has reported as needless. */
  outstanding = NONE_SENT;
  /** How often the retransmission timer has fired before it. */
  timeouts = 0;
  /** TSval of the first retransmission of the episode. */
  hasStamp = false;
  stamp = 0;
  /** TSecr of the ACK that is being looked at. */
  hasEcho = false;
  echo = 0;
}

/** The window is reduced now. */
export function openUndo(tcb: Tcb): void {
  const { undo, scoreboard, probe } = tcb;
  undo.isOpen = true;
  undo.marker = tcb.snd.una;
  const out = scoreboard.retransmitted + (probe.isOut && probe.wasRetransmission ? 1 : 0);
  undo.outstanding = out > 0 ? out : NONE_SENT;
}

/** A segment is sent again. */
export function noteRetransmission(tcb: Tcb, now: Nanos): void {
  const { undo } = tcb;
  undo.outstanding = Math.max(undo.outstanding, 0) + 1;
  if (undo.hasStamp || !tcb.timestamps) return;
  undo.hasStamp = true;
  undo.stamp = timestampNow(tcb, now);
}

/** Nothing is being recovered: the next retransmission is the first of its episode. */
export function forgetStamp(tcb: Tcb): void {
  tcb.undo.hasStamp = false;
}

/** Remembers what an ACK echoes. */
export function noteEcho(tcb: Tcb, seg: Segment): void {
  const { undo } = tcb;
  undo.hasEcho = tcb.timestamps && seg.options.hasTimestamps && seg.options.timestampEcho !== 0;
  undo.echo = seg.options.timestampEcho;
}

/** A D-SACK that ends at `end`: one retransmission of the episode was needless (RFC 3708 3). */
export function noteDuplicateSack(tcb: Tcb, end: number, oldUna: number): void {
  const { undo } = tcb;
  if (!undo.isOpen || undo.outstanding <= 0) return;
  if (seqLEQ(end, oldUna) && seqGT(end, undo.marker)) undo.outstanding--;
}

/** Whether the ACK answers what was sent before the first retransmission (RFC 3522 3.2, step 5). */
export function answersOriginal(tcb: Tcb): boolean {
  const { undo } = tcb;
  const { undoByTimestamps } = tcb.profile;
  if (undoByTimestamps === "never" || !undo.hasStamp || !undo.hasEcho) return false;
  if (undoByTimestamps === "first-timeout" && (!tcb.inLoss || undo.timeouts > 1)) return false;
  return seqLT(undo.echo, undo.stamp);
}

/** Whether every retransmission of the episode was needless by D-SACK (RFC 3708 3). */
export function wereAllNeedless(tcb: Tcb): boolean {
  return tcb.profile.undoByDuplicateSacks && tcb.undo.isOpen && tcb.undo.outstanding === 0;
}

/** Whether the loss was none. */
export function mayUndo(tcb: Tcb): boolean {
  return tcb.undo.isOpen && (wereAllNeedless(tcb) || answersOriginal(tcb));
}

/** Takes the reduction back (RFC 4015 3.2): nothing of it is left, as if the ACKs had come in time. */
export function undoReduction(tcb: Tcb, now: Nanos): void {
  tcb.congestion.onSpuriousLoss(now);
  tcb.undo.isOpen = false;
}
