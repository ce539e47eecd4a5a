import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  checksumOf,
  corruptPacket,
  DECODE_REASONS,
  DecodeError,
  decodePacket,
  type DecodeReason,
  encodePacket,
  Flag,
  icmpMessage,
  icmpPacket,
  Packet,
  relayedPacket,
  Segment,
  sumOf,
  tcpPacket,
} from "../../../engine/wire/mod.ts";
import { contents, packets } from "./arbitraries.ts";

const A = 0x0a000001;
const B = 0xc8000002;

function ack(payload = ""): Segment {
  const seg = new Segment();
  seg.sourcePort = 40000;
  seg.destinationPort = 80;
  seg.seq = 1000;
  seg.ack = 5000;
  seg.flags = Flag.Ack;
  seg.window = 500;
  seg.data = new TextEncoder().encode(payload);
  seg.dataLength = seg.data.length;
  return seg;
}

function decoded(bytes: Uint8Array): Packet {
  const packet = decodePacket(bytes);
  ok(packet instanceof Packet, packet instanceof DecodeError ? packet.reason : "");
  return packet;
}

/** Changes bytes of the IP header and makes its checksum right again. */
function withHeader(bytes: Uint8Array, offset: number, ...values: number[]): Uint8Array {
  const changed = bytes.slice();
  changed.set(values, offset);
  changed.set([0, 0], 10);
  const sum = checksumOf(sumOf(changed, 0, Math.min((changed[0]! & 15) * 4, changed.length)));
  changed.set([sum >> 8, sum & 255], 10);
  return changed;
}

function refused(bytes: Uint8Array, reason: DecodeReason): void {
  deepStrictEqual(decodePacket(bytes), new DecodeError(reason));
}

Deno.test("a packet's header has its fields where the text says [RFC 791 3.1]", () => {
  const packet = tcpPacket(A, B, ack("hi"), 128, 3, 0x1234);
  strictEqual(packet.length, 42);
  const header = [...encodePacket(packet).subarray(0, 20)];
  deepStrictEqual(header.slice(0, 10), [0x45, 3, 0, 42, 0x12, 0x34, 0x40, 0, 128, 6]);
  deepStrictEqual(header.slice(12), [10, 0, 0, 1, 200, 0, 0, 2]);
});

Deno.test("decoding undoes encoding for random packets, and `length` is that of the bytes", () => {
  fc.assert(
    fc.property(packets, (packet) => {
      const bytes = encodePacket(packet);
      strictEqual(bytes.length, packet.length);
      const again = decoded(bytes);
      deepStrictEqual({ ...again, segment: null }, { ...packet, segment: null });
      deepStrictEqual(contents(again.segment!), contents(packet.segment!));
      deepStrictEqual(encodePacket(again), bytes);
    }),
    { numRuns: 300 },
  );
});

Deno.test("an ICMP message comes back as it was", () => {
  const packet = icmpPacket(A, B, icmpMessage(3, 4, 0xfffffff0, Uint8Array.of(1, 2, 3)));
  strictEqual(packet.length, 31);
  deepStrictEqual({ ...decoded(encodePacket(packet)).icmp }, {
    type: 3,
    code: 4,
    rest: 0xfffffff0,
    body: Uint8Array.of(1, 2, 3),
  });
  const bytes = encodePacket(packet);
  bytes[30]! ^= 1;
  refused(bytes, "bad checksum");
  refused(withHeader(bytes.subarray(0, 27), 2, 0, 27), "truncated ICMP message");
});

Deno.test("unknown IP options are skipped [RFC 9293 3.9.2, MUST-50]", () => {
  const plain = encodePacket(tcpPacket(A, B, ack("hi")));
  const bytes = new Uint8Array(plain.length + 8);
  bytes.set(plain.subarray(0, 20));
  bytes.set([0x9e, 5, 1, 2, 3, 0, 0, 0], 20);
  bytes.set(plain.subarray(20), 28);
  const packet = decoded(withHeader(withHeader(bytes, 0, 0x47), 2, 0, bytes.length));
  deepStrictEqual(contents(packet.segment!), contents(ack("hi")));
  strictEqual(packet.length, plain.length);
});

Deno.test("padding of a link behind the packet is ignored", () => {
  const bytes = new Uint8Array(60).fill(7);
  bytes.set(encodePacket(tcpPacket(A, B, ack())));
  strictEqual(decoded(bytes).segment?.dataLength, 0);
});

Deno.test("each thing that can be wrong with an IP header has its name", () => {
  const bytes = encodePacket(tcpPacket(A, B, ack("hi")));
  refused(new Uint8Array(0), "truncated IP header");
  refused(bytes.subarray(0, 19), "truncated IP header");
  refused(withHeader(bytes, 0, 0x4f), "truncated IP header");
  refused(withHeader(bytes, 0, 0x65), "bad IP version");
  refused(withHeader(bytes, 0, 0x44), "bad IP header length");
  refused(withHeader(bytes, 2, 0, 19), "bad IP total length");
  refused(withHeader(bytes, 2, 0, 43), "bad IP total length");
  refused(bytes.with(8, 1), "bad IP header checksum");
  refused(withHeader(bytes, 6, 0x20, 0), "fragment");
  refused(withHeader(bytes, 6, 0, 1), "fragment");
  refused(withHeader(bytes, 9, 17), "unknown protocol");
  refused(withHeader(bytes, 2, 0, 39), "truncated TCP header");
});

Deno.test("a packet that cannot be written is refused", () => {
  const seg = ack();
  seg.data = new Uint8Array(65535);
  seg.dataLength = 65496;
  throws(() => encodePacket(tcpPacket(A, B, seg)), {
    name: "RangeError",
    message: "Cannot encode packet: it must have at most 65535 bytes: it has 65536",
  });
  throws(() => encodePacket(new Packet()), { name: "InvariantError" });
});

Deno.test("a relayed packet is a new one around the same segment", () => {
  const packet = tcpPacket(A, B, ack("hi"), 64, 2, 9);
  const relayed = relayedPacket(packet, 63, 3);
  deepStrictEqual({ ...relayed }, { ...packet, ttl: 63, tos: 3 });
  strictEqual(relayed.segment, packet.segment);
});

Deno.test("every flipped bit of a TCP packet is noticed [RFC 9293 3.1, MUST-3]", () => {
  const sample = fc.sample(packets, { numRuns: 20, seed: 7 });
  for (const packet of [tcpPacket(A, B, ack("hello")), ...sample]) {
    for (let bit = 0; bit < packet.length * 8; bit++) {
      const found = corruptPacket(packet, [bit]);
      ok(found instanceof DecodeError, `bit ${bit}`);
      if (bit >= 160) strictEqual(found.reason, "bad checksum");
    }
  }
});

Deno.test("two flipped bits of one column can cancel each other [RFC 1071 1]", () => {
  const seg = ack();
  seg.data = Uint8Array.of(0, 0, 1, 0);
  seg.dataLength = 4;
  const found = corruptPacket(tcpPacket(A, B, seg), [320 + 7, 320 + 23]);
  ok(found instanceof Packet);
  const { data, dataStart } = found.segment!;
  deepStrictEqual([...data.subarray(dataStart)], [1, 0, 0, 0]);
});

Deno.test("a bit flipped twice is as it was, and one beyond the packet is refused", () => {
  const packet = tcpPacket(A, B, ack("hi"));
  ok(corruptPacket(packet, [200, 200]) instanceof Packet);
  for (const bit of [-1, packet.length * 8, 1.5]) {
    throws(() => corruptPacket(packet, [bit]), RangeError);
  }
});

Deno.test("any bytes decode to a packet or to a named error", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), isPacketOrNamed), { numRuns: 2000 });
});

Deno.test("mutated packets decode to a packet or to a named error, checksums made right or not", () => {
  const changes = fc.array(fc.tuple(fc.nat(150), fc.nat(255)), { maxLength: 4 });
  fc.assert(
    fc.property(packets, changes, fc.boolean(), fc.nat(150), (packet, list, fix, cut) => {
      let bytes: Uint8Array = encodePacket(packet).slice(0, cut + 20);
      for (const [at, value] of list) bytes[at % bytes.length] = value;
      if (fix) bytes = withHeader(bytes, 2, bytes.length >> 8, bytes.length & 255);
      return isPacketOrNamed(bytes) && (!fix || isPacketOrNamed(withTcpChecksum(bytes)));
    }),
    { numRuns: 2000 },
  );
});

/** A packet must be one that can be encoded again and is then the same. */
function isPacketOrNamed(bytes: Uint8Array): boolean {
  const found = decodePacket(bytes);
  if (found instanceof DecodeError) return DECODE_REASONS.includes(found.reason);
  const again = encodePacket(found);
  strictEqual(again.length, found.length);
  deepStrictEqual(encodePacket(decoded(again)), again);
  return true;
}

/** Makes the checksum of what stands behind 20 bytes of IP header right. */
function withTcpChecksum(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 40) return bytes;
  const changed = bytes.slice();
  changed.set([0, 0], 36);
  const pseudo = sumOf(changed, 12, 20) + 6 + changed.length - 20;
  const sum = checksumOf(pseudo + sumOf(changed, 20, changed.length));
  changed.set([sum >> 8, sum & 255], 36);
  return changed;
}
