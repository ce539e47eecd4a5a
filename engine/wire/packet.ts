import type { Ipv4 } from "./address.ts";
import type { IcmpMessage } from "./icmp.ts";
import type { Segment } from "./segment.ts";

/** IP protocol numbers (IANA). */
export const Protocol = { Icmp: 1, Tcp: 6 } as const;

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
}
