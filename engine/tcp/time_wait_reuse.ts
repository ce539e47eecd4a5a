import type { Nanos } from "../base/time.ts";
import { Flag, type Ipv4, isLoopback, type Segment } from "../wire/mod.ts";
import type { Connection } from "./connection.ts";
import type { Profile } from "./profiles/mod.ts";
import { seqAdd, seqDiff, seqGT } from "./seq.ts";
import { State } from "./state.ts";

/** How far the ISS lies above SND.NXT of an incarnation that a new one replaces (Linux: 65535 + 2). */
const ISS_STEP = 65_537;

/** The ISS of a connection that takes the place of one in TIME-WAIT (RFC 9293 3.6.1, MAY-2). */
export function issAfter(old: Connection): number {
  return seqAdd(old.tcb.snd.nxt, ISS_STEP);
}

/** MAY-2: whether a SYN may begin a new incarnation of a connection in TIME-WAIT. */
export function maySynReopen(connection: Connection, seg: Segment): boolean {
  return connection.state === State.TimeWait && connection.profile.timeWaitReuse &&
    (seg.flags & (Flag.Syn | Flag.Ack | Flag.Rst)) === Flag.Syn && isNewer(connection, seg);
}

/** By its timestamp where both have one (RFC 6191 2, SHLD-4), else by its sequence number. */
function isNewer({ tcb }: Connection, seg: Segment): boolean {
  const { hasTimestamps, timestampValue } = seg.options;
  if (tcb.profile.timeWaitReuseByTime && tcb.timestamps && hasTimestamps) {
    const later = seqDiff(timestampValue, tcb.tsRecent);
    if (later !== 0) return later > 0;
  }
  return seqGT(seg.seq, tcb.rcv.nxt);
}

/** Who has a 4-tuple: what decides whether another may take it over. */
export interface Holder {
  readonly profile: Profile;
  readonly state: State;
  readonly localAddress: Ipv4;
  readonly remoteAddress: Ipv4;
  readonly timestamps: boolean;
  readonly timeWaitAt: Nanos;
}

/**
 * Whether an active OPEN may take over the 4-tuple of a connection in
 * TIME-WAIT. Linux does where timestamps tell old segments from new ones: from
 * a port that the program chose by bind at once, from one that the system looks
 * for by tcp_tw_reuse and after a while (S: tcp_twsk_unique; measured).
 */
export function mayConnectOver(old: Holder, isPortBound: boolean, now: Nanos): boolean {
  const { profile } = old;
  if (old.state !== State.TimeWait || !old.timestamps) return false;
  if (isPortBound) return profile.timeWaitConnectBound;
  return mayConnectOverLater(profile, old.localAddress, old.remoteAddress) &&
    now - old.timeWaitAt >= profile.timeWaitConnectDelay;
}

/** Whether a connection between these addresses gives away its 4-tuple after a while in TIME-WAIT. */
export function mayConnectOverLater(profile: Profile, local: Ipv4, remote: Ipv4): boolean {
  switch (profile.timeWaitConnect) {
    case "never":
      return false;
    case "loopback":
      return isLoopback(local) || isLoopback(remote);
    default:
      return true;
  }
}
