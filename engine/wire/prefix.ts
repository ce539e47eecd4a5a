import { formatIpv4, type Ipv4, parseIpv4 } from "./address.ts";

/** An address and how many of its leading bits name its network: 10.0.0.1/24. */
export interface Prefix {
  address: Ipv4;
  /** 0 to 32. */
  prefixLength: number;
}

/**
 * Reads "10.0.0.1/24". The address keeps its host bits, as an interface has them.
 *
 * @throws {SyntaxError} if `text` is not an address, a slash and a number from 0 to 32.
 *
 * @example
 * ```ts
 * import { inPrefix, parsePrefix } from "./prefix.ts";
 * import { parseIpv4 } from "./address.ts";
 * import { deepStrictEqual, strictEqual } from "node:assert/strict";
 *
 * const prefix = parsePrefix("10.0.0.1/24");
 * deepStrictEqual(prefix, { address: 0x0a000001, prefixLength: 24 });
 * strictEqual(inPrefix(parseIpv4("10.0.0.77"), prefix), true);
 * ```
 */
export function parsePrefix(text: string): Prefix {
  const match = /^([^/]*)\/(0|[1-9]\d?)$/.exec(text);
  const prefixLength = Number(match?.[2] ?? NaN);
  if (!(prefixLength <= 32)) {
    throw new SyntaxError(
      `Cannot read prefix: it must be an address, "/" and a number from 0 to 32: it is "${text}"`,
    );
  }
  return { address: parseIpv4(match?.[1] ?? ""), prefixLength };
}

/** Writes a prefix as "10.0.0.1/24". */
export function formatPrefix(prefix: Prefix): string {
  return `${formatIpv4(prefix.address)}/${prefix.prefixLength}`;
}

/**
 * The mask of a prefix length: 24 gives 255.255.255.0.
 *
 * @throws {RangeError} if the length is not a whole number from 0 to 32.
 */
export function maskOf(prefixLength: number): Ipv4 {
  if (!Number.isInteger(prefixLength) || prefixLength < 0 || prefixLength > 32) {
    throw new RangeError(
      `Cannot make mask: the prefix length must be from 0 to 32: it is ${prefixLength}`,
    );
  }
  return prefixLength === 0 ? 0 : (-1 << (32 - prefixLength)) >>> 0;
}

/** The network's own address: the prefix's with all host bits zero. */
export function networkOf(prefix: Prefix): Ipv4 {
  return (prefix.address & maskOf(prefix.prefixLength)) >>> 0;
}

/** Whether the address belongs to the network of the prefix. */
export function inPrefix(address: Ipv4, prefix: Prefix): boolean {
  return ((address ^ prefix.address) & maskOf(prefix.prefixLength)) === 0;
}

/**
 * Whether the address is all hosts of that network (RFC 1122 3.2.1.3 d): all
 * host bits one. Networks of one or two addresses, /32 and /31, have no such
 * address (RFC 3021 2.2).
 */
export function isDirectedBroadcast(address: Ipv4, prefix: Prefix): boolean {
  if (prefix.prefixLength > 30 || !inPrefix(address, prefix)) return false;
  return (address | maskOf(prefix.prefixLength)) === -1;
}
