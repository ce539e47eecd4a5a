import { type Nanos, NEVER } from "../base/time.ts";
import type { Segment } from "../wire/mod.ts";
import { seqAdd, seqDiff, seqLT } from "./seq.ts";
import type { Tcb } from "./tcb.ts";
import { timestampRtt } from "./timestamps.ts";

/** The samples' sum is kept in eighths, as SRTT is (RFC 6298 2.3). */
const EIGHTHS = 8;

/** Segments that the pace is at the start (Linux TCP_INIT_CWND). */
export const FIRST_PACE = 10;

/** What the tuning of the receive buffer remembers. */
export class ReceiveTuning {
  /** Eight times the round-trip time as the receiver sees it; 0 before the first sample. */
  rtt8: Nanos = 0;
  /** A window of data: up to where, and since when it arrives. */
  windowEnd = 0;
  windowSince: Nanos = NEVER;
  /** The timestamp echo that was measured last. */
  lastEcho = 0;
  /** Bytes that the program takes, or that arrive, per round trip. */
  pace = 0;
  /** Since when, and from which sequence number on, the present round trip counts. */
  since: Nanos = 0;
  from = 0;
  /** How many bytes the program took in its last read. */
  lastRead = 0;
}

/** Both SYNs are there: the measurements begin. */
export function startTuning(tcb: Tcb, now: Nanos): void {
  const { receiveTuning: tuning, rcv, options } = tcb;
  tuning.since = now;
  tuning.from = rcv.nxt;
  if (tcb.profile.receiveBufferTuning !== "copied" || tuning.pace > 0) return;
  tuning.pace = Math.min(options.receiveBuffer, FIRST_PACE * rcv.mss);
}

/** A segment with data in order is about to be kept. */
export function tuneOnArrival(tcb: Tcb, seg: Segment, now: Nanos): void {
  switch (tcb.profile.receiveBufferTuning) {
    case "off":
      return;
    case "copied":
      return measureRoundTrip(tcb, seg, now);
    case "arrived":
      return tuneByArrivals(tcb, seg.dataLength, now);
  }
}

/**
 * The program has read: once per round trip, where it took more than in any
 * before, the buffer grows to twice that, and by twice its growth, so that a
 * sender in slow start is not held back (Linux tcp_rcv_space_adjust,
 * tcp_rcvbuf_grow).
 *
 * A read of many segments is judged when its first one is taken, with the
 * others as unread: what comes in a lump behind a filled gap is not the
 * program's pace.
 */
export function tuneOnRead(tcb: Tcb, now: Nanos): void {
  const { receiveTuning: tuning, rcv, receiveBuffer } = tcb;
  if (tcb.profile.receiveBufferTuning !== "copied" || tuning.rtt8 === 0) return;
  if (now - tuning.since < tuning.rtt8 / EIGHTHS) return;
  const rest = Math.max(tuning.lastRead - rcv.segmentSize, 0);
  const unread = receiveBuffer.length + rest;
  const read = seqAdd(rcv.nxt, -unread);
  const copied = seqDiff(read, tuning.from) - unread;
  if (copied > tuning.pace) growTo(tcb, copied);
  tuning.from = read;
  tuning.since = now;
}

/** Data behind a gap needs room besides (Linux tcp_data_queue_ofo). */
export function tuneOnGap(tcb: Tcb): void {
  const { receiveTuning: tuning } = tcb;
  if (tcb.profile.receiveBufferTuning === "copied") growTo(tcb, tuning.pace);
}

function growTo(tcb: Tcb, pace: number): void {
  const { receiveTuning: tuning, space, options, reassembly } = tcb;
  const before = tuning.pace;
  tuning.pace = pace;
  if (options.isReceiveBufferFixed) return;
  let window = 2 * pace;
  window += 2 * Math.floor(window * (pace - before) / before);
  if (reassembly.count > 0) {
    window += seqDiff(reassembly.blockAt(reassembly.count - 1)!.end, tcb.rcv.nxt);
  }
  const size = Math.min(space.sizeOfWindow(window), space.limit);
  if (size <= space.size) return;
  space.size = size;
  space.clamp = space.windowOf(size);
}

/**
 * The round-trip time of a host that only receives: by timestamps, and without
 * them as the time in which a window of data arrives, of which the least
 * counts (Linux tcp_rcv_rtt_measure_ts, tcp_rcv_rtt_measure).
 */
function measureRoundTrip(tcb: Tcb, seg: Segment, now: Nanos): void {
  const { receiveTuning: tuning, rcv } = tcb;
  if (tuning.windowSince === NEVER || !seqLT(rcv.nxt, tuning.windowEnd)) {
    if (tuning.windowSince !== NEVER) addSample(tcb, Math.max(now - tuning.windowSince, 1), true);
    tuning.windowEnd = seqAdd(rcv.nxt, rcv.window);
    tuning.windowSince = now;
  }
  if (!tcb.timestamps || seg.options.timestampEcho === tuning.lastEcho) return;
  tuning.lastEcho = seg.options.timestampEcho;
  if (seg.dataLength < rcv.segmentSize) return;
  const rtt = timestampRtt(tcb, seg, now);
  if (rtt > 0) addSample(tcb, rtt, false);
}

function addSample(tcb: Tcb, rtt: Nanos, isOfWindow: boolean): void {
  const { receiveTuning: tuning } = tcb;
  const sample8 = rtt * EIGHTHS;
  if (tuning.rtt8 === 0 || sample8 < tuning.rtt8) {
    tuning.rtt8 = sample8;
  } else if (!isOfWindow && tcb.receiveBuffer.length === 0) {
    tuning.rtt8 += rtt - Math.floor(tuning.rtt8 / EIGHTHS);
  }
}

/**
 * Where within half a round trip more than three eighths of the buffer arrived
 * in order, it grows by half (FreeBSD tcp_autorcvbuf).
 */
function tuneByArrivals(tcb: Tcb, length: number, now: Nanos): void {
  const { receiveTuning: tuning, space, options, rtt } = tcb;
  if (options.isReceiveBufferFixed || !rtt.hasSample) return;
  if (now - tuning.since <= rtt.srtt / 2) {
    tuning.pace += length;
    return;
  }
  if (tuning.pace > (space.size >> 3) * 3 && space.size < space.limit) {
    space.size = Math.min(space.size + (space.size >> 1), space.limit);
  }
  tuning.since = now;
  tuning.pace = 0;
}
