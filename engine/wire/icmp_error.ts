import type { Ipv4 } from "./address.ts";
import { icmpMessage, IcmpType, UnreachableCode } from "./icmp.ts";
import { icmpPacket, IP_HEADER_LENGTH, type Packet } from "./packet.ts";
import { encodePacket } from "./packet_codec.ts";

/** The least that an error quotes: the IP header and 64 bits behind it (RFC 792). */
export const LEAST_QUOTE: number = IP_HEADER_LENGTH + 8;

/** The most: so much that the whole error has 576 bytes (RFC 1812 4.3.2.3). */
export const MOST_QUOTE = 548;

/** Errors go out with precedence 6, internetwork control (RFC 1812 4.3.2.5). */
const ERROR_TOS = 0xc0;

/**
 * Builds an ICMP error about a packet: from the host or router that drops it to
 * the source that sent it, quoting its first `quote` bytes. Ask
 * `mayAnswerWithError` first.
 */
export function icmpError(
  about: Packet,
  from: Ipv4,
  type: number,
  code: number,
  rest = 0,
  quote: number = MOST_QUOTE,
): Packet {
  const message = icmpMessage(type, code, rest, encodePacket(about).slice(0, quote));
  return icmpPacket(from, about.source, message, 64, ERROR_TOS);
}

/** Destination unreachable, with a code of {@linkcode UnreachableCode} (RFC 792). */
export function destinationUnreachable(about: Packet, from: Ipv4, code: number): Packet {
  return icmpError(about, from, IcmpType.DestinationUnreachable, code);
}

/** Time to live exceeded in transit (RFC 792). */
export function timeExceeded(about: Packet, from: Ipv4): Packet {
  return icmpError(about, from, IcmpType.TimeExceeded, 0);
}

/** Fragmentation needed and DF set, with the MTU of the next hop in bytes (RFC 1191 4). */
export function fragmentationNeeded(about: Packet, from: Ipv4, mtu: number): Packet {
  const code = UnreachableCode.FragmentationNeeded;
  return icmpError(about, from, IcmpType.DestinationUnreachable, code, mtu & 0xffff);
}
