import type { Ipv4 } from "./address.ts";
import { type IcmpMessage, isIcmpError } from "./icmp.ts";
import { IP_HEADER_LENGTH } from "./packet.ts";
import { Protocol } from "./protocol.ts";
import { TCP_HEADER_LENGTH } from "./segment.ts";

/** Where the data offset stands in a TCP header, in its upper four bits. */
const DATA_OFFSET_AT = 12;

/** What an ICMP error tells of the segment that it is about, as that one's sender wrote it. */
export class QuotedSegment {
  source: Ipv4 = 0;
  destination: Ipv4 = 0;
  sourcePort = 0;
  destinationPort = 0;
  /** Its sequence number, int32: an error about nothing in flight is a forgery (RFC 5927 4.1). */
  seq = 0;
  /** The total length of its packet in bytes, headers included. */
  packetLength = 0;
  /** Its payload in bytes; where the quote is too short for TCP's offset, as without options. */
  dataLength = 0;
}

/**
 * Reads what an ICMP error quotes: IP header, and the ports and sequence number
 * that stand in the first 64 bits behind it (RFC 9293 3.9.2.2, MUST-54).
 *
 * Gives null where the message is no error, or quotes too little, a later
 * fragment, or something that is not TCP over IPv4. The quoted checksums are
 * not verified: routers on the way change the header.
 */
export function readQuote(message: IcmpMessage): QuotedSegment | null {
  const bytes = message.body;
  if (!isIcmpError(message) || bytes.length < IP_HEADER_LENGTH) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = (view.getUint8(0) & 15) * 4;
  if (view.getUint8(0) >> 4 !== 4 || start < IP_HEADER_LENGTH) return null;
  if (view.getUint16(6) & 0x1fff || view.getUint8(9) !== Protocol.Tcp) return null;
  if (bytes.length < start + 8) return null;
  const quoted = new QuotedSegment();
  quoted.source = view.getUint32(12);
  quoted.destination = view.getUint32(16);
  quoted.sourcePort = view.getUint16(start);
  quoted.destinationPort = view.getUint16(start + 2);
  quoted.seq = view.getInt32(start + 4);
  quoted.packetLength = view.getUint16(2);
  const hasOffset = bytes.length > start + DATA_OFFSET_AT;
  const header = hasOffset ? (view.getUint8(start + DATA_OFFSET_AT) >> 4) * 4 : TCP_HEADER_LENGTH;
  quoted.dataLength = Math.max(0, quoted.packetLength - start - header);
  return quoted;
}
