import { seqAdd, seqDiff, seqMax } from "./seq.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";

/** The largest value of the header's window field. */
export const MAX_WINDOW_FIELD = 65_535;

/** Bytes of an IPv4 and a TCP header without options. */
export const HEADERS = 40;

/** Bytes that timestamps take in every segment, with their padding (RFC 7323 appendix A). */
export const TIMESTAMP_BYTES = 12;

/** The receive buffer has so many bytes of room. */
function room(tcb: Tcb): number {
  return Math.max(tcb.options.receiveBuffer - tcb.receiveBuffer.length, 0);
}

/**
 * The right edge to offer now: it never moves left (SHLD-14), and right only
 * by min(RCV.BUFF / 2, MSS) or more (MUST-39: no silly windows).
 */
function edgeToOffer(tcb: Tcb): number {
  const { rcv, options } = tcb;
  const unit = 2 ** rcv.scale;
  // A buffer below one unit offers that when it is empty, or its window would stay shut for ever.
  const free = tcb.receiveBuffer.length === 0 ? Math.max(room(tcb), unit) : room(tcb);
  const most = Math.min(free, MAX_WINDOW_FIELD * unit);
  const window = unit === 1 ? wholeSegments(tcb, most) : most;
  const offered = seqDiff(rcv.edge, rcv.nxt);
  const seen = offered < unit ? 0 : offered; // what the field shows of it
  const least = Math.max(Math.min(options.receiveBuffer >> 1, rcv.mss), unit);
  return window - seen >= least ? seqAdd(rcv.nxt, window) : rcv.edge;
}

/**
 * The window field of a segment that leaves now; remembers the edge that it
 * offers. Scaling rounds it down, so the field may fall short of an edge
 * offered before by less than one unit; what was offered is still taken
 * (RFC 7323 2.4).
 */
export function offerWindow(tcb: Tcb): number {
  const { rcv } = tcb;
  const unit = 2 ** rcv.scale;
  const field = Math.min(Math.floor(seqDiff(edgeToOffer(tcb), rcv.nxt) / unit), MAX_WINDOW_FIELD);
  rcv.edge = seqMax(rcv.edge, seqAdd(rcv.nxt, field * unit));
  return field;
}

/** As many bytes as are whole segments, where the system counts so and at least one fits. */
function wholeSegments(tcb: Tcb, bytes: number): number {
  if (!tcb.profile.windowInSegments) return bytes;
  const segment = tcb.options.mtu - HEADERS - (tcb.timestamps ? TIMESTAMP_BYTES : 0);
  return bytes < segment ? bytes : bytes - bytes % segment;
}

/** The window to begin with, as far as a SYN can offer it. */
export function firstWindow(tcb: Tcb): number {
  return wholeSegments(tcb, Math.min(tcb.options.receiveBuffer, MAX_WINDOW_FIELD));
}

/** The window field of a SYN, which is never scaled (RFC 7323 2.2); a repeated one takes nothing back. */
export function synWindow(tcb: Tcb): number {
  const offered = tcb.state === State.SynSent ? 0 : seqDiff(tcb.rcv.edge, tcb.rcv.nxt);
  const wanted = wholeSegments(tcb, Math.min(room(tcb), MAX_WINDOW_FIELD));
  return Math.min(Math.max(wanted, offered), MAX_WINDOW_FIELD);
}

/**
 * Whether the user's reading has opened the window so far that the peer should
 * hear of it at once: by two segments or half the buffer (RFC 1122 4.2.3.3),
 * and to twice what it was. Before that the peer has enough to go on with, and
 * the next ACK tells it.
 */
export function windowUpdateDue(tcb: Tcb): boolean {
  const { rcv, options } = tcb;
  const gain = seqDiff(edgeToOffer(tcb), rcv.edge);
  if (gain <= 0 || gain < Math.min(options.receiveBuffer >> 1, 2 * rcv.mss)) return false;
  const offered = seqDiff(rcv.edge, rcv.nxt);
  return offered < rcv.mss || gain >= offered;
}
