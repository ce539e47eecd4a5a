/** An IPv4 address as an unsigned 32-bit number: 10.0.0.1 is 0x0a000001. */
export type Ipv4 = number;

/** The limited broadcast address, 255.255.255.255 (RFC 1122 3.2.1.3 c). */
export const BROADCAST: Ipv4 = 0xffffffff;

/**
 * Reads a strict dotted quad: four decimal numbers from 0 to 255 without
 * leading zeros, nothing else.
 *
 * @throws {SyntaxError} if `text` is anything else.
 *
 * @example
 * ```ts
 * import { formatIpv4, parseIpv4 } from "./address.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * strictEqual(parseIpv4("10.0.0.1"), 0x0a000001);
 * strictEqual(formatIpv4(0xc0a80001), "192.168.0.1");
 * ```
 */
export function parseIpv4(text: string): Ipv4 {
  const address = readQuad(text);
  if (address < 0) throw addressError(text);
  return address;
}

/** Writes an address as a dotted quad. */
export function formatIpv4(address: Ipv4): string {
  const low = `${(address >>> 8) & 255}.${address & 255}`;
  return `${address >>> 24}.${(address >>> 16) & 255}.${low}`;
}

/** Whether the address is one of many receivers: 224.0.0.0/4 (RFC 1112 4). */
export function isMulticast(address: Ipv4): boolean {
  return address >>> 28 === 0xe;
}

/** Whether it is the limited broadcast; for that of a network see `isDirectedBroadcast`. */
export function isBroadcast(address: Ipv4): boolean {
  return address >>> 0 === BROADCAST;
}

/** Whether the address stays inside a host: 127.0.0.0/8 (RFC 1122 3.2.1.3 g). */
export function isLoopback(address: Ipv4): boolean {
  return address >>> 24 === 127;
}

/**
 * Whether the address can stand for a single host: neither "this network"
 * (0.0.0.0/8), multicast, reserved (240.0.0.0/4) nor broadcast (RFC 1122 3.2.1.3).
 */
export function isUnicast(address: Ipv4): boolean {
  const first = address >>> 24;
  return first !== 0 && first < 224;
}

/**
 * Whether a packet on a link may name this address as its source: a single
 * host's, and not a loopback one (RFC 1122 3.2.1.3; RFC 9293 MUST-63). Whether
 * it is a network's broadcast depends on prefixes: see `isDirectedBroadcast`.
 */
export function isValidSource(address: Ipv4): boolean {
  return isUnicast(address) && !isLoopback(address);
}

/** The address in `text` as an unsigned number, or -1 where it is not a dotted quad. */
function readQuad(text: string): number {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return -1;
  let address = 0;
  for (let i = 1; i <= 4; i++) {
    const digits = match[i] ?? "";
    const octet = Number(digits);
    if (octet > 255 || String(octet) !== digits) return -1;
    address = address * 256 + octet;
  }
  return address;
}

function addressError(text: string): SyntaxError {
  return new SyntaxError(
    `Cannot read address: it must be four numbers from 0 to 255 with dots between: it is "${text}"`,
  );
}
