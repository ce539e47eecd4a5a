import { growWindow, isOverfull, memoryUpdateDue, memoryWindow } from "./memory_window.ts";
import { seqAdd, seqDiff, seqMax } from "./seq.ts";
import { offerSpace, spaceUpdateDue } from "./space_window.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";
import { unitsUp } from "./window_units.ts";

/** The largest value of the header's window field. */
export const MAX_WINDOW_FIELD = 65_535;

/** Bytes of an IPv4 and a TCP header without options. */
export const HEADERS = 40;

/** Bytes that timestamps take in every segment, with their padding (RFC 7323 appendix A). */
export const TIMESTAMP_BYTES = 12;

/** Whether the receive buffer is filled by memory and not by payload. */
export function countsMemory(tcb: Tcb): boolean {
  return tcb.profile.receiveAccounting === "memory";
}

/** The receive buffer has so many bytes of room. */
function room(tcb: Tcb): number {
  return Math.max(tcb.space.size - tcb.receiveBuffer.length, 0);
}

/**
 * The right edge to offer now: it never moves left (SHLD-14), and right only
 * by min(RCV.BUFF / 2, MSS) or more (MUST-39: no silly windows).
 */
function edgeToOffer(tcb: Tcb): number {
  const { rcv, space } = tcb;
  const unit = 1 << rcv.scale;
  // A buffer below one unit offers that when it is empty, or its window would stay shut for ever.
  const free = tcb.receiveBuffer.length === 0 ? Math.max(room(tcb), unit) : room(tcb);
  const window = Math.min(free, MAX_WINDOW_FIELD * unit);
  const offered = seqDiff(rcv.edge, rcv.nxt);
  const seen = offered < unit ? 0 : offered; // what the field shows of it
  const least = Math.max(Math.min(space.size >> 1, rcv.mss), unit);
  return window - seen >= least ? seqAdd(rcv.nxt, window) : rcv.edge;
}

/**
 * The window field of a segment that leaves now; remembers the edge that it
 * offers.
 */
export function offerWindow(tcb: Tcb): number {
  const { rcv } = tcb;
  if (tcb.profile.windowOffer === "space") return offerSpace(tcb);
  const field = countsMemory(tcb) ? offerOfMemory(tcb) : offerOfPayload(tcb);
  rcv.window = field << rcv.scale;
  return field;
}

/**
 * Scaling rounds the field down, so it may fall short of an edge offered before
 * by less than one unit; what was offered is still taken (RFC 7323 2.4).
 */
function offerOfPayload(tcb: Tcb): number {
  const { rcv } = tcb;
  const field = Math.min(seqDiff(edgeToOffer(tcb), rcv.nxt) >> rcv.scale, MAX_WINDOW_FIELD);
  rcv.edge = seqMax(rcv.edge, seqAdd(rcv.nxt, field << rcv.scale));
  return field;
}

/**
 * Where memory is counted the field is rounded up, so that the edge never seems
 * to move left (Linux tcp_select_window); but not for ever, where no memory is left.
 */
function offerOfMemory(tcb: Tcb): number {
  const { rcv } = tcb;
  const offered = seqDiff(rcv.edge, rcv.nxt);
  const wanted = memoryWindow(tcb);
  if (wanted < offered && isOverfull(tcb)) return offered >> rcv.scale;
  const field = Math.min(unitsUp(wanted > offered ? wanted : offered, rcv.scale), MAX_WINDOW_FIELD);
  rcv.edge = seqMax(rcv.edge, seqAdd(rcv.nxt, field << rcv.scale));
  return field;
}

/** The window that would be offered now, in bytes. */
export function nextWindow(tcb: Tcb): number {
  if (countsMemory(tcb)) return memoryWindow(tcb);
  return seqDiff(edgeToOffer(tcb), tcb.rcv.nxt);
}

/** A segment of so many bytes was kept: where memory is counted the window may grow. */
export function afterKeeping(tcb: Tcb, length: number, isBehindGap: boolean): void {
  if (countsMemory(tcb)) growWindow(tcb, length, isBehindGap);
}

/** As many bytes as are whole segments, where the system counts so and at least one fits. */
function wholeSegments(tcb: Tcb, bytes: number): number {
  if (!tcb.profile.windowInSegments) return bytes;
  const segment = tcb.options.mtu - HEADERS - (tcb.timestamps ? TIMESTAMP_BYTES : 0);
  return bytes < segment ? bytes : bytes - bytes % segment;
}

/** The window to begin with, whether a SYN can offer it or not. */
export function firstWindow(tcb: Tcb): number {
  return wholeSegments(tcb, tcb.space.windowOf(tcb.space.size));
}

/** The window field of a SYN, which is never scaled (RFC 7323 2.2); a later one takes nothing back. */
export function synWindow(tcb: Tcb): number {
  const { rcv } = tcb;
  const window = tcb.state === State.SynSent ? firstWindow(tcb) : seqDiff(rcv.edge, rcv.nxt);
  return Math.min(window, MAX_WINDOW_FIELD);
}

/**
 * Whether the user's reading has opened the window so far that the peer should
 * hear of it at once: by two segments or half the buffer (RFC 1122 4.2.3.3),
 * and to twice what it was. Before that the peer has enough to go on with, and
 * the next ACK tells it.
 */
export function windowUpdateDue(tcb: Tcb): boolean {
  if (tcb.profile.windowOffer === "space") return spaceUpdateDue(tcb);
  if (countsMemory(tcb)) return memoryUpdateDue(tcb);
  const { rcv, space } = tcb;
  const gain = seqDiff(edgeToOffer(tcb), rcv.edge);
  if (gain <= 0 || gain < Math.min(space.size >> 1, 2 * rcv.mss)) return false;
  const offered = seqDiff(rcv.edge, rcv.nxt);
  return offered < rcv.mss || gain >= offered;
}
