import { Flag, NO_OPTIONS, type Packet, type Segment } from "../../engine/wire/mod.ts";
import { NULL } from "../digit_pattern.ts";

/** What stands before the numbers in a segment's line, in their order, up to its options. */
const SEGMENT_KEYS = [
  ...['{"id":', ',"at":', ',"cause":', ',"sent":', '"ttl":', ',"id":', ',"tos":', ',"length":'],
  ...['"sourcePort":', ',"destinationPort":', ',"seq":', ',"ack":', ',"relativeSeq":'],
  ...[',"relativeAck":', ',"window":', ',"urgentPointer":', ',"dataLength":'],
];
const SACK_KEYS = ['"left":', ',"right":', ',"relativeLeft":', ',"relativeRight":'];
const TIMESTAMP_KEYS = ['"value":', ',"echo":'];

/** As many SACK blocks as fit into the options of a header (RFC 2018 3). */
const MOST_SACK_BLOCKS = 4;
/** So many numbers are in a line at most. */
export const MOST_NUMBERS = SEGMENT_KEYS.length + MOST_SACK_BLOCKS * SACK_KEYS.length +
  TIMESTAMP_KEYS.length;

/** Whether all that its line says of its options is numbers at places that {@linkcode segmentShape} tells. */
export function hasPattern({ options }: Segment): boolean {
  return options === NO_OPTIONS || options.mss === 0 && options.windowScale < 0 &&
      !options.sackPermitted && options.others === null && options.userTimeout < 0 &&
      (options.sack === null || options.sack.length <= 2 * MOST_SACK_BLOCKS);
}

const HAS_TIMESTAMPS = 1 << 8;
const DONT_FRAGMENT = 1 << 9;
const SACK_SHIFT = 10;
/** Of every segment, so that it has no shape of other records. */
const IS_SEGMENT = 1 << 14;

/** What is no number in a segment's line, as one: its flags, and which options it has. */
export function segmentShape(packet: Packet, { flags, options }: Segment): number {
  return IS_SEGMENT | flags | (options.hasTimestamps ? HAS_TIMESTAMPS : 0) |
    (packet.dontFragment ? DONT_FRAGMENT : 0) |
    (options.sack === null ? 0 : (options.sack.length >> 1) + 1 << SACK_SHIFT);
}

/** What stands before the numbers in the lines of that shape. */
export function segmentKeys(shape: number): readonly string[] {
  const keys = [...SEGMENT_KEYS];
  const blocks = (shape >> SACK_SHIFT & 7) - 1;
  for (let i = 0; i < blocks; i++) keys.push(...SACK_KEYS);
  if (shape & HAS_TIMESTAMPS) keys.push(...TIMESTAMP_KEYS);
  return keys;
}

/**
 * Puts the numbers of a segment's line in the order of {@linkcode segmentKeys},
 * but for the first ones, which every line has; relative ones to these.
 */
export function putSegment(
  numbers: Float64Array,
  packet: Packet,
  segment: Segment,
  own: number,
  other: number,
): void {
  const { options } = segment;
  numbers[4] = packet.ttl;
  numbers[5] = packet.id;
  numbers[6] = packet.tos;
  numbers[7] = packet.length;
  numbers[8] = segment.sourcePort;
  numbers[9] = segment.destinationPort;
  numbers[10] = segment.seq >>> 0;
  numbers[11] = segment.ack >>> 0;
  numbers[12] = (segment.seq - own) >>> 0;
  numbers[13] = (segment.flags & Flag.Ack) === 0 ? NULL : (segment.ack - other) >>> 0;
  numbers[14] = segment.window;
  numbers[15] = segment.urgentPointer;
  numbers[16] = segment.dataLength;
  let place = SEGMENT_KEYS.length;
  if (options.sack !== null) {
    for (let i = 0; i + 1 < options.sack.length; i += 2) {
      const left = options.sack[i]!;
      const right = options.sack[i + 1]!;
      numbers[place++] = left >>> 0;
      numbers[place++] = right >>> 0;
      numbers[place++] = (left - other) >>> 0;
      numbers[place++] = (right - other) >>> 0;
    }
  }
  if (options.hasTimestamps) {
    numbers[place++] = options.timestampValue >>> 0;
    numbers[place++] = options.timestampEcho >>> 0;
  }
}
