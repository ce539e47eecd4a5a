import type { Ipv4 } from "./address.ts";
import { icmpByteLength, type IcmpMessage } from "./icmp.ts";
import { type Segment, segmentByteLength } from "./segment.ts";

export { Protocol } from "./protocol.ts";

/** The bytes of an IPv4 header without options. */
export const IP_HEADER_LENGTH = 20;

/** The bytes of the longest packet: its length is a field of 16 bits (RFC 791 3.1). */
export const MAX_PACKET_LENGTH = 0xffff;

/** One IPv4 packet (RFC 791) around a TCP segment or an ICMP message; immutable once sent. */
export class Packet {
  source: Ipv4 = 0;
  destination: Ipv4 = 0;
  /** Time to live; a router makes a new packet with one less. */
  ttl = 64;
  /** Identification. */
  id = 0;
  /** DSCP and ECN bits together: the second byte of the header. */
  tos = 0;
  dontFragment = true;
  /** Exactly one of `segment` and `icmp` is not null. */
  segment: Segment | null = null;
  icmp: IcmpMessage | null = null;
  /** Total length in bytes as in the header's field, IP and TCP headers and options included. */
  length = 0;
  /** Whether it came from a {@linkcode PacketPool} and has one owner, who gives it back. */
  isReusable = false;
}

/** Says that a packet has more than one owner from now on, or is kept: it will not be used again. */
export function keepPacket(packet: Packet): void {
  if (packet.isReusable) packet.isReusable = false;
}

/**
 * Puts a segment into a packet that must not be fragmented (RFC 1191 3): a new
 * one, or `packet`, which was taken from a pool. Nothing is encoded.
 */
export function tcpPacket(
  source: Ipv4,
  destination: Ipv4,
  segment: Segment,
  ttl = 64,
  tos = 0,
  id = 0,
  packet: Packet = new Packet(),
): Packet {
  fill(packet, segmentByteLength(segment), source, destination, ttl, tos, id);
  packet.dontFragment = true;
  packet.segment = segment;
  return packet;
}

/** Puts an ICMP message into a packet. Nothing is encoded. */
export function icmpPacket(
  source: Ipv4,
  destination: Ipv4,
  icmp: IcmpMessage,
  ttl = 64,
  tos = 0,
  id = 0,
): Packet {
  const packet = new Packet();
  fill(packet, icmpByteLength(icmp), source, destination, ttl, tos, id);
  packet.icmp = icmp;
  return packet;
}

function fill(
  packet: Packet,
  contentLength: number,
  source: Ipv4,
  destination: Ipv4,
  ttl: number,
  tos: number,
  id: number,
): void {
  packet.source = source;
  packet.destination = destination;
  packet.ttl = ttl;
  packet.tos = tos;
  packet.id = id;
  packet.length = IP_HEADER_LENGTH + contentLength;
}

/**
 * The packet as a router sends it on: a new one with that time to live and
 * that TOS byte (a router may mark congestion there, RFC 3168 5) around the
 * same contents.
 */
export function relayedPacket(packet: Packet, ttl: number, tos: number): Packet {
  const relayed = new Packet();
  relayed.source = packet.source;
  relayed.destination = packet.destination;
  relayed.ttl = ttl;
  relayed.id = packet.id;
  relayed.tos = tos;
  relayed.dontFragment = packet.dontFragment;
  relayed.segment = packet.segment;
  relayed.icmp = packet.icmp;
  relayed.length = packet.length;
  return relayed;
}
