import { invariant } from "../base/invariant.ts";
import { checksumOf, isIntact, sumOf } from "./checksum.ts";
import { DecodeError } from "./decode_error.ts";
import { icmpByteLength } from "./icmp.ts";
import { decodeIcmp, encodeIcmp } from "./icmp_codec.ts";
import { icmpPacket, IP_HEADER_LENGTH, MAX_PACKET_LENGTH, Packet, tcpPacket } from "./packet.ts";
import { Protocol } from "./protocol.ts";
import { segmentByteLength } from "./segment.ts";
import { decodeSegment, encodeSegment } from "./segment_codec.ts";

const DONT_FRAGMENT = 0x4000;
/** More fragments, and the offset of this one: all zero in a whole packet (RFC 791 3.1). */
const IS_FRAGMENT = 0x3fff;

/**
 * The bytes of a packet, with all checksums: `packet.length` of them, if its
 * maker told the truth.
 *
 * @throws {RangeError} if it is longer than 65,535 bytes, or the options of its
 * segment cannot be written.
 */
export function encodePacket(packet: Packet): Uint8Array {
  const { segment, icmp } = packet;
  invariant((segment === null) !== (icmp === null), "a packet has a segment or an ICMP message");
  const length = IP_HEADER_LENGTH +
    (segment === null ? icmpByteLength(icmp!) : segmentByteLength(segment));
  if (length > MAX_PACKET_LENGTH) {
    throw new RangeError(
      `Cannot encode packet: it must have at most ${MAX_PACKET_LENGTH} bytes: it has ${length}`,
    );
  }
  const bytes = new Uint8Array(length);
  writeHeader(packet, bytes);
  if (segment === null) encodeIcmp(icmp!, bytes, IP_HEADER_LENGTH);
  else encodeSegment(segment, bytes, IP_HEADER_LENGTH, packet.source, packet.destination);
  return bytes;
}

/**
 * Reads a packet. Any bytes give a packet or a {@linkcode DecodeError}; nothing
 * is thrown.
 *
 * Bytes behind the header's total length are a link's padding and ignored. IP
 * options are skipped and forgotten (RFC 9293 MUST-50): `length` is that of the
 * packet without them. Fragments are refused: nothing here ever makes one.
 * Contents are views of `bytes`, not copies.
 *
 * @example
 * ```ts
 * import { DecodeError } from "./decode_error.ts";
 * import { tcpPacket } from "./packet.ts";
 * import { decodePacket, encodePacket } from "./packet_codec.ts";
 * import { Segment } from "./segment.ts";
 * import { deepStrictEqual } from "node:assert/strict";
 *
 * const bytes = encodePacket(tcpPacket(0x0a000001, 0x0a000002, new Segment()));
 * bytes[30] = 1;
 * deepStrictEqual(decodePacket(bytes), new DecodeError("bad checksum"));
 * ```
 */
export function decodePacket(bytes: Uint8Array): Packet | DecodeError {
  if (bytes.length < IP_HEADER_LENGTH) return new DecodeError("truncated IP header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(0) >> 4 !== 4) return new DecodeError("bad IP version");
  const start = (view.getUint8(0) & 15) * 4;
  if (start < IP_HEADER_LENGTH) return new DecodeError("bad IP header length");
  if (start > bytes.length) return new DecodeError("truncated IP header");
  if (!isIntact(sumOf(bytes, 0, start))) return new DecodeError("bad IP header checksum");
  const end = view.getUint16(2);
  if (end < start || end > bytes.length) return new DecodeError("bad IP total length");
  if (view.getUint16(6) & IS_FRAGMENT) return new DecodeError("fragment");
  const packet = readContents(bytes, view, start, end);
  if (packet instanceof Packet) packet.dontFragment = (view.getUint16(6) & DONT_FRAGMENT) !== 0;
  return packet;
}

function writeHeader(packet: Packet, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint8(0, 0x45);
  view.setUint8(1, packet.tos);
  view.setUint16(2, bytes.length);
  view.setUint16(4, packet.id);
  view.setUint16(6, packet.dontFragment ? DONT_FRAGMENT : 0);
  view.setUint8(8, packet.ttl);
  view.setUint8(9, packet.segment === null ? Protocol.Icmp : Protocol.Tcp);
  view.setUint32(12, packet.source);
  view.setUint32(16, packet.destination);
  view.setUint16(10, checksumOf(sumOf(bytes, 0, IP_HEADER_LENGTH)));
}

function readContents(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
): Packet | DecodeError {
  const [tos, id, ttl] = [view.getUint8(1), view.getUint16(4), view.getUint8(8)];
  const source = view.getUint32(12);
  const destination = view.getUint32(16);
  switch (view.getUint8(9)) {
    case Protocol.Tcp: {
      const segment = decodeSegment(bytes, start, end, source, destination);
      if (segment instanceof DecodeError) return segment;
      return tcpPacket(source, destination, segment, ttl, tos, id);
    }
    case Protocol.Icmp: {
      const icmp = decodeIcmp(bytes, start, end);
      if (icmp instanceof DecodeError) return icmp;
      return icmpPacket(source, destination, icmp, ttl, tos, id);
    }
    default:
      return new DecodeError("unknown protocol");
  }
}
