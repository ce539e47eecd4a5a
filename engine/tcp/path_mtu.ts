import { type Nanos, NEVER } from "../base/time.ts";
import { HEADERS, TIMESTAMP_BYTES } from "./receive_window.ts";
import { seqAdd, seqDiff, seqGEQ, seqGT, seqLT } from "./seq.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";

/**
 * Eff.snd.MSS (RFC 9293 3.7.1, MUST-16): the most payload of a segment that the
 * peer takes and the path carries, as far as is known.
 */
export function effectiveMss(tcb: Tcb): number {
  return Math.min(largestMss(tcb), tcb.path.low);
}

/** The same without what probing has found: the peer's MSS, the interface and the routers. */
export function largestMss(tcb: Tcb): number {
  const mtu = Math.min(tcb.options.mtu, tcb.path.mtu);
  const optionBytes = tcb.timestamps ? TIMESTAMP_BYTES : 0;
  const chosen = tcb.options.maxSegment > 0 ? tcb.options.maxSegment : Infinity;
  return Math.max(Math.min(tcb.snd.peerMss, mtu - HEADERS, chosen) - optionBytes, 1);
}

/** The segment size follows what is known of the path; the window that is counted in segments too. */
export function resize(tcb: Tcb): void {
  const { congestion, scoreboard, snd } = tcb;
  const before = snd.mss;
  const after = effectiveMss(tcb);
  if (after === before) return;
  snd.mss = after;
  if (!tcb.synAcked) return;
  if (scoreboard.segmentSize > 0) {
    congestion.cwnd = Math.floor(congestion.cwnd / before) * after;
    scoreboard.countAs(after);
  }
  congestion.onSmssChange(after);
}

/** The path MTU that the host knows of, and until when: for new connections, and what others learned. */
export function setPathMtu(tcb: Tcb, mtu: number, until: Nanos): void {
  tcb.path.mtu = mtu;
  tcb.path.until = until;
  if (tcb.state !== State.Closed && tcb.state !== State.Listen) resize(tcb);
}

/** That knowledge is old: segments are as large as the interface takes again (RFC 1191 6.3). */
export function forgetPathMtu(tcb: Tcb): void {
  setPathMtu(tcb, Infinity, NEVER);
}

/**
 * ICMP "fragmentation needed" about the segment that began at `seq`: the path
 * carries packets of `mtu` bytes (RFC 1191 6.4). Believed where the segment is
 * in flight and the MTU smaller than the one in use; and, by profile, only after
 * a timeout where longer packets were acknowledged before (RFC 5927 7.2).
 * Returns the path MTU that it leaves, 0 where it was not believed.
 */
export function onTooBig(tcb: Tcb, seq: number, mtu: number, until: Nanos, now: Nanos): number {
  const { path, profile, snd } = tcb;
  if (!profile.pathMtuDiscovery || tcb.state === State.Closed) return 0;
  if (!seqGEQ(seq, snd.una) || !seqLT(seq, snd.nxt)) return 0; // RFC 5927 4.1
  const claim = Math.max(mtu, profile.pathMtuLeast);
  if (claim > Math.min(tcb.options.mtu, path.mtu)) return 0;
  const waits = profile.pathMtuClaims === "after-timeout" && tcb.retries === 0;
  if (waits && claim < path.acknowledged) {
    path.claim = claim;
    path.claimUntil = until;
    return 0;
  }
  if (claim < path.mtu) setPathMtu(tcb, claim, until);
  sendTooLongAgain(tcb, "path MTU", now);
  return claim;
}

/** A timeout: a claim that waited for one counts now (RFC 5927 7.2). */
export function believeClaim(tcb: Tcb): void {
  const { path } = tcb;
  if (path.claim === 0) return;
  if (path.claim < path.mtu) setPathMtu(tcb, path.claim, path.claimUntil);
  path.claim = 0;
}

/** SND.UNA is about to go to `ack`: notes the longest packet that it acknowledges; claims were false. */
export function noteAcknowledged(tcb: Tcb, ack: number): void {
  const { path, scoreboard } = tcb;
  path.isOneOut = false;
  if (tcb.profile.pathMtuClaims !== "after-timeout") return;
  path.claim = 0;
  const headers = HEADERS + (tcb.timestamps ? TIMESTAMP_BYTES : 0);
  for (let index = 0; index < scoreboard.count; index++) {
    const end = scoreboard.endAt(index);
    if (seqGT(end, ack)) return;
    const length = seqDiff(end, scoreboard.startAt(index)) + headers;
    if (length > path.acknowledged) path.acknowledged = length;
  }
}

/**
 * What is out and too long for the path is sent again in smaller segments, at
 * once and without a word to congestion control: it was not lost to congestion
 * (RFC 1191 6.4). Returns whether there was any.
 */
export function sendTooLongAgain(tcb: Tcb, note: string, now: Nanos): boolean {
  const { congestion, path, scoreboard, snd } = tcb;
  let isAny = false;
  const finEnd = seqAdd(tcb.finSeq, 1);
  for (let index = 0; index < scoreboard.count; index++) {
    const end = scoreboard.endAt(index);
    const fin = tcb.finQueued && end === finEnd ? 1 : 0;
    if (seqDiff(end, scoreboard.startAt(index)) - fin <= snd.mss) continue;
    if (!scoreboard.isInFlight(index)) continue;
    scoreboard.markLost(index);
    isAny = true;
  }
  if (!isAny) return false;
  tcb.retransmitNote = note;
  tcb.forcedRetransmissions = 1;
  path.isOneOut = tcb.profile.tooBigRetransmits === "one";
  if (tcb.inRecovery) congestion.cwnd = Math.min(congestion.cwnd, congestion.ssthresh);
  tcb.inRecovery = false;
  tcb.inLoss = true;
  tcb.recover = snd.nxt;
  tcb.dupAcks = 0;
  tcb.frto.isOn = false;
  tcb.frto.isProbing = false;
  tcb.undo.isOpen = false;
  tcb.probe.isOut = false;
  tcb.timers.cancel(Timer.LossProbe, now, tcb.trace);
  return true;
}
