import { Packet } from "./packet.ts";
import { NO_BYTES, Segment } from "./segment.ts";
import { NO_OPTIONS, TcpOptions } from "./tcp_options.ts";

/**
 * Packets and segments that are used again once they have arrived. New ones for
 * each segment are the most of what is allocated per segment, and push what
 * connections keep out of the processor's cache.
 *
 * What is taken here is owned by one at a time: its sender, then the frame that
 * carries it, then the host that it is for, which gives it back. Whoever wants
 * it to have a second owner, or to keep it, says so beforehand
 * ({@linkcode keepPacket}); then it is garbage like any other.
 */
export class PacketPool {
  readonly #segments: Segment[] = [];
  readonly #packets: Packet[] = [];

  /** A segment as `new Segment()` makes it, with options of its own for timestamps. */
  segment(): Segment {
    return this.#segments.pop() ?? newSegment();
  }

  /** A packet, all of whose fields are to be set: they are what they last were. */
  packet(): Packet {
    return this.#packets.pop() ?? newPacket();
  }

  /** Takes back a packet that nobody needs any more, with its segment; leaves one alone that has others. */
  giveBack(packet: Packet): void {
    if (!packet.isReusable) return;
    const { segment } = packet;
    packet.segment = null;
    this.#packets.push(packet);
    if (segment === null || segment.stamps === null) return;
    segment.ack = 0;
    segment.window = 0;
    segment.urgentPointer = 0;
    segment.options = NO_OPTIONS;
    segment.data = NO_BYTES;
    segment.dataStart = 0;
    segment.dataLength = 0;
    this.#segments.push(segment);
  }
}

/** A packet with a segment, as pools have them, that is in none: to be filled, as often as one likes. */
export function blankPacket(): Packet {
  const packet = new Packet();
  packet.segment = newSegment();
  return packet;
}

function newSegment(): Segment {
  const segment = new Segment();
  segment.stamps = new TcpOptions();
  segment.stamps.hasTimestamps = true;
  return segment;
}

function newPacket(): Packet {
  const packet = new Packet();
  packet.isReusable = true;
  return packet;
}
