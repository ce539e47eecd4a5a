import { encodePacket, IP_HEADER_LENGTH, type Packet } from "../../engine/wire/mod.ts";

const IP_CHECKSUM = 10;
const TCP_CHECKSUM = 16;
const ICMP_CHECKSUM = 2;
/** What a receiver says of a frame whose contents were hit, and not its IP header. */
const BAD_CONTENTS = "bad checksum";

/**
 * The bytes of a packet as they were on the wire: with right checksums, but
 * for a corrupted one, of which one checksum is wrong. `flaw` is what its
 * receiver found wrong with it, "" for nothing.
 *
 * The bit that was hit is not known any more, and another header could not be
 * read at all; so the packet is as it was sent, and the checksum that does not
 * fit has its lowest bit flipped.
 */
export function packetBytes(packet: Packet, isCorrupted: boolean, flaw: string): Uint8Array {
  const bytes = encodePacket(packet);
  if (!isCorrupted) return bytes;
  const isHeader = flaw !== BAD_CONTENTS && flaw.includes("IP");
  const contents = packet.segment === null ? ICMP_CHECKSUM : TCP_CHECKSUM;
  const at = (isHeader ? IP_CHECKSUM : IP_HEADER_LENGTH + contents) + 1;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}
