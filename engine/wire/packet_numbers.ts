import { invariant } from "../base/invariant.ts";
import type { Packet } from "./packet.ts";
import type { Segment } from "./segment.ts";
import { NO_OPTIONS } from "./tcp_options.ts";

/** So many numbers a packet takes, but for its payload. */
export const PACKET_NUMBERS = 13;

const SOURCE = 0;
const DESTINATION = 1;
const TTL_TOS_AND_ID = 2;
const LENGTH = 3;
const PORTS = 4;
const SEQ = 5;
const ACK = 6;
/** In the bits above them: the two that follow below. */
const FLAGS_AND_WINDOW = 7;
const URGENT_POINTER = 8;
const DATA_START = 9;
const DATA_LENGTH = 10;
const TIMESTAMP_VALUE = 11;
const TIMESTAMP_ECHO = 12;

const HAS_TIMESTAMPS = 1 << 29;
const DONT_FRAGMENT = 1 << 30;

/**
 * Whether a packet can be kept as numbers and its payload: one of TCP whose segment
 * has no options but, if any, its own timestamps.
 */
export function fitsNumbers({ segment }: Packet): boolean {
  return segment !== null &&
    (segment.options === NO_OPTIONS || segment.options === segment.stamps);
}

/** Writes a packet that {@linkcode fitsNumbers}, from `base` on, but for its payload. */
export function putPacketNumbers(to: Int32Array, base: number, packet: Packet): void {
  const seg = packet.segment!;
  const { options } = seg;
  to[base + SOURCE] = packet.source;
  to[base + DESTINATION] = packet.destination;
  to[base + TTL_TOS_AND_ID] = packet.ttl << 24 | packet.tos << 16 | packet.id;
  to[base + LENGTH] = packet.length;
  to[base + PORTS] = seg.sourcePort << 16 | seg.destinationPort;
  to[base + SEQ] = seg.seq;
  to[base + ACK] = seg.ack;
  to[base + FLAGS_AND_WINDOW] = flagsAndWindowOf(packet, seg);
  to[base + URGENT_POINTER] = seg.urgentPointer;
  to[base + DATA_START] = seg.dataStart;
  to[base + DATA_LENGTH] = seg.dataLength;
  to[base + TIMESTAMP_VALUE] = options.timestampValue;
  to[base + TIMESTAMP_ECHO] = options.timestampEcho;
}

/** Whether {@linkcode putPacketNumbers} wrote that packet there. */
export function hasPacketNumbers(from: Int32Array, base: number, packet: Packet): boolean {
  const seg = packet.segment!;
  const { options } = seg;
  return from[base + SEQ] === seg.seq &&
    from[base + SOURCE] === (packet.source | 0) &&
    from[base + DESTINATION] === (packet.destination | 0) &&
    from[base + TTL_TOS_AND_ID] === (packet.ttl << 24 | packet.tos << 16 | packet.id) &&
    from[base + LENGTH] === packet.length &&
    from[base + PORTS] === (seg.sourcePort << 16 | seg.destinationPort) &&
    from[base + ACK] === seg.ack &&
    from[base + FLAGS_AND_WINDOW] === flagsAndWindowOf(packet, seg) &&
    from[base + URGENT_POINTER] === seg.urgentPointer &&
    from[base + DATA_START] === seg.dataStart &&
    from[base + DATA_LENGTH] === seg.dataLength &&
    from[base + TIMESTAMP_VALUE] === options.timestampValue &&
    from[base + TIMESTAMP_ECHO] === options.timestampEcho;
}

function flagsAndWindowOf({ dontFragment }: Packet, { flags, window, options }: Segment): number {
  return flags << 16 | window | (options.hasTimestamps ? HAS_TIMESTAMPS : 0) |
    (dontFragment ? DONT_FRAGMENT : 0);
}

/** Reads what {@linkcode putPacketNumbers} wrote into a packet whose segment has `stamps`; not the payload. */
export function takePacketNumbers(from: Int32Array, base: number, into: Packet): void {
  const seg = into.segment!;
  const ttlTosAndId = from[base + TTL_TOS_AND_ID]!;
  const ports = from[base + PORTS]!;
  const flagsAndWindow = from[base + FLAGS_AND_WINDOW]!;
  into.source = from[base + SOURCE]! >>> 0;
  into.destination = from[base + DESTINATION]! >>> 0;
  into.ttl = ttlTosAndId >>> 24;
  into.tos = ttlTosAndId >> 16 & 0xff;
  into.dontFragment = (flagsAndWindow & DONT_FRAGMENT) !== 0;
  into.id = ttlTosAndId & 0xffff;
  into.length = from[base + LENGTH]!;
  seg.sourcePort = ports >>> 16;
  seg.destinationPort = ports & 0xffff;
  seg.seq = from[base + SEQ]!;
  seg.ack = from[base + ACK]!;
  seg.flags = flagsAndWindow >> 16 & 0xfff;
  seg.window = flagsAndWindow & 0xffff;
  seg.urgentPointer = from[base + URGENT_POINTER]!;
  seg.dataStart = from[base + DATA_START]!;
  seg.dataLength = from[base + DATA_LENGTH]!;
  seg.options = NO_OPTIONS;
  if ((flagsAndWindow & HAS_TIMESTAMPS) === 0) return;
  const { stamps } = seg;
  invariant(stamps !== null, "a segment of the pool has options of its own");
  stamps.timestampValue = from[base + TIMESTAMP_VALUE]!;
  stamps.timestampEcho = from[base + TIMESTAMP_ECHO]!;
  seg.options = stamps;
}
