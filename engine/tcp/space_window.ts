import { MAX_WINDOW_FIELD, TIMESTAMP_BYTES } from "./receive_window.ts";
import { seqAdd, seqDiff, seqMax } from "./seq.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";
import { unitsUp } from "./window_units.ts";

/**
 * The receive window of a system that offers all the room that there is
 * whenever a segment leaves (FreeBSD: tcp_output, recwin = sbspace), and takes
 * whatever fits into it, offered or not (tcp_do_segment, rcv_wnd).
 */

/** Room for the user's data. */
function room(tcb: Tcb): number {
  return Math.max(tcb.space.size - tcb.receiveBuffer.length, 0);
}

/** What the window may say at most. */
function offer(tcb: Tcb): number {
  const { rcv, space } = tcb;
  const free = Math.min(room(tcb), MAX_WINDOW_FIELD << rcv.scale);
  const isSilly = free < space.size >> 2 && free < rcv.mss; // MUST-39
  return Math.max(isSilly ? 0 : free, seqDiff(rcv.offered, rcv.nxt)); // SHLD-14
}

/** The window field of a segment that leaves now: rounded up (roundup2 by the scale). */
export function offerSpace(tcb: Tcb): number {
  const { rcv } = tcb;
  const field = Math.min(unitsUp(offer(tcb), rcv.scale), MAX_WINDOW_FIELD);
  rcv.window = field << rcv.scale;
  rcv.offered = seqAdd(rcv.nxt, rcv.window);
  rcv.edge = seqMax(rcv.edge, rcv.offered);
  return field;
}

/**
 * Before a segment is looked at: the window is the room that there is, or what
 * was offered. In SYN-RECEIVED of a passive open there is no buffer yet, only
 * the window of the SYN,ACK (FreeBSD: the SYN cache).
 */
export function acceptSpace(tcb: Tcb): void {
  if (tcb.state === State.SynReceived && tcb.passive) return;
  const { rcv } = tcb;
  rcv.edge = seqMax(rcv.edge, seqAdd(rcv.nxt, room(tcb)));
}

/** Whether reading has made so much room that the peer is told at once (FreeBSD: tcp_output). */
export function spaceUpdateDue(tcb: Tcb): boolean {
  const { rcv, space } = tcb;
  const mostOffered = MAX_WINDOW_FIELD << rcv.scale;
  const window = Math.min(room(tcb), mostOffered);
  const before = Math.max(seqDiff(rcv.offered, rcv.nxt), 0);
  const gain = window - before;
  if (gain <= 0 || before >> rcv.scale >= window >> rcv.scale) return false;
  const { size } = space;
  if (2 * gain >= size) return true;
  if (gain < 2 * rcv.mss) return false;
  return gain >= size >> 2 || window <= size >> 3 || size <= 8 * rcv.mss ||
    gain >= mostOffered;
}

/** The buffer becomes whole segments, once the peer's MSS is known (FreeBSD: tcp_mss). */
export function roundReceiveBuffer(tcb: Tcb): void {
  const { options, snd } = tcb;
  if (!tcb.profile.receiveBufferInSegments) return;
  const mss = snd.mss + (tcb.timestamps ? TIMESTAMP_BYTES : 0);
  if (options.receiveBuffer <= mss) return;
  options.receiveBuffer = Math.ceil(options.receiveBuffer / mss) * mss;
  tcb.space.resize(options);
}
