import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  formatIpv4,
  formatPrefix,
  inPrefix,
  isBroadcast,
  isDirectedBroadcast,
  isLoopback,
  isMulticast,
  isUnicast,
  isValidSource,
  maskOf,
  networkOf,
  parseIpv4,
  parsePrefix,
} from "../../../engine/wire/mod.ts";
import { addresses } from "./arbitraries.ts";

Deno.test("parseIpv4 reads what formatIpv4 writes", () => {
  strictEqual(parseIpv4("0.0.0.0"), 0);
  strictEqual(parseIpv4("255.255.255.255"), 0xffffffff);
  strictEqual(parseIpv4("192.168.1.2"), 0xc0a80102);
  fc.assert(fc.property(addresses, (a) => strictEqual(parseIpv4(formatIpv4(a)), a)));
});

Deno.test("parseIpv4 refuses all but four numbers from 0 to 255 without leading zeros", () => {
  const wrong = ["", "10", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", " 1.2.3.4"];
  for (
    const text of [...wrong, "1.2.3.4 ", "1.2.3.4\n", "1..3.4", "+1.2.3.4", "0x1.2.3.4", "a.b.c.d"]
  ) {
    throws(() => parseIpv4(text), SyntaxError, text);
  }
  throws(() => parseIpv4("1.2.3"), {
    message:
      'Cannot read address: it must be four numbers from 0 to 255 with dots between: it is "1.2.3"',
  });
});

Deno.test("parsePrefix keeps the host bits and refuses lengths beyond 32", () => {
  deepStrictEqual(parsePrefix("10.0.0.1/24"), { address: 0x0a000001, prefixLength: 24 });
  deepStrictEqual(parsePrefix("0.0.0.0/0"), { address: 0, prefixLength: 0 });
  strictEqual(formatPrefix({ address: 0x0a000001, prefixLength: 32 }), "10.0.0.1/32");
  for (
    const text of [
      "10.0.0.1",
      "10.0.0.1/",
      "10.0.0.1/33",
      "10.0.0.1/08",
      "10.0.0/8",
      "/8",
      "10.0.0.1/8/8",
    ]
  ) {
    throws(() => parsePrefix(text), SyntaxError, text);
  }
});

Deno.test("maskOf, networkOf and inPrefix agree at both ends of the prefix lengths", () => {
  strictEqual(maskOf(0), 0);
  strictEqual(maskOf(1), 0x80000000);
  strictEqual(maskOf(24), 0xffffff00);
  strictEqual(maskOf(32), 0xffffffff);
  for (const length of [-1, 33, 1.5, NaN]) throws(() => maskOf(length), RangeError);
  const high = parsePrefix("200.1.2.3/20");
  strictEqual(formatIpv4(networkOf(high)), "200.1.0.0");
  strictEqual(inPrefix(parseIpv4("200.1.15.255"), high), true);
  strictEqual(inPrefix(parseIpv4("200.1.16.0"), high), false);
  strictEqual(inPrefix(parseIpv4("1.2.3.4"), parsePrefix("0.0.0.0/0")), true);
});

Deno.test("an address is one host's, many hosts' or nobody's [RFC 1122 3.2.1.3]", () => {
  const table = [
    // address, multicast, broadcast, loopback, unicast, valid source
    ["0.0.0.0", 0, 0, 0, 0, 0],
    ["0.1.2.3", 0, 0, 0, 0, 0],
    ["1.0.0.0", 0, 0, 0, 1, 1],
    ["10.0.0.1", 0, 0, 0, 1, 1],
    ["126.255.255.255", 0, 0, 0, 1, 1],
    ["127.0.0.1", 0, 0, 1, 1, 0],
    ["128.0.0.1", 0, 0, 0, 1, 1],
    ["223.255.255.255", 0, 0, 0, 1, 1],
    ["224.0.0.1", 1, 0, 0, 0, 0],
    ["239.255.255.255", 1, 0, 0, 0, 0],
    ["240.0.0.1", 0, 0, 0, 0, 0],
    ["255.255.255.255", 0, 1, 0, 0, 0],
  ] as const;
  for (const [text, ...expected] of table) {
    const a = parseIpv4(text);
    const found = [isMulticast(a), isBroadcast(a), isLoopback(a), isUnicast(a), isValidSource(a)];
    deepStrictEqual(found.map(Number), expected, text);
  }
});

Deno.test("a network's broadcast has all host bits set, but /31 and /32 have none [RFC 3021 2.2]", () => {
  const at = (text: string, prefix: string) =>
    isDirectedBroadcast(parseIpv4(text), parsePrefix(prefix));
  strictEqual(at("10.0.0.255", "10.0.0.1/24"), true);
  strictEqual(at("10.0.0.254", "10.0.0.1/24"), false);
  strictEqual(at("10.0.1.255", "10.0.0.1/24"), false);
  strictEqual(at("10.0.1.255", "10.0.0.1/23"), true);
  strictEqual(at("200.0.0.3", "200.0.0.1/30"), true);
  strictEqual(at("200.0.0.1", "200.0.0.1/31"), false);
  strictEqual(at("200.0.0.1", "200.0.0.1/32"), false);
});
