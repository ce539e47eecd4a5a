import { FIRST_PACE } from "./receive_tuning.ts";
import { memoryOf } from "./segment_memory.ts";
import { seqDiff } from "./seq.ts";
import type { Tcb } from "./tcb.ts";
import { unitsUp } from "./window_units.ts";

/** The largest window of any scale: 65,535 units of 2^14 bytes (RFC 7323 2.3). */
const LARGEST_WINDOW = 65_535 * 2 ** 14;

/** Shorter segments say nothing about how well a larger window would be filled (Linux). */
const TELLING_LENGTH = 128;

/**
 * The limits of the windows to come, once both SYNs are known: all that the
 * buffer is worth, less one segment (Linux tcp_init_buffer_space). `first` is
 * the window of our SYN before its field cut it off.
 */
export function initWindowLimits(tcb: Tcb, first: number): void {
  const { space, rcv, options } = tcb;
  const whole = space.windowOf(space.size);
  const most = options.isReceiveBufferFixed ? whole : LARGEST_WINDOW;
  let clamp = Math.min(65_535 << rcv.scale, most, whole);
  if (clamp > 2 * rcv.mss && clamp + rcv.mss > whole) {
    clamp = Math.max(2 * rcv.mss, whole - rcv.mss);
  }
  space.clamp = clamp;
  space.threshold = Math.min(first, clamp);
  tcb.receiveTuning.pace = Math.min(space.threshold, FIRST_PACE * rcv.mss);
}

/** Memory of the buffer that segments take, in order or not. */
function memoryInUse(tcb: Tcb): number {
  return tcb.receiveBuffer.memory + tcb.reassembly.memory;
}

/** Whether segments take all the memory that there is, and more. */
export function isOverfull(tcb: Tcb): boolean {
  return memoryInUse(tcb) > tcb.space.size;
}

/** The window that the memory still free is worth, and `more` besides; below 0 where none is. */
function freeWindow(tcb: Tcb, more = 0): number {
  return tcb.space.windowOf(tcb.space.size - memoryInUse(tcb) + more);
}

/**
 * The window to offer where memory is counted, before what was offered already
 * (Linux __tcp_select_window): none below a segment, or below a 16th of the
 * buffer, so that it shuts in time; whole segments, unless it is scaled; and
 * as it was while it is less than a segment off.
 *
 * In a buffer that is half full the peer is not hurried any more.
 */
export function memoryWindow(tcb: Tcb): number {
  const { space, rcv } = tcb;
  const whole = space.windowOf(space.size);
  const most = Math.min(space.clamp, whole);
  const segment = Math.min(rcv.segmentSize, most);
  let free = freeWindow(tcb);
  if (free < most >> 1) {
    tcb.quickAcks = 0;
    free &= -1 << rcv.scale;
    if (free < whole >> 4 || free < segment) return 0;
  }
  free = Math.min(free, space.threshold);
  if (rcv.scale > 0) return unitsUp(free, rcv.scale) << rcv.scale;
  const last = rcv.window;
  if (last <= free - segment || last > free) return free - free % segment;
  return segment === most && free > last + (most >> 1) ? free : last;
}

/**
 * Whether the user's reading has opened the window so far that the peer should
 * hear of it at once: to twice what it has left (Linux __tcp_cleanup_rbuf).
 */
export function memoryUpdateDue(tcb: Tcb): boolean {
  const left = seqDiff(tcb.rcv.edge, tcb.rcv.nxt);
  if (2 * left > tcb.space.clamp) return false;
  const window = memoryWindow(tcb);
  return window > 0 && window >= 2 * left;
}

/**
 * A segment of so many bytes was kept: the window grows towards what the buffer
 * is worth, by two segments each, as long as such segments would fit (Linux
 * tcp_grow_window). While it grows the peer gets quick ACKs. The memory of one
 * behind a gap is not counted yet.
 */
export function growWindow(tcb: Tcb, length: number, isBehindGap: boolean): void {
  const { space, rcv } = tcb;
  if (length < TELLING_LENGTH && !isBehindGap) return;
  const free = freeWindow(tcb, isBehindGap ? memoryOf(length) : 0);
  const room = Math.min(space.clamp, free) - space.threshold;
  if (room <= 0) return;
  const taken = space.windowOf(memoryOf(length));
  let gain = 0;
  if (taken <= length) gain = 2 * rcv.mss;
  else if (willFit(tcb, taken, length)) gain = 2 * rcv.segmentSize;
  if (gain === 0) return;
  space.threshold += Math.min(room, Math.max(gain, 2 * length));
  if (tcb.profile.quickAcks > 0) tcb.quickAcks |= 1;
}

/** Whether segments of that length would fit a window twice as large as now (Linux __tcp_grow_window). */
function willFit(tcb: Tcb, taken: number, length: number): boolean {
  const { space } = tcb;
  let cost = taken >> 1;
  let window = space.windowOf(space.limit) >> 1;
  while (space.threshold <= window) {
    if (cost <= length) return true;
    cost >>= 1;
    window >>= 1;
  }
  return false;
}

/**
 * A full segment of a new size shows how much of the memory is payload, and so
 * what the buffer is worth (Linux tcp_measure_rcv_mss, tcp_set_window_clamp).
 */
export function learnWorth(tcb: Tcb, length: number): void {
  const { space, rcv, receiveTuning } = tcb;
  if (!space.learnShare(length, memoryOf(length))) return;
  const worth = Math.max(space.windowOf(space.size), LEAST_CLAMP);
  if (worth < space.clamp) space.threshold = Math.min(space.threshold, worth);
  else space.threshold = Math.max(space.threshold, Math.min(rcv.window, worth));
  space.clamp = worth;
  receiveTuning.pace = Math.min(receiveTuning.pace, worth);
}

/** Linux SOCK_MIN_RCVBUF / 2. */
const LEAST_CLAMP = 1152;
