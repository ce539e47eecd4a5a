import { formatNanos, type Nanos, seconds } from "../engine/base/time.ts";
import { Flag, type Ipv4, type Packet, type Segment } from "../engine/wire/mod.ts";

/** What a firewall is like that keeps track of connections. */
export interface FirewallSettings {
  /** How long it remembers an established connection of which it sees nothing. */
  readonly idle: Nanos;
  /** What segments get of connections that it does not know. */
  readonly unknown: "drop" | "reset";
}

/**
 * How long it remembers connections that are not established: one that opens,
 * one whose both FINs were seen, one that was reset (Linux:
 * nf_conntrack_tcp_timeout_syn_sent, _time_wait, _close). Never longer than `idle`.
 */
const OPENING = seconds(120);
const CLOSING = seconds(120);
const RESET = seconds(10);

/** What it knows of a connection. Sides are told apart by their addresses and ports. */
interface Track {
  /** When it last saw a segment of it. */
  seenAt: Nanos;
  /** How long it remembers it from then on. */
  memory: Nanos;
  /** Which sides have sent their FIN: 1 and 2, as bits. */
  fins: number;
}

/**
 * Keeps track of the connections that pass a host, as stateful firewalls and
 * address translators do: only a SYN makes one known, and a silent one is
 * forgotten. It looks at flags, not at sequence numbers.
 */
export class Firewall {
  readonly settings: FirewallSettings;
  readonly #tracks: Map<string, Track> = new Map();

  constructor(settings: FirewallSettings) {
    this.settings = settings;
  }

  /**
   * Takes note of a packet. Why it does not know its connection, in words; ""
   * where it does, or the packet is no segment.
   */
  refusal(packet: Packet, now: Nanos): string {
    const seg = packet.segment;
    if (seg === null) return "";
    const [key, side] = keyOf(packet, seg);
    let track = this.#tracks.get(key);
    const isOpening = (seg.flags & (Flag.Syn | Flag.Ack)) === Flag.Syn;
    if (track === undefined || now - track.seenAt > track.memory) {
      if (!isOpening) return strangeness(track, now);
      track = { seenAt: now, memory: Math.min(OPENING, this.settings.idle), fins: 0 };
      this.#tracks.set(key, track);
    }
    track.seenAt = now;
    track.memory = this.#memoryAfter(track, seg, side);
    return "";
  }

  /** It was restarted, and knows no connection. */
  forgetAll(): void {
    this.#tracks.clear();
  }

  #memoryAfter(track: Track, seg: Segment, side: number): Nanos {
    const { idle } = this.settings;
    if ((seg.flags & Flag.Syn) !== 0) {
      track.fins = 0;
      return Math.min(OPENING, idle);
    }
    if ((seg.flags & Flag.Rst) !== 0) return Math.min(RESET, idle);
    if ((seg.flags & Flag.Fin) !== 0) track.fins |= side;
    return track.fins === 3 ? Math.min(CLOSING, idle) : idle;
  }
}

function strangeness(track: Track | undefined, now: Nanos): string {
  if (track === undefined) return "never seen";
  return `forgotten, last seen ${formatNanos(now - track.seenAt)} ago`;
}

/** The connection of a segment, the same for both directions, and which side sent it: 1 or 2. */
function keyOf(packet: Packet, seg: Segment): [string, number] {
  const from = endOf(packet.source, seg.sourcePort);
  const to = endOf(packet.destination, seg.destinationPort);
  return from < to ? [`${from} ${to}`, 1] : [`${to} ${from}`, 2];
}

const endOf = (address: Ipv4, port: number): string => `${address}:${port}`;
