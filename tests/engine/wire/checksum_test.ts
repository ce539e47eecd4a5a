import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { checksumOf, fold, isIntact, pseudoHeaderSum, sumOf } from "../../../engine/wire/mod.ts";

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

Deno.test("the checksum of the example bytes is that of the text [RFC 1071 3]", () => {
  const bytes = bytesOf("0001f203f4f5f6f7");
  strictEqual(sumOf(bytes, 0, 8), 0x2ddf0);
  strictEqual(fold(sumOf(bytes, 0, 8)), 0xddf2);
  strictEqual(checksumOf(sumOf(bytes, 0, 8)), 0x220d);
});

Deno.test("the checksum of an IPv4 header is as computed by hand [RFC 791 3.1]", () => {
  // 4500+0073+0000+4000+4011+c0a8+0001+c0a8+00c7 = 2479c; 479c+2 = 479e; ~479e = b861
  const header = bytesOf("45000073000040004011" + "0000" + "c0a80001c0a800c7");
  strictEqual(checksumOf(sumOf(header, 0, 20)), 0xb861);
  header.set([0xb8, 0x61], 10);
  strictEqual(isIntact(sumOf(header, 0, 20)), true);
});

Deno.test("an odd last byte is the high half of a word [RFC 1071 1]", () => {
  strictEqual(sumOf(bytesOf("010203"), 0, 3), 0x0102 + 0x0300);
  strictEqual(sumOf(bytesOf("ff010203ff"), 1, 4), 0x0102 + 0x0300);
  strictEqual(sumOf(bytesOf("01"), 0, 0), 0);
});

Deno.test("the pseudo-header has both addresses, protocol and length [RFC 9293 3.1]", () => {
  strictEqual(pseudoHeaderSum(0xc0a80001, 0xc0a800c7, 6, 20), 0xc0a8 + 1 + 0xc0a8 + 0xc7 + 6 + 20);
});

Deno.test("the longest packet of ones does not overflow the sum", () => {
  const bytes = new Uint8Array(65535).fill(0xff);
  strictEqual(fold(sumOf(bytes, 0, 65534)), 0xffff);
  strictEqual(fold(sumOf(bytes, 0, 65535)), 0xff00);
});

Deno.test("sums do not depend on the order of words [RFC 1071 2]", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(32), (bytes, half) => {
    const cut = Math.min(half * 2, bytes.length & ~1);
    const parts = sumOf(bytes, 0, cut) + sumOf(bytes, cut, bytes.length);
    strictEqual(fold(parts), fold(sumOf(bytes, 0, bytes.length)));
  }));
});
