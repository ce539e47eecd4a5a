import { Flag } from "../wire/mod.ts";
import { learnWorth } from "./memory_window.ts";
import { countsMemory, TIMESTAMP_BYTES } from "./receive_window.ts";
import { DEFAULT_MSS, type Tcb } from "./tcb.ts";

/** The least MSS that a system believes a peer to have (Linux TCP_MIN_MSS). */
const LEAST_MSS = 88;

/** What is taken for a full segment of the peer before one was seen (Linux tcp_initialize_rcv_mss). */
export function initSegmentSize(tcb: Tcb): void {
  const { rcv, snd, profile } = tcb;
  const size = Math.min(DEFAULT_MSS, rcv.mss, snd.mss);
  if (profile.ackPolicy === "count") rcv.segmentSize = size;
  else rcv.segmentSize = Math.max(Math.min(size, rcv.window >> 1), LEAST_MSS);
}

/**
 * Learns from a segment with text in order how long full ones of the peer are,
 * and whether the peer probably waits for its ACK: it does behind a short
 * segment, and behind one with PSH (Linux tcp_measure_rcv_mss).
 */
export function measureSegment(tcb: Tcb, flags: number, length: number): void {
  const { rcv, profile } = tcb;
  const isPushed = (flags & Flag.Psh) !== 0;
  if (profile.ackPolicy === "count") {
    notePush(tcb, length < rcv.segmentSize, isPushed);
    if (length > rcv.segmentSize) rcv.segmentSize = length;
    return;
  }
  const before = rcv.shortSize;
  rcv.shortSize = 0;
  if (length >= rcv.segmentSize) {
    if (length !== rcv.segmentSize && countsMemory(tcb)) learnWorth(tcb, length);
    rcv.segmentSize = Math.min(length, rcv.mss);
    return notePush(tcb, false, isPushed);
  }
  if (mayBeFull(tcb, flags, length)) {
    rcv.shortSize = length;
    if (length === before) {
      rcv.segmentSize = length;
      return;
    }
  }
  notePush(tcb, true, isPushed);
}

/**
 * Whether a shorter segment than before may be a full one: it is as long as
 * any peer's, or nothing says that a write ends with it. Two of a length are
 * believed.
 */
function mayBeFull(tcb: Tcb, flags: number, length: number): boolean {
  const options = tcb.timestamps ? TIMESTAMP_BYTES : 0;
  if (length + options >= DEFAULT_MSS) return true;
  const ends = Flag.Fin | Flag.Urg | Flag.Syn | Flag.Psh;
  return length + options >= LEAST_MSS && (flags & ends) === 0;
}

/** Counts segments that look like the end of a write. */
function notePush(tcb: Tcb, isShort: boolean, isPushed: boolean): void {
  const { rcv } = tcb;
  if (isShort) rcv.pushes = Math.min(rcv.pushes + 1, 2);
  else if (isPushed) rcv.pushes = Math.max(rcv.pushes, 1);
}
