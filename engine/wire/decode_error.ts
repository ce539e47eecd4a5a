/** Everything that can be wrong with bytes that should be a packet. */
export const DECODE_REASONS = [
  "truncated IP header",
  "bad IP version",
  "bad IP header length",
  "bad IP header checksum",
  "bad IP total length",
  "fragment",
  "unknown protocol",
  "truncated TCP header",
  "bad data offset",
  "bad option length",
  "truncated ICMP message",
  "bad checksum",
] as const;

/** One of {@linkcode DECODE_REASONS}; "bad checksum" is that of TCP or ICMP. */
export type DecodeReason = (typeof DECODE_REASONS)[number];

/**
 * What decoding gives in place of a packet where the bytes are none.
 *
 * It is a result, not an exception: broken bytes are the network's doing, and
 * their receiver drops them silently (RFC 9293 MUST-3). Tell it from a packet
 * with `instanceof DecodeError`.
 */
export class DecodeError {
  readonly reason: DecodeReason;

  constructor(reason: DecodeReason) {
    this.reason = reason;
  }
}
