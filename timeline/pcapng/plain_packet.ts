import {
  checksumOf,
  IP_HEADER_LENGTH,
  MAX_PACKET_LENGTH,
  NO_OPTIONS,
  type Packet,
  Protocol,
  pseudoHeaderSum,
  type Segment,
  sumOf,
  TCP_HEADER_LENGTH,
} from "../../engine/wire/mod.ts";
import { PATTERN_PERIOD, patternBuffer } from "../../nodes/sockets/mod.ts";
import type { BlockWriter } from "./block_writer.ts";
import { patternSum } from "./pattern_sum.ts";

const DONT_FRAGMENT = 0x4000;
/** Timestamps with the two no-operations before them, as `layoutOf` has it. */
const TIMESTAMPS_LENGTH = 12;
const TIMESTAMPS_HEAD = 0x0101080a;

/**
 * How many bytes a packet has that {@linkcode putPlainPacket} can write: one of
 * TCP whose segment has no options but timestamps. 0 of any other.
 */
export function plainLength({ segment }: Packet): number {
  if (segment === null) return 0;
  const { options } = segment;
  const isPlain = options === NO_OPTIONS ||
    options.mss === 0 && options.windowScale < 0 && !options.sackPermitted &&
      options.sack === null && options.others === null && options.userTimeout < 0 &&
      options.layout.length === 0;
  if (!isPlain) return 0;
  const length = IP_HEADER_LENGTH + headerLength(segment) + segment.dataLength;
  return length <= MAX_PACKET_LENGTH ? length : 0;
}

/**
 * Writes the bytes that `encodePacket` gives into what a writer left out from
 * `at`, for the packets that nearly all of a capture is made of: it adds up the
 * checksums of the fields that it writes, and does not read them again.
 */
export function putPlainPacket(out: BlockWriter, at: number, packet: Packet, length: number): void {
  const view = out.view;
  const { source, destination } = packet;
  const addresses = pseudoHeaderSum(source, destination, 0, 0);
  const flags = packet.dontFragment ? DONT_FRAGMENT : 0;
  const first = 0x4500 | packet.tos & 0xff;
  const hops = (packet.ttl & 0xff) << 8 | Protocol.Tcp;
  const sum = first + length + (packet.id & 0xffff) + flags + hops + addresses;
  view.setUint16(at, first);
  view.setUint16(at + 2, length);
  view.setUint16(at + 4, packet.id);
  view.setUint16(at + 6, flags);
  view.setUint16(at + 8, hops);
  view.setUint16(at + 10, checksumOf(sum));
  view.setUint32(at + 12, source);
  view.setUint32(at + 16, destination);
  const start = at + IP_HEADER_LENGTH;
  putSegment(out, start, packet.segment!, addresses + Protocol.Tcp + length - IP_HEADER_LENGTH);
}

/** Writes a segment; `pseudo` is the sum of its pseudo-header. */
function putSegment(out: BlockWriter, at: number, segment: Segment, pseudo: number): void {
  const view = out.view;
  const { seq, ack, options, data, dataStart, dataLength } = segment;
  const header = headerLength(segment);
  const offsetAndFlags = header << 10 | segment.flags & 0xff;
  let sum = pseudo + (segment.sourcePort & 0xffff) + (segment.destinationPort & 0xffff) +
    (seq >>> 16) + (seq & 0xffff) + (ack >>> 16) + (ack & 0xffff) + offsetAndFlags +
    (segment.window & 0xffff) + (segment.urgentPointer & 0xffff);
  view.setUint16(at, segment.sourcePort);
  view.setUint16(at + 2, segment.destinationPort);
  view.setInt32(at + 4, seq);
  view.setInt32(at + 8, ack);
  view.setUint16(at + 12, offsetAndFlags);
  view.setUint16(at + 14, segment.window);
  view.setUint16(at + 18, segment.urgentPointer);
  if (options.hasTimestamps) {
    const { timestampValue, timestampEcho } = options;
    view.setUint32(at + 20, TIMESTAMPS_HEAD);
    view.setInt32(at + 24, timestampValue);
    view.setInt32(at + 28, timestampEcho);
    sum += (TIMESTAMPS_HEAD >>> 16) + (TIMESTAMPS_HEAD & 0xffff) + (timestampValue >>> 16) +
      (timestampValue & 0xffff) + (timestampEcho >>> 16) + (timestampEcho & 0xffff);
  }
  if (dataLength > 0) {
    // The pattern from its first period, which stays in the cache: all periods are the same.
    const isPattern = data === patternBuffer();
    const start = isPattern ? dataStart % PATTERN_PERIOD : dataStart;
    const end = start + dataLength;
    out.put(at + header, data.subarray(start, end));
    sum += isPattern ? patternSum(start, dataLength) : sumOf(data, start, end);
  }
  view.setUint16(at + 16, checksumOf(sum));
}

function headerLength({ options }: Segment): number {
  return TCP_HEADER_LENGTH + (options.hasTimestamps ? TIMESTAMPS_LENGTH : 0);
}
