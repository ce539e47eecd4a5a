import { ms, type Nanos, NEVER } from "../base/time.ts";
import { afterKeeping, nextWindow } from "./receive_window.ts";
import { measureSegment } from "./segment_size.ts";
import { seqDiff } from "./seq.ts";
import { State } from "./state.ts";
import { ackAtOnce, AckWhy, type Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";

/**
 * When text in order is acknowledged (RFC 9293 3.8.6.3, RFC 5681 4.2): at once
 * where a gap was filled or enough is unacknowledged, else with a delay. To be
 * called once the text was kept; `flags` are those of its segment.
 */
export function acknowledgeText(
  tcb: Tcb,
  flags: number,
  length: number,
  hadGap: boolean,
  now: Nanos,
): void {
  const { rcv } = tcb;
  rcv.isAckPending = true;
  rcv.unackedBytes += length;
  measureSegment(tcb, flags, length);
  adaptDelay(tcb, now);
  if (now - tcb.lastDataAt > tcb.rtt.rto) startQuickAcks(tcb);
  tcb.lastDataAt = now;
  afterKeeping(tcb, length, false);
  if (hadGap) return ackAtOnce(tcb, AckWhy.GapFilled);
  if (isEnoughUnacked(tcb) || isQuick(tcb)) return ackAtOnce(tcb, AckWhy.Plain);
  delayAck(tcb, now);
}

/** Quick ACKs where the window is too small to count segments by it (Linux tcp_incr_quickack). */
const LEAST_QUICK_ACKS = 2;

/** A stream begins, or goes on after a pause: its segments are acknowledged singly for a while. */
function startQuickAcks(tcb: Tcb): void {
  const { profile, rcv } = tcb;
  let count = profile.quickAcks;
  if (profile.ackPolicy === "adapt") {
    const segments = Math.floor(rcv.window / (2 * rcv.segmentSize)); // two for each full segment
    count = Math.min(count, segments === 0 ? LEAST_QUICK_ACKS : segments);
  }
  tcb.quickAcks = Math.max(tcb.quickAcks, count);
}

function isQuick(tcb: Tcb): boolean {
  return tcb.quickAcks > 0 && !tcb.pingpong;
}

/**
 * SHLD-19: every second full segment, or as many bytes. Systems that adapt do
 * it with the first byte behind a full one, unless the window would have to
 * shrink: then the reading will acknowledge (Linux __tcp_ack_snd_check).
 */
function isEnoughUnacked(tcb: Tcb): boolean {
  const { rcv, profile } = tcb;
  if (profile.ackPolicy === "segments") {
    return tcb.timers.isRunning(Timer.DelayedAck) || rcv.unackedBytes > rcv.segmentSize;
  }
  if (profile.ackPolicy === "count") {
    return rcv.unackedBytes >= profile.delayedAckEvery * rcv.segmentSize;
  }
  const unacked = seqDiff(rcv.nxt, rcv.lastAckSent);
  return unacked > (profile.delayedAckEvery - 1) * rcv.segmentSize &&
    (tcb.receiveBuffer.length === 0 || nextWindow(tcb) >= rcv.window);
}

/**
 * The delay follows the time between segments: the sum of it and of half the
 * delay before, at least delayedAck / 2 more (Linux tcp_event_data_recv: ato).
 */
function adaptDelay(tcb: Tcb, now: Nanos): void {
  const { delayedAck, ackPolicy } = tcb.profile;
  if (ackPolicy !== "adapt" || tcb.ackDelay === 0) {
    tcb.ackDelay = delayedAck;
    return;
  }
  const since = now - tcb.lastDataAt;
  if (since <= delayedAck / 2) {
    tcb.ackDelay = Math.floor((tcb.ackDelay + delayedAck) / 2);
  } else if (since < tcb.ackDelay) {
    tcb.ackDelay = Math.min(Math.floor(tcb.ackDelay / 2) + since, tcb.rtt.rto);
  }
}

/** How long an ACK waits now: what was adapted, at most a round trip and delayedAckMax. */
function delayNow(tcb: Tcb): Nanos {
  const { profile, rtt } = tcb;
  if (tcb.ackDelay <= profile.delayedAck) return tcb.ackDelay;
  const most = rtt.hasSample ? Math.max(rtt.srtt, profile.delayedAck) : profile.delayedAckMax;
  return Math.min(tcb.ackDelay, most, profile.delayedAckMax);
}

/**
 * Lets the ACK wait for data to ride on, or for the timer (SHLD-18, MUST-40).
 * Systems that adapt do not wait for a timer that is about to go off (Linux
 * tcp_send_delayed_ack).
 */
function delayAck(tcb: Tcb, now: Nanos): void {
  const delay = delayNow(tcb);
  const { delayedAck } = tcb.timers;
  const isSoon = tcb.profile.ackPolicy === "adapt" && delayedAck <= now + delay / 4;
  if (isSoon) return ackAtOnce(tcb, AckWhy.Delayed);
  if (delayedAck > now + delay) tcb.timers.set(Timer.DelayedAck, now + delay, now, tcb.trace);
}

/** Nobody sent data or read all in time: the next ACK waits longer, and no more for data. */
export function onAckTimeout(tcb: Tcb): void {
  const { profile, rcv } = tcb;
  if (profile.ackPolicy === "adapt" && !rcv.isCompressed) {
    if (tcb.pingpong) tcb.ackDelay = profile.delayedAck;
    else tcb.ackDelay = Math.min(2 * tcb.ackDelay, tcb.rtt.rto);
    tcb.pingpong = false;
  }
  ackAtOnce(tcb, AckWhy.Delayed);
}

/** Data answers what came just before: an interactive exchange, in which ACKs wait for data (Linux). */
export function noteAnswer(tcb: Tcb, now: Nanos): void {
  if (tcb.profile.quickAcks > 0 && now - tcb.lastDataAt < tcb.ackDelay) tcb.pingpong = true;
}

/** Everything received so far is acknowledged by the segment that leaves now. */
export function ackSent(tcb: Tcb, now: Nanos): void {
  const { rcv, timers } = tcb;
  if (rcv.isAckPending && tcb.quickAcks > 0 && --tcb.quickAcks === 0) {
    tcb.ackDelay = tcb.profile.delayedAck;
  }
  rcv.isAckPending = false;
  rcv.isCompressed = false;
  tcb.ackNow = false;
  tcb.ackWhy = AckWhy.Plain;
  rcv.unackedBytes = 0;
  rcv.pushes = 0;
  timers.cancel(Timer.DelayedAck, now, tcb.trace);
}

/**
 * The user has read: an ACK leaves where everything was read and the peer waits
 * for it, or a second segment came in the meantime (Linux __tcp_cleanup_rbuf).
 */
export function acknowledgeRead(tcb: Tcb): void {
  const { rcv, profile, receiveBuffer } = tcb;
  if (!profile.ackWhenRead) return;
  if (profile.ackPolicy === "adapt" && rcv.isAckPending) {
    if (seqDiff(rcv.nxt, rcv.lastAckSent) > rcv.segmentSize) return ackAtOnce(tcb, AckWhy.Read);
  }
  if (receiveBuffer.length > 0 || tcb.reassembly.count > 0) return;
  if (rcv.pushes === 2 || (rcv.pushes === 1 && !tcb.pingpong)) ackAtOnce(tcb, AckWhy.Read);
}

/** Duplicate ACKs that leave at once before others are compressed (Linux TCP_FASTRETRANS_THRESH). */
const DUPLICATES_AT_ONCE = 3;

/** How long a compressed ACK waits at most (Linux tcp_comp_sack_delay_ns). */
const COMPRESSED_DELAY = ms(1);

/**
 * A segment behind a gap is acknowledged at once (RFC 5681 4.2); with SACK some
 * systems let all but the first few of a burst share one ACK (Linux
 * __tcp_ack_snd_check).
 */
export function acknowledgeGap(tcb: Tcb, isNew: boolean, now: Nanos): void {
  const { rcv, profile } = tcb;
  tcb.counters.outOfOrder++;
  rcv.isAckPending = true;
  const mayShare = profile.sackCompression && tcb.sack && isNew;
  if (!mayShare || isQuick(tcb)) return ackAtOnce(tcb, AckWhy.OutOfOrder);
  if (rcv.gapAt !== rcv.nxt) {
    rcv.gapAt = rcv.nxt;
    rcv.duplicateAcks = 0;
  }
  if (rcv.duplicateAcks < DUPLICATES_AT_ONCE) {
    rcv.duplicateAcks++;
    return ackAtOnce(tcb, AckWhy.OutOfOrder);
  }
  const delay = Math.min(COMPRESSED_DELAY, Math.floor(tcb.rtt.srtt / 20));
  if (tcb.timers.delayedAck <= now + delay) return;
  rcv.isCompressed = true;
  tcb.timers.setExactly(Timer.DelayedAck, now + delay, now, tcb.trace);
}

/** Some systems let the ACK of a FIN wait for their own FIN (profile: ackOnFin). */
export function acknowledgeFin(tcb: Tcb, now: Nanos): void {
  const { ackOnFin } = tcb.profile;
  if (tcb.state !== State.CloseWait || ackOnFin === "immediate") {
    return ackAtOnce(tcb, AckWhy.Fin);
  }
  tcb.rcv.isAckPending = true;
  tcb.pingpong = true;
  if (tcb.ackNow) return;
  // Linux has no delay (ato is 0) before data came, and then the next tick sends the ACK.
  const isFirst = ackOnFin === "delayed-after-data" && tcb.lastDataAt === -NEVER;
  if (isFirst) tcb.ackDelay = 0;
  else if (tcb.ackDelay === 0) tcb.ackDelay = tcb.profile.delayedAck;
  delayAck(tcb, now);
}
