import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  keepPacket,
  NO_BYTES,
  NO_OPTIONS,
  PacketPool,
  Segment,
  tcpPacket,
} from "../../../engine/wire/mod.ts";

/** A packet of the pool with data and timestamps, as a sender fills it. */
function filled(pool: PacketPool): ReturnType<PacketPool["packet"]> {
  const seg = pool.segment();
  seg.seq = 1;
  seg.ack = 2;
  seg.window = 3;
  seg.urgentPointer = 4;
  seg.data = new Uint8Array(10);
  seg.dataStart = 5;
  seg.dataLength = 5;
  seg.options = seg.stamps!;
  return tcpPacket(6, 7, seg, 64, 0, 8, pool.packet());
}

Deno.test("what was given back is taken again, and a segment is as if new", () => {
  const pool = new PacketPool();
  const packet = filled(pool);
  const seg = packet.segment!;
  pool.giveBack(packet);
  strictEqual(pool.packet(), packet);
  const next = pool.segment();
  strictEqual(next, seg);
  deepStrictEqual(
    [next.ack, next.window, next.urgentPointer, next.dataStart, next.dataLength],
    [0, 0, 0, 0, 0],
  );
  strictEqual(next.data, NO_BYTES, "no payload is kept alive");
  strictEqual(next.options, NO_OPTIONS);
});

Deno.test("a packet that has a second owner is left alone, with its segment", () => {
  const pool = new PacketPool();
  const packet = filled(pool);
  const seg = packet.segment!;
  keepPacket(packet);
  pool.giveBack(packet);
  ok(pool.packet() !== packet);
  ok(pool.segment() !== seg);
  strictEqual(packet.segment, seg);
  strictEqual(seg.dataLength, 5);
});

Deno.test("packets and segments that are not from the pool do not get into it", () => {
  const pool = new PacketPool();
  const other = tcpPacket(1, 2, new Segment());
  pool.giveBack(other);
  ok(pool.packet() !== other);
  const mixed = tcpPacket(1, 2, new Segment(), 64, 0, 0, pool.packet());
  const seg = mixed.segment!;
  pool.giveBack(mixed);
  strictEqual(pool.packet(), mixed);
  ok(pool.segment() !== seg, "it has no options of its own");
});

Deno.test("each segment of the pool has timestamps of its own", () => {
  const pool = new PacketPool();
  const [a, b] = [pool.segment(), pool.segment()];
  ok(a.stamps !== b.stamps);
  ok(a.stamps!.hasTimestamps);
});
