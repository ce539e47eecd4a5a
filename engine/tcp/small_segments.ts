import { seqAdd, seqDiff, seqGT } from "./seq.ts";
import type { Tcb } from "./tcb.ts";
import { isUrgentMode } from "./urgent.ts";

/**
 * Whether a segment of that many bytes may leave (RFC 9293 3.8.6.2.1, MUST-38,
 * and Nagle, 3.7.4): full ones always; the last of the queue unless Nagle
 * holds it back; others only if they fill half the largest window seen.
 */
export function maySendNow(tcb: Tcb, length: number, unsent: number): boolean {
  const { snd } = tcb;
  if (length === snd.mss) return true;
  if (!tcb.recordEnds.isEmpty && isRecordEnd(tcb, length, unsent)) return true;
  if (length === unsent && isCorked(tcb, length)) return false;
  const nagleAllows = tcb.options.noDelay || !tcb.profile.nagle || isUrgentMode(tcb) ||
    !isHeldByNagle(tcb); // S: tcp_nagle_test, tcp_output: urgent data does not wait
  if (!nagleAllows) return false;
  return length === unsent || length * 2 >= snd.maxWnd;
}

/**
 * Whether the last of the queue waits for more of the user's bytes: for as long
 * as the cork is in, or during the call that promises them (Linux
 * tcp_nagle_check, tcp_push). The override timeout ends the wait.
 */
function isCorked(tcb: Tcb, length: number): boolean {
  if (!tcb.options.cork && !tcb.moreToCome) return false;
  return !isUrgentMode(tcb) && seqGT(seqAdd(tcb.snd.nxt, length), tcb.snd.uncorkedEnd);
}

/** The end of a record with another behind it waits for nothing (S: tcp_write_xmit: TCP_NAGLE_PUSH). */
function isRecordEnd(tcb: Tcb, length: number, unsent: number): boolean {
  const { nxt } = tcb.snd;
  return length < unsent && lengthInRecord(tcb, nxt, length + 1) === length;
}

/** Nagle: while data is outstanding; Minshall's variant: while a small segment is. */
function isHeldByNagle(tcb: Tcb): boolean {
  const { snd } = tcb;
  if (tcb.profile.nagleRule === "minshall") return seqGT(snd.smallEnd, snd.una);
  return snd.una !== snd.nxt;
}

/** How much of so many bytes belongs to the same record. */
export function lengthInRecord({ recordEnds }: Tcb, start: number, length: number): number {
  return seqDiff(recordEnds.cut(start, seqAdd(start, length)), start);
}
