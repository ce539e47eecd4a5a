import { type IcmpMessage, type Packet, readQuote } from "../wire/mod.ts";

/** The least MTU that a link may have (RFC 791 3.2), and the least to believe in (RFC 1191 3). */
export const LEAST_MTU = 68;

/** MTUs of links that exist, largest first (RFC 1191 7.1). */
const PLATEAUS = [65535, 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, LEAST_MTU] as const;

/**
 * Whether a packet passes a link whose MTU is so many bytes. One that does not
 * is answered with `fragmentationNeeded` and dropped: nothing is ever fragmented
 * here, for TCP sets DF on all it sends (RFC 1191 3), and nobody sends other
 * packets that are longer than 576 bytes.
 */
export function fitsMtu(packet: Packet, mtu: number): boolean {
  return packet.length <= mtu;
}

/**
 * The path MTU in bytes that a "fragmentation needed" tells of: the next hop's,
 * or, from routers that leave that field 0, the plateau below the length of the
 * packet that was too big (RFC 1191 5). Never less than 68. A quote that cannot
 * be read gives 68 in that second case.
 */
export function pathMtuOf(message: IcmpMessage): number {
  const mtu = message.rest & 0xffff;
  if (mtu > 0) return Math.max(mtu, LEAST_MTU);
  return plateauBelow(readQuote(message)?.packetLength ?? 0);
}

/** The largest MTU of the table that is less than a packet's length (RFC 1191 7). */
export function plateauBelow(length: number): number {
  return PLATEAUS.find((plateau) => plateau < length) ?? LEAST_MTU;
}
