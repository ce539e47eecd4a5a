import { Flag, type Segment } from "../wire/mod.ts";
import { seqAdd, seqDiff, seqGEQ, seqGT, seqLT } from "./seq.ts";
import { Signal } from "./signals.ts";
import type { Tcb } from "./tcb.ts";

/** How it stands with the last octet of urgent data, the one that sockets call out of band. */
export const UrgentState = {
  /** None is announced, or the user has read past it. */
  None: 0,
  /** It is announced and has not arrived. */
  Awaited: 1,
  Here: 2,
  /** The user has taken it out of band. */
  Taken: 3,
} as const;
export type UrgentState = (typeof UrgentState)[keyof typeof UrgentState];

/** Of all connections without any. */
const NO_HOLES: readonly number[] = [];

/** The end of the peer's urgent data (RFC 9293 3.8.5), as its receiver sees it. */
export class UrgentData {
  state: UrgentState = UrgentState.None;
  /** The sequence number of the last urgent octet: the mark in the stream. */
  at = 0;
  /** That octet, once it is here. */
  octet = 0;
  /** Earlier marks whose octets never reach the stream; in their order. */
  holes: readonly number[] = NO_HOLES;
  /** Whether RECEIVE has nothing to look out for: there is no mark and no hole. */
  isIdle = true;
}

/** The largest value of the urgent pointer's field. */
const MOST = 0xffff;

/** After SEND of urgent data was queued: it ends there (RFC 9293 3.10.2). */
export function markUrgent(tcb: Tcb): void {
  tcb.snd.up = tcb.finSeq;
}

/** Whether the peer has not acknowledged all urgent data. */
export function isUrgentMode(tcb: Tcb): boolean {
  return seqGT(tcb.snd.up, tcb.snd.una);
}

/**
 * Puts URG on a segment that begins before the end of urgent data. Where that
 * is too far away for the field, it points as far as it can, unless that was
 * sent before: the end itself is then announced further on (MUST-31).
 */
export function pointOut(tcb: Tcb, seg: Segment): void {
  const { snd, profile } = tcb;
  const end = profile.urgentPointer === "last" ? seqAdd(snd.up, -1) : snd.up;
  const distance = seqDiff(end, seg.seq);
  if (distance > MOST && !seqGT(seqAdd(seg.seq, MOST), snd.nxt)) return;
  seg.flags |= Flag.Urg;
  seg.urgentPointer = Math.min(distance, MOST);
}

/**
 * The URG bit and the urgent pointer (RFC 9293 3.10.7.4, sixth): the user hears
 * when it appears or advances (MUST-32), not when it stands where it stood.
 */
export function checkUrgent(tcb: Tcb, seg: Segment): void {
  if (tcb.peerFin) return;
  const { urgent } = tcb;
  if ((seg.flags & Flag.Urg) !== 0) notePointer(tcb, seg);
  if (urgent.state === UrgentState.Awaited) takeOctet(tcb, seg);
}

function notePointer(tcb: Tcb, seg: Segment): void {
  const { rcv, urgent, profile } = tcb;
  const pointed = seqAdd(seg.seq, seg.urgentPointer);
  const up = profile.urgentPointer === "last" ? seqAdd(pointed, 1) : pointed;
  if (!seqGT(up, rcv.up)) return;
  if (urgent.state !== UrgentState.None) replaceMark(tcb);
  rcv.up = up;
  urgent.at = seqAdd(up, -1);
  urgent.state = UrgentState.Awaited;
  urgent.isIdle = false;
  tcb.signals |= Signal.Urgent;
}

/** Another octet is marked before the user has read past the last one. */
function replaceMark(tcb: Tcb): void {
  const { urgent, profile, options } = tcb;
  if (options.oobInline || seqLT(urgent.at, readSeq(tcb))) return;
  const isNext = urgent.at === readSeq(tcb) && tcb.receiveBuffer.length > 0;
  if (profile.urgentOverrun === "drop" || isNext) urgent.holes = [...urgent.holes, urgent.at];
}

/** The marked octet may be here before all that precedes it. */
function takeOctet(tcb: Tcb, seg: Segment): void {
  const { urgent } = tcb;
  const start = (seg.flags & Flag.Syn) !== 0 ? seqAdd(seg.seq, 1) : seg.seq;
  const offset = seqDiff(urgent.at, start);
  if (offset < 0 || offset >= seg.dataLength) return;
  urgent.octet = seg.data[seg.dataStart + offset]!;
  urgent.state = UrgentState.Here;
  tcb.signals |= Signal.UrgentOctet;
}

/** The sequence number of the next octet that RECEIVE comes to. */
function readSeq(tcb: Tcb): number {
  return seqAdd(tcb.rcv.nxt, -tcb.receiveBuffer.length - (tcb.peerFin ? 1 : 0));
}

/** Whether the next octet in the stream is the marked one (SIOCATMARK). */
export function isAtMark(tcb: Tcb): boolean {
  return tcb.urgent.state !== UrgentState.None && tcb.urgent.at === readSeq(tcb);
}

/**
 * How many octets are to be read up to the end of urgent data, the ones that
 * have not arrived included (MUST-33); 0 where none is urgent.
 */
export function urgentRemaining(tcb: Tcb): number {
  const { state, at } = tcb.urgent;
  if (state === UrgentState.None) return 0;
  return Math.max(0, seqDiff(at, readSeq(tcb)) + 1);
}

/** Whether RECEIVE passes an octet by, where `hole` is the next one that is not in the stream. */
function isPassedBy(tcb: Tcb, seq: number, hole: number | undefined): boolean {
  const { urgent, options } = tcb;
  if (hole === seq) return true;
  return !options.oobInline && urgent.state !== UrgentState.None && urgent.at === seq;
}

/**
 * How many bytes RECEIVE gives at once: none of them marked but the first, so
 * that a call never crosses the mark unnoticed (S: tcp_recvmsg, soreceive).
 */
export function readableNow(tcb: Tcb): number {
  const { urgent, receiveBuffer } = tcb;
  if (urgent.isIdle) return receiveBuffer.length;
  let from = readSeq(tcb);
  let left = receiveBuffer.length;
  let hole = 0;
  while (left > 0 && isPassedBy(tcb, from, urgent.holes[hole])) {
    if (urgent.holes[hole] === from) hole++;
    from = seqAdd(from, 1);
    left--;
  }
  const next = urgent.holes[hole];
  if (next !== undefined) left = Math.min(left, seqDiff(next, from));
  if (urgent.state !== UrgentState.None && seqGT(urgent.at, from)) {
    left = Math.min(left, seqDiff(urgent.at, from));
  }
  return left;
}

/**
 * Before RECEIVE: drops what it passes by at the front, and says how much it
 * may take. The mark stays until something is behind it, unless `isPassing`.
 */
export function beforeReceive(tcb: Tcb, isPassing: boolean): number {
  const { urgent, receiveBuffer } = tcb;
  if (urgent.isIdle) return receiveBuffer.length;
  const readable = readableNow(tcb);
  if (readable === 0 && !isPassing) return 0;
  while (receiveBuffer.length > 0 && isPassedBy(tcb, readSeq(tcb), urgent.holes[0])) {
    if (urgent.holes[0] === readSeq(tcb)) urgent.holes = urgent.holes.slice(1);
    receiveBuffer.skip(1);
    forgetPassedMark(tcb);
  }
  urgent.isIdle = urgent.state === UrgentState.None && urgent.holes.length === 0;
  return readable;
}

/** After RECEIVE: a mark that was read past is one no more. */
export function forgetPassedMark(tcb: Tcb): void {
  const { urgent } = tcb;
  if (urgent.state === UrgentState.None || seqGEQ(urgent.at, readSeq(tcb))) return;
  urgent.state = UrgentState.None;
  urgent.isIdle = urgent.holes.length === 0;
}
