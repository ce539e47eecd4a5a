import { ms, type Nanos, seconds } from "../base/time.ts";
import { Flag, type Segment, type TcpOptions, timestampOptions } from "../wire/mod.ts";
import { seqDiff, seqLEQ } from "./seq.ts";
import type { Tcb } from "./tcb.ts";

/** One tick of the timestamp clock (RFC 7323 5.4 allows 1 ms to 1 s; Linux, FreeBSD and Windows: 1 ms). */
const TICK = ms(1);

/** After so long without a segment TS.Recent says nothing any more (RFC 7323 5.5). */
const RECENT_VALID = seconds(24 * 24 * 3600);

/**
 * The clock's value for TSval, int32. It starts elsewhere for each pair of
 * hosts (RFC 7323 7.1), but for all connections between two hosts alike, so
 * that a new incarnation is newer than the old (RFC 6191; Linux
 * secure_tcp_ts_off).
 */
export function timestampNow(tcb: Tcb, now: Nanos): number {
  const pair = Math.imul(tcb.localAddress, 0x9e3779b1) ^ Math.imul(tcb.remoteAddress, 0x85ebca6b);
  return (pair + Math.floor(now / TICK)) | 0;
}

/**
 * The options of a segment with timestamps and nothing else that leaves now: its
 * own, or what others that leave within one tick share, as options never change.
 */
export function stampedOptions(tcb: Tcb, seg: Segment, now: Nanos): TcpOptions {
  const value = timestampNow(tcb, now);
  const { stamps } = seg;
  if (stamps !== null) {
    stamps.timestampValue = value;
    stamps.timestampEcho = tcb.tsRecent;
    return stamps;
  }
  const last = tcb.stampedOptions;
  if (last.timestampValue === value && last.timestampEcho === tcb.tsRecent && last.hasTimestamps) {
    return last;
  }
  return tcb.stampedOptions = timestampOptions(value, tcb.tsRecent);
}

/** The peer's SYN decides whether both sides use timestamps (RFC 7323 3.2). */
export function learnTimestamps(tcb: Tcb, seg: Segment, isOffered: boolean, now: Nanos): void {
  tcb.timestamps = isOffered && seg.options.hasTimestamps;
  if (!tcb.timestamps) return;
  tcb.tsRecent = seg.options.timestampValue;
  tcb.tsRecentAt = now;
}

/**
 * PAWS (RFC 7323 5.3): whether a segment is newer than all before it. One
 * without timestamps is not, except where the profile tolerates it; a reset is
 * never judged.
 */
export function passesPaws(tcb: Tcb, seg: Segment, now: Nanos): boolean {
  if (!tcb.timestamps || (seg.flags & Flag.Rst) !== 0) return true;
  if (!seg.options.hasTimestamps) return tcb.profile.missingTimestamps === "accept";
  if (now - tcb.tsRecentAt > RECENT_VALID) return true;
  return seqDiff(seg.options.timestampValue, tcb.tsRecent) >= 0;
}

/** TS.Recent from a segment that covers the last ACK sent (RFC 7323 4.3). */
export function noteTimestamp(tcb: Tcb, seg: Segment, now: Nanos): void {
  if (!tcb.timestamps || !seg.options.hasTimestamps) return;
  if (!seqLEQ(seg.seq, tcb.rcv.lastAckSent)) return;
  const isOlder = seqDiff(seg.options.timestampValue, tcb.tsRecent) < 0;
  if (isOlder && now - tcb.tsRecentAt <= RECENT_VALID) return;
  tcb.tsRecent = seg.options.timestampValue;
  tcb.tsRecentAt = now;
}

/**
 * The round-trip time that an ACK of new data shows by its TSecr (RFC 7323
 * 4.1), in whole ticks but never 0; -1 where it shows none.
 */
export function timestampRtt(tcb: Tcb, seg: Segment, now: Nanos): Nanos {
  if (!tcb.timestamps || !seg.options.hasTimestamps || seg.options.timestampEcho === 0) return -1;
  const ticks = seqDiff(timestampNow(tcb, now), seg.options.timestampEcho);
  return ticks < 0 ? -1 : Math.max(ticks * TICK, TICK);
}
