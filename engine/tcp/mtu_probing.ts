import { minutes, type Nanos } from "../base/time.ts";
import { largestMss, resize, sendTooLongAgain } from "./path_mtu.ts";
import { seqAdd, seqGEQ } from "./seq.ts";
import type { Tcb } from "./tcb.ts";

/** No segment gets smaller than that (Linux tcp_mtu_probe_floor). */
const FLOOR = 48;

/** The search ends when it is known to so many bytes (Linux tcp_probe_threshold). */
const THRESHOLD = 8;

/** After that time it begins anew (Linux tcp_probe_interval; RFC 4821 7.4: 10 minutes). */
const INTERVAL = minutes(10);

/** Segments that must follow a probe, so that its loss alone shows (Linux: reordering + 1). */
const FOLLOWERS = 4;

/** The least window, in segments, in which a probe's loss is nothing much (Linux tcp_mtu_probe). */
const LEAST_WINDOW = 11;

/** The handshake is over: those who always probe begin with a segment that passes nearly everywhere. */
export function beginProbing(tcb: Tcb, now: Nanos): void {
  if (tcb.profile.mtuProbing === "always") searchFrom(tcb, tcb.profile.mtuProbeBase, now);
}

/**
 * The retransmission timer fired, so often that long packets seem to vanish
 * without a word: smaller ones from now on (RFC 4821 7.7, RFC 2923 2.1).
 */
export function suspectBlackHole(tcb: Tcb, now: Nanos): void {
  const { path, profile, snd } = tcb;
  path.probeSize = 0; // nothing is known of it
  if (profile.mtuProbing === "off" || !tcb.synAcked || tcb.retries < profile.mtuProbeAfter) return;
  const isKnown = path.low !== Infinity;
  const size = isKnown ? Math.min(path.low >> 1, profile.mtuProbeBase) : profile.mtuProbeBase;
  searchFrom(tcb, Math.max(Math.min(size, snd.mss), Math.min(FLOOR, snd.mss)), now);
}

function searchFrom(tcb: Tcb, size: number, now: Nanos): void {
  const { path } = tcb;
  path.low = size;
  path.high = largestMss(tcb);
  path.searchedAt = now;
  resize(tcb);
}

/**
 * The payload of a probe that may leave now instead of a full segment, 0 for
 * none (RFC 4821 7.3, 7.4; Linux tcp_mtu_probe): half-way between what passes
 * and what may, where nothing is missing and enough can follow to show its loss.
 */
export function probeLength(tcb: Tcb, unsent: number, usable: number, now: Nanos): number {
  const { congestion, path, scoreboard, snd } = tcb;
  if (path.low === Infinity || path.probeSize > 0 || !tcb.profile.mtuProbeSearch) return 0;
  if (tcb.inRecovery || tcb.inLoss || scoreboard.sacked > 0 || tcb.dupAcks > 0) return 0;
  if (path.high - path.low < THRESHOLD) return searchAnew(tcb, now);
  const size = (path.low + path.high) >> 1;
  const needed = size + FOLLOWERS * snd.mss;
  if (congestion.cwnd < LEAST_WINDOW * snd.mss || unsent < needed || usable < needed) return 0;
  return scoreboard.inFlight + 2 * snd.mss <= congestion.cwnd ? size : 0;
}

function searchAnew(tcb: Tcb, now: Nanos): number {
  const { path } = tcb;
  if (now - path.searchedAt < INTERVAL) return 0;
  path.high = largestMss(tcb);
  path.searchedAt = now;
  return 0;
}

/** A probe leaves as the segment that begins at `start`. */
export function noteProbe(tcb: Tcb, start: number, length: number): void {
  const { path } = tcb;
  path.probeSize = length;
  path.probeStart = start;
  path.probeEnd = seqAdd(start, length);
}

/** SND.UNA went on: a probe that is acknowledged has passed, and all segments may be as long (7.6.1). */
export function noteProbeAcknowledged(tcb: Tcb): void {
  const { path, snd } = tcb;
  if (!seqGEQ(snd.una, path.probeEnd)) return;
  path.low = path.probeSize;
  path.probeSize = 0;
  resize(tcb);
}

/**
 * A loss was found. Where it is the probe alone, that says something about its
 * length and nothing about congestion (RFC 4821 7.6.2): it is sent again in
 * smaller segments. Returns whether it was so.
 */
export function isProbeLoss(tcb: Tcb, now: Nanos): boolean {
  const { path, snd } = tcb;
  if (path.probeSize === 0 || snd.una !== path.probeStart) return false;
  path.high = path.probeSize - 1;
  path.probeSize = 0;
  tcb.scoreboard.unmarkLost();
  if (!sendTooLongAgain(tcb, "MTU probe", now)) return false;
  path.isOneOut = false;
  tcb.forcedRetransmissions = 2; // a probe is less than two segments
  return true;
}
