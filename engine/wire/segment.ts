import { NO_OPTIONS, optionsLength, type TcpOptions } from "./tcp_options.ts";

/** The control bits of the TCP header (RFC 9293 3.1), as they stand in its 14th byte. */
export const Flag = {
  Fin: 0x01,
  Syn: 0x02,
  Rst: 0x04,
  Psh: 0x08,
  Ack: 0x10,
  Urg: 0x20,
  Ece: 0x40,
  Cwr: 0x80,
} as const;

/** The bytes of a TCP header without options. */
export const TCP_HEADER_LENGTH = 20;

/** The bytes of a segment without payload. */
export const NO_BYTES: Uint8Array = new Uint8Array(0);

/**
 * One TCP segment: the header's fields and a view of its payload.
 *
 * Immutable once sent, until its receiver gives it back to the pool that it came
 * from, if it did: duplicates and relayed packets share it. The payload is the
 * `dataLength` bytes of `data` from `dataStart`; they are the sender's own, never
 * copied and never changed.
 */
export class Segment {
  sourcePort = 0;
  destinationPort = 0;
  /** Sequence number of the first byte (or of SYN), int32. */
  seq = 0;
  /** Acknowledgement number, int32; 0 where the ACK bit is off. */
  ack = 0;
  /** Bits of {@linkcode Flag}. */
  flags = 0;
  /** The window field as it stands in the header, unscaled: 0 to 65535. */
  window = 0;
  urgentPointer = 0;
  options: TcpOptions = NO_OPTIONS;
  data: Uint8Array = NO_BYTES;
  dataStart = 0;
  dataLength = 0;
  /**
   * Of a segment from a {@linkcode PacketPool}: its own options with timestamps and
   * nothing else, for `options`; null of others, which share theirs.
   */
  stamps: TcpOptions | null = null;

  /** SEG.LEN: the bytes of payload, and one each for SYN and FIN (RFC 9293 3.4). */
  get length(): number {
    return this.dataLength + ((this.flags >> 1) & 1) + (this.flags & 1);
  }
}

/** The bytes of a segment on the wire: header, options, padding and payload. */
export function segmentByteLength(seg: Segment): number {
  return TCP_HEADER_LENGTH + optionsLength(seg.options) + seg.dataLength;
}

/** The payload of a segment: a view, not a copy. */
export function payloadOf(seg: Segment): Uint8Array {
  return seg.data.subarray(seg.dataStart, seg.dataStart + seg.dataLength);
}
