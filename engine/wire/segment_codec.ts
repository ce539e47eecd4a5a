import type { Ipv4 } from "./address.ts";
import { checksumOf, isIntact, pseudoHeaderSum, sumOf } from "./checksum.ts";
import { DecodeError } from "./decode_error.ts";
import { Protocol } from "./protocol.ts";
import { payloadOf, Segment, segmentByteLength, TCP_HEADER_LENGTH } from "./segment.ts";
import { decodeOptions, encodeOptions } from "./tcp_options_codec.ts";

/**
 * Writes a segment into `bytes` from `offset`, with the checksum that these
 * addresses give (RFC 9293 3.1, MUST-2), and returns how many bytes that took:
 * always `segmentByteLength(seg)`. Reserved bits are zero.
 *
 * @throws {RangeError} if its options cannot be written (`encodeOptions`), or
 * `bytes` is too short.
 */
export function encodeSegment(
  seg: Segment,
  bytes: Uint8Array,
  offset: number,
  source: Ipv4,
  destination: Ipv4,
): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = segmentByteLength(seg);
  const header = length - seg.dataLength;
  view.setUint16(offset, seg.sourcePort);
  view.setUint16(offset + 2, seg.destinationPort);
  view.setInt32(offset + 4, seg.seq);
  view.setInt32(offset + 8, seg.ack);
  view.setUint8(offset + 12, header << 2);
  view.setUint8(offset + 13, seg.flags);
  view.setUint16(offset + 14, seg.window);
  view.setUint16(offset + 16, 0);
  view.setUint16(offset + 18, seg.urgentPointer);
  encodeOptions(seg.options, bytes, offset + TCP_HEADER_LENGTH);
  bytes.set(payloadOf(seg), offset + header);
  const sum = pseudoHeaderSum(source, destination, Protocol.Tcp, length) +
    sumOf(bytes, offset, offset + length);
  view.setUint16(offset + 16, checksumOf(sum));
  return length;
}

/**
 * Reads the segment in `bytes` from `start` to before `end`. Its payload is a
 * view of `bytes`. The checksum is verified before anything is believed
 * (RFC 9293 3.1, MUST-3); reserved bits are ignored.
 */
export function decodeSegment(
  bytes: Uint8Array,
  start: number,
  end: number,
  source: Ipv4,
  destination: Ipv4,
): Segment | DecodeError {
  const length = end - start;
  if (length < TCP_HEADER_LENGTH) return new DecodeError("truncated TCP header");
  const pseudo = pseudoHeaderSum(source, destination, Protocol.Tcp, length);
  if (!isIntact(pseudo + sumOf(bytes, start, end))) return new DecodeError("bad checksum");
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, length);
  const header = (view.getUint8(12) >> 4) * 4;
  if (header < TCP_HEADER_LENGTH || header > length) return new DecodeError("bad data offset");
  const options = decodeOptions(bytes, start + TCP_HEADER_LENGTH, start + header);
  if (options instanceof DecodeError) return options;
  const seg = new Segment();
  seg.sourcePort = view.getUint16(0);
  seg.destinationPort = view.getUint16(2);
  seg.seq = view.getInt32(4);
  seg.ack = view.getInt32(8);
  seg.flags = view.getUint8(13);
  seg.window = view.getUint16(14);
  seg.urgentPointer = view.getUint16(18);
  seg.options = options;
  if (header < length) {
    seg.data = bytes;
    seg.dataStart = start + header;
    seg.dataLength = length - header;
  }
  return seg;
}
