import { minutes, type Nanos } from "../base/time.ts";
import { Flag, type Ipv4, Segment, type TcpOptions, tcpOptions } from "../wire/mod.ts";
import type { Connection } from "./connection.ts";
import { halfSipHash } from "./half_sip_hash.ts";
import { seqAdd } from "./seq.ts";
import { DEFAULT_MSS } from "./tcb.ts";

/** How often the time in a cookie changes, and how many of these times it is good for (S: Linux). */
const PERIOD: Nanos = minutes(1);
const PERIODS = 2;

/** What a cookie can tell of the peer's MSS: the largest of these that is not above it (S: Linux). */
const SIZES = [536, 1300, 1440, 1460] as const;

const LOW_24 = 0xffffff;

/** What the low bits of TSval keep of a SYN's options (S: Linux, cookie_init_timestamp). */
const STAMP_BITS = 0x3f;
const NO_SCALE = 0xf;
const SACK_BIT = 0x10;
const ECN_BIT = 0x20;

/** Both ends of the connection to be: ours, then the peer's. */
export interface CookieEnds {
  readonly localAddress: Ipv4;
  readonly localPort: number;
  readonly remoteAddress: Ipv4;
  readonly remotePort: number;
}

/**
 * SYN cookies (RFC 4987 3.6): initial sequence numbers of SYN,ACKs that tell,
 * when the peer acknowledges them, what was in its SYN, so that nothing has to
 * be kept meanwhile. As Linux makes them: the time in minutes in the upper 8
 * bits, the place of the MSS in a table in the rest, both under keyed hashes.
 */
export class SynCookies {
  readonly #key0: number;
  readonly #key1: number;

  /** The two words of the secret come from the host's random numbers. */
  constructor(key0: number, key1: number) {
    this.#key0 = key0 | 0;
    this.#key1 = key1 | 0;
  }

  /** The ISS that answers a SYN with the number `irs` and that MSS, int32. */
  make(ends: CookieEnds, irs: number, mss: number, now: Nanos): number {
    let index = 0;
    while (index + 1 < SIZES.length && SIZES[index + 1]! <= mss) index++;
    const period = Math.floor(now / PERIOD);
    const low = (this.#hash(ends, period + 1) + index) & LOW_24;
    return (this.#hash(ends, 0) + irs + (period << 24) + low) | 0;
  }

  /** The MSS in a cookie that was made for that peer and SYN lately, else 0. */
  mssIn(cookie: number, ends: CookieEnds, irs: number, now: Nanos): number {
    const bits = (cookie - this.#hash(ends, 0) - irs) | 0;
    const period = Math.floor(now / PERIOD);
    const age = (period - (bits >>> 24)) & 0xff;
    if (age >= PERIODS) return 0;
    const index = (bits - this.#hash(ends, period - age + 1)) & LOW_24;
    return index < SIZES.length ? SIZES[index]! : 0;
  }

  /**
   * Answers a SYN by a SYN,ACK that is to be remembered by nobody, by means of
   * a new connection that is thrown away. TSval keeps what was agreed on; where
   * one side has no timestamps there is nothing to keep it in, so that nothing
   * but the MSS may be (S: Linux, tcp_conn_request: tcp_clear_options, ecn_ok).
   */
  answer(connection: Connection, syn: Segment, now: Nanos): Segment | null {
    const mss = syn.options.mss > 0 ? syn.options.mss : DEFAULT_MSS;
    connection.openPassive(this.make(connection, syn.seq, mss, now));
    const isKept = syn.options.hasTimestamps && connection.profile.timestampsIfAsked;
    connection.onSegment(isKept ? syn : withMssAlone(syn), now);
    const reply = connection.pollSegment(now);
    if (reply === null) return null;
    const { options } = reply;
    if (options.hasTimestamps) {
      const { isOn } = connection.tcb.ecn;
      options.timestampValue = stampWithOptions(options.timestampValue, syn.options, isOn);
    }
    return reply;
  }

  /** The MSS in the cookie that a segment acknowledges, 0 where it acknowledges none. */
  mssAcknowledged(ends: CookieEnds, seg: Segment, now: Nanos): number {
    if ((seg.flags & (Flag.Ack | Flag.Rst | Flag.Syn)) !== Flag.Ack) return 0;
    return this.mssIn(seqAdd(seg.ack, -1), ends, seqAdd(seg.seq, -1), now);
  }

  #hash(ends: CookieEnds, word: number): number {
    const { localAddress, localPort, remoteAddress, remotePort } = ends;
    const ports = (localPort << 16) | remotePort;
    return halfSipHash(this.#key0, this.#key1 ^ word, localAddress | 0, remoteAddress | 0, ports);
  }
}

/** The same SYN as of a peer that offers nothing. */
function withMssAlone(syn: Segment): Segment {
  const plain = new Segment();
  plain.sourcePort = syn.sourcePort;
  plain.destinationPort = syn.destinationPort;
  plain.seq = syn.seq;
  plain.flags = Flag.Syn;
  plain.window = syn.window;
  if (syn.options.mss > 0) plain.options = tcpOptions({ mss: syn.options.mss });
  return plain;
}

/** A TSval not after `value` whose low bits keep what the peer offered, and whether ECN was agreed on. */
function stampWithOptions(value: number, peer: TcpOptions, usesEcn: boolean): number {
  const scale = peer.windowScale >= 0 ? Math.min(peer.windowScale, 14) : NO_SCALE;
  const bits = scale | (peer.sackPermitted ? SACK_BIT : 0) | (usesEcn ? ECN_BIT : 0);
  const stamp = (value & ~STAMP_BITS) | bits;
  return ((stamp - value) | 0) > 0 ? (stamp - STAMP_BITS - 1) | 0 : stamp;
}

/** The SYN that must have come before this ACK of a cookie with that MSS. */
export function synBefore(seg: Segment, mss: number): Segment {
  const syn = new Segment();
  syn.sourcePort = seg.sourcePort;
  syn.destinationPort = seg.destinationPort;
  syn.seq = seqAdd(seg.seq, -1);
  syn.flags = Flag.Syn;
  syn.window = seg.window;
  const { hasTimestamps, timestampValue, timestampEcho } = seg.options;
  if (!hasTimestamps) {
    syn.options = tcpOptions({ mss });
    return syn;
  }
  if ((timestampEcho & ECN_BIT) !== 0) syn.flags |= Flag.Ece | Flag.Cwr;
  const scale = timestampEcho & NO_SCALE;
  syn.options = tcpOptions({
    mss,
    sackPermitted: (timestampEcho & SACK_BIT) !== 0,
    timestamps: { value: timestampValue, echo: 0 },
    ...(scale === NO_SCALE ? {} : { windowScale: scale }),
  });
  return syn;
}
