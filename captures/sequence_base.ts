import { Flag, type Ipv4, type Packet, type Segment } from "../engine/wire/mod.ts";

/** A segment's numbers relative to the initial ones; absolute where a side has sent no SYN. */
export interface RelativeNumbers {
  readonly seq: number;
  /** 0 where the ACK bit is off. */
  readonly ack: number;
  /** Which connection between these ports it belongs to, from 0. */
  readonly incarnation: number;
}

/** The initial sequence numbers of one connection, null before the SYN of that side. */
interface Pair {
  readonly incarnation: number;
  /** By the sender's address and port. */
  readonly bases: Map<string, number>;
}

/** Remembers the initial sequence numbers of all connections that were seen. */
export class SequenceBase {
  readonly #pairs: Map<string, Pair> = new Map();

  relative(packet: Packet, seg: Segment): RelativeNumbers {
    const sender = endpoint(packet.source, seg.sourcePort);
    const receiver = endpoint(packet.destination, seg.destinationPort);
    const pair = this.#pairOf(sender, receiver, seg);
    const seqBase = pair.bases.get(sender);
    const ackBase = pair.bases.get(receiver);
    const hasAck = (seg.flags & Flag.Ack) !== 0;
    return {
      seq: seqBase === undefined ? seg.seq >>> 0 : (seg.seq - seqBase) | 0,
      ack: !hasAck ? 0 : ackBase === undefined ? seg.ack >>> 0 : (seg.ack - ackBase) | 0,
      incarnation: pair.incarnation,
    };
  }

  /** The initial sequence number of that sender towards that receiver, null if none was seen. */
  of(sender: string, receiver: string): number | null {
    return this.#pairs.get(pairName(sender, receiver))?.bases.get(sender) ?? null;
  }

  /** A SYN without ACK whose number is new, and far from the last one, begins another connection. */
  #pairOf(sender: string, receiver: string, seg: Segment): Pair {
    const name = pairName(sender, receiver);
    const known = this.#pairs.get(name);
    const isSyn = (seg.flags & Flag.Syn) !== 0;
    if (known !== undefined && (!isSyn || !isNewOpening(known, sender, receiver, seg))) {
      if (isSyn && !known.bases.has(sender)) known.bases.set(sender, seg.seq);
      return known;
    }
    const incarnation = known === undefined ? 0 : known.incarnation + 1;
    const made: Pair = { incarnation, bases: new Map() };
    if (isSyn) made.bases.set(sender, seg.seq);
    this.#pairs.set(name, made);
    return made;
  }
}

/** Closer numbers than this are old duplicates, not new connections. */
const NEAR = 10_000;

function isNewOpening(known: Pair, sender: string, receiver: string, seg: Segment): boolean {
  const base = known.bases.get(sender);
  if (base === undefined) return false;
  if ((seg.flags & Flag.Ack) !== 0) {
    if (base !== seg.seq) known.bases.set(sender, seg.seq);
    return false;
  }
  if (base === seg.seq) return false;
  return Math.abs((seg.seq - base) | 0) > NEAR || !known.bases.has(receiver);
}

/** An address and port as the keys here have it. */
export function endpoint(address: Ipv4, port: number): string {
  return `${address}:${port}`;
}

const pairName = (a: string, b: string): string => a < b ? `${a} ${b}` : `${b} ${a}`;
