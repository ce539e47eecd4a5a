import { notStrictEqual, strictEqual } from "node:assert/strict";
import { seconds, us } from "../../../engine/base/time.ts";
import { halfSipHash } from "../../../engine/tcp/half_sip_hash.ts";
import { IssGenerator } from "../../../engine/tcp/iss.ts";
import { seqDiff } from "../../../engine/tcp/seq.ts";

const client = 0x0a000001;
const server = 0xc0a80102; // above 2^31

Deno.test("HalfSipHash-2-4 gives the published value for 12 bytes [SipHash test vectors]", () => {
  // key 00 01 .. 07, message 00 01 .. 0b, little-endian words
  const hash = halfSipHash(0x03020100, 0x07060504, 0x03020100, 0x07060504, 0x0b0a0908);
  strictEqual(hash, 0x2f87f057); // 57 f0 87 2f
});

Deno.test("The ISN of one connection grows by one each 4 us [RFC 9293 MUST-8]", () => {
  const iss = new IssGenerator(1, 2);
  const first = iss.next(client, 49152, server, 80, 0);
  strictEqual(iss.next(client, 49152, server, 80, us(4) - 1), first);
  strictEqual(seqDiff(iss.next(client, 49152, server, 80, us(4)), first), 1);
  strictEqual(seqDiff(iss.next(client, 49152, server, 80, seconds(1)), first), 250_000);
});

Deno.test("The ISN's clock wraps after 2^32 ticks, 4.77 hours [RFC 9293 3.4.1]", () => {
  const iss = new IssGenerator(1, 2);
  const first = iss.next(client, 49152, server, 80, 0);
  strictEqual(iss.next(client, 49152, server, 80, us(4) * 2 ** 32), first);
});

Deno.test("The ISN depends on each part of the 4-tuple [RFC 9293 SHLD-1]", () => {
  const iss = new IssGenerator(1, 2);
  const first = iss.next(client, 49152, server, 80, 0);
  notStrictEqual(iss.next(client + 1, 49152, server, 80, 0), first);
  notStrictEqual(iss.next(client, 49153, server, 80, 0), first);
  notStrictEqual(iss.next(client, 49152, server + 1, 80, 0), first);
  notStrictEqual(iss.next(client, 49152, server, 81, 0), first);
  notStrictEqual(iss.next(server, 80, client, 49152, 0), first);
});

Deno.test("The ISN depends on both words of the secret [RFC 9293 MUST-9]", () => {
  const first = new IssGenerator(1, 2).next(client, 49152, server, 80, 0);
  strictEqual(new IssGenerator(1, 2).next(client, 49152, server, 80, 0), first);
  notStrictEqual(new IssGenerator(3, 2).next(client, 49152, server, 80, 0), first);
  notStrictEqual(new IssGenerator(1, 3).next(client, 49152, server, 80, 0), first);
});

Deno.test("The ISN is an int32, also for a secret of unsigned words", () => {
  const iss = new IssGenerator(0xffffffff, 0x80000000);
  for (let port = 1; port < 200; port++) {
    const isn = iss.next(client, port, server, 65535, seconds(100));
    strictEqual(isn, isn | 0);
  }
});
