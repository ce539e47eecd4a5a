import { checksumOf, isIntact, sumOf } from "./checksum.ts";
import { DecodeError } from "./decode_error.ts";
import { ICMP_HEADER_LENGTH, icmpByteLength, IcmpMessage } from "./icmp.ts";

/**
 * Writes a message with its checksum (RFC 792) into `bytes` from `offset`, and
 * returns how many bytes that took: always `icmpByteLength(message)`.
 *
 * @throws {RangeError} if `bytes` is too short.
 */
export function encodeIcmp(message: IcmpMessage, bytes: Uint8Array, offset: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = icmpByteLength(message);
  view.setUint8(offset, message.type);
  view.setUint8(offset + 1, message.code);
  view.setUint16(offset + 2, 0);
  view.setUint32(offset + 4, message.rest);
  bytes.set(message.body, offset + ICMP_HEADER_LENGTH);
  view.setUint16(offset + 2, checksumOf(sumOf(bytes, offset, offset + length)));
  return length;
}

/** Reads the message in `bytes` from `start` to before `end`; its body is a view of them. */
export function decodeIcmp(
  bytes: Uint8Array,
  start: number,
  end: number,
): IcmpMessage | DecodeError {
  if (end - start < ICMP_HEADER_LENGTH) return new DecodeError("truncated ICMP message");
  if (!isIntact(sumOf(bytes, start, end))) return new DecodeError("bad checksum");
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  const message = new IcmpMessage();
  message.type = view.getUint8(0);
  message.code = view.getUint8(1);
  message.rest = view.getUint32(4);
  message.body = bytes.subarray(start + ICMP_HEADER_LENGTH, end);
  return message;
}
