import type { DecodeError } from "./decode_error.ts";
import type { Packet } from "./packet.ts";
import { decodePacket, encodePacket } from "./packet_codec.ts";

/**
 * What a receiver makes of a packet some of whose bits were flipped on the
 * way. Bit 0 is the highest of the first byte, as headers are drawn; a bit
 * named twice is flipped back.
 *
 * One flipped bit never goes unnoticed; two may (RFC 1071 sums words, so equal
 * columns can cancel each other), and then the packet says what its bytes say.
 *
 * @throws {RangeError} if a bit is not within the packet, or the packet cannot
 * be encoded.
 */
export function corruptPacket(packet: Packet, bits: readonly number[]): Packet | DecodeError {
  const bytes = encodePacket(packet);
  for (const bit of bits) {
    if (!Number.isInteger(bit) || bit < 0 || bit >= bytes.length * 8) {
      throw new RangeError(
        `Cannot corrupt packet: the bit must be from 0 to ${bytes.length * 8 - 1}: it is ${bit}`,
      );
    }
    bytes[bit >> 3]! ^= 0x80 >> (bit & 7);
  }
  return decodePacket(bytes);
}
