import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  checksumOf,
  DecodeError,
  decodeSegment,
  encodeSegment,
  Flag,
  NO_OPTIONS,
  pseudoHeaderSum,
  Segment,
  segmentByteLength,
  sumOf,
  tcpOptions,
} from "../../../engine/wire/mod.ts";
import { addresses, contents, segments } from "./arbitraries.ts";

const A = 0x0a000001;
const B = 0x0a000002;

function encoded(seg: Segment): Uint8Array {
  const bytes = new Uint8Array(segmentByteLength(seg));
  strictEqual(encodeSegment(seg, bytes, 0, A, B), bytes.length);
  return bytes;
}

function decoded(bytes: Uint8Array): Segment {
  const seg = decodeSegment(bytes, 0, bytes.length, A, B);
  ok(seg instanceof Segment, seg instanceof DecodeError ? seg.reason : "");
  return seg;
}

/** Decodes bytes whose checksum is made right first. */
function decodedAnyway(bytes: Uint8Array): Segment | DecodeError {
  bytes.set([0, 0], 16);
  const sum = checksumOf(pseudoHeaderSum(A, B, 6, bytes.length) + sumOf(bytes, 0, bytes.length));
  bytes.set([sum >> 8, sum & 255], 16);
  return decodeSegment(bytes, 0, bytes.length, A, B);
}

function syn(): Segment {
  const seg = new Segment();
  seg.sourcePort = 0x1234;
  seg.destinationPort = 80;
  seg.seq = 0xfffffffe | 0;
  seg.flags = Flag.Syn;
  seg.window = 0xffff;
  seg.options = tcpOptions({ mss: 1460 });
  return seg;
}

Deno.test("a SYN has the bytes and the checksum of the text [RFC 9293 3.1, MUST-2, MUST-14]", () => {
  // Pseudo-header 0a00+0001+0a00+0002+0006+0018 = 1421; header 1234+0050+ffff+fffe+6002+ffff+
  // 0204+05b4 = 37a3a; together 38e5b, folded 8e5e, inverted 71a1.
  deepStrictEqual(
    [...encoded(syn())],
    [0x12, 0x34, 0, 80, 255, 255, 255, 254, 0, 0, 0, 0, 0x60, 2, 255, 255, 0x71, 0xa1, 0, 0]
      .concat([2, 4, 5, 0xb4]),
  );
});

Deno.test("a window of 65535 is not minus one [RFC 9293 3.1, MUST-1]", () => {
  const seg = decoded(encoded(syn()));
  strictEqual(seg.window, 65535);
  strictEqual(seg.seq, -2);
  strictEqual(seg.length, 1);
});

Deno.test("a wrong checksum is named, whatever else is wrong [RFC 9293 3.1, MUST-3]", () => {
  const bytes = encoded(syn());
  bytes[17]! ^= 1;
  deepStrictEqual(decodeSegment(bytes, 0, 24, A, B), new DecodeError("bad checksum"));
  bytes[12] = 0;
  deepStrictEqual(decodeSegment(bytes, 0, 24, A, B), new DecodeError("bad checksum"));
});

Deno.test("a segment for another host has a wrong checksum [RFC 9293 3.1, MUST-3]", () => {
  deepStrictEqual(decodeSegment(encoded(syn()), 0, 24, A, B + 1), new DecodeError("bad checksum"));
});

Deno.test("options are read in any segment, not only SYNs [RFC 9293 3.1, MUST-5]", () => {
  for (const flags of [Flag.Ack, Flag.Ack | Flag.Fin, Flag.Rst, Flag.Ack | Flag.Psh, 0]) {
    const seg = syn();
    seg.flags = flags;
    seg.data = Uint8Array.of(1, 2, 3);
    seg.dataLength = 3;
    const found = decoded(encoded(seg));
    strictEqual(found.options.mss, 1460);
    strictEqual(found.dataLength, 3);
  }
});

Deno.test("a segment without options shares the empty ones and has 20 bytes", () => {
  const seg = decoded(encoded(new Segment()));
  strictEqual(seg.options, NO_OPTIONS);
  strictEqual(segmentByteLength(seg), 20);
});

Deno.test("data offsets less than 5 and beyond the segment are named [RFC 9293 3.1]", () => {
  for (const [offset, reason] of [[4, "bad data offset"], [7, "bad data offset"]] as const) {
    const bytes = encoded(syn());
    bytes[12] = offset << 4;
    deepStrictEqual(decodedAnyway(bytes), new DecodeError(reason));
  }
  const short = new Uint8Array(19);
  deepStrictEqual(decodeSegment(short, 0, 19, A, B), new DecodeError("truncated TCP header"));
});

Deno.test("a segment survives an illegal option length [RFC 9293 3.1, MUST-7]", () => {
  const bytes = encoded(syn());
  for (const length of [0, 1, 3, 5, 255]) {
    bytes[21] = length;
    deepStrictEqual(decodedAnyway(bytes), new DecodeError("bad option length"));
  }
});

Deno.test("reserved bits are sent as zero and ignored [RFC 9293 3.1]", () => {
  const bytes = encoded(syn());
  strictEqual(bytes[12]! & 15, 0);
  bytes[12]! |= 15;
  const seg = decodedAnyway(bytes);
  ok(seg instanceof Segment);
  deepStrictEqual(contents(seg), contents(decoded(encoded(syn()))));
});

Deno.test("decoding undoes encoding for random segments [RFC 9293 MUST-1, MUST-2, MUST-64]", () => {
  fc.assert(
    fc.property(segments, addresses, addresses, fc.nat(3), (seg, from, to, offset) => {
      const length = segmentByteLength(seg);
      const bytes = new Uint8Array(length + offset);
      strictEqual(encodeSegment(seg, bytes, offset, from, to), length);
      const again = decodeSegment(bytes, offset, offset + length, from, to);
      ok(again instanceof Segment);
      deepStrictEqual(contents(again), contents(seg));
    }),
    { numRuns: 500 },
  );
});
