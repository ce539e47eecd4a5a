import { type Packet, relayedPacket } from "./packet.ts";

/** The ECN field: the two low bits of the TOS byte (RFC 3168 5). */
export const Ecn = {
  /** The sender's transport does not use ECN. */
  NotEct: 0,
  /** ECN-capable transport, the codepoint that RFC 8311 keeps for experiments. */
  Ect1: 1,
  /** ECN-capable transport: what TCP sets. */
  Ect0: 2,
  /** Congestion experienced: set by a queue on the way, in place of a loss. */
  Ce: 3,
} as const;
export type Ecn = (typeof Ecn)[keyof typeof Ecn];

/** The bits of the TOS byte that belong to ECN; the others are the DS field (RFC 2474, RFC 3260). */
export const ECN_MASK = 0x03;

/** The ECN field of a packet. */
export function ecnOf(packet: Packet): Ecn {
  return (packet.tos & ECN_MASK) as Ecn;
}

/** Whether a queue may mark the packet in place of dropping it (RFC 3168 5). */
export function isEcnCapable(packet: Packet): boolean {
  return (packet.tos & ECN_MASK) !== Ecn.NotEct;
}

/** The packet with "congestion experienced": a new one around the same contents, for packets are immutable. */
export function markedPacket(packet: Packet): Packet {
  return relayedPacket(packet, packet.ttl, packet.tos | Ecn.Ce);
}
