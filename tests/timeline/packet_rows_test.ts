import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import { Rng } from "../../engine/base/rng.ts";
import { blankPacket, encodePacket, PacketPool } from "../../engine/wire/mod.ts";
import { PacketRows } from "../../timeline/packet_rows.ts";
import { anyPacket } from "../support/any_packet.ts";

const COUNT = 10_000;

Deno.test("recorded packets stay as they were, though most of them are used again", () => {
  const rng = new Rng(3);
  const pool = new PacketPool();
  const rows = new PacketRows();
  const scratch = blankPacket();
  for (let round = 0; round < 2; round++) {
    const bytes: Uint8Array[] = [];
    for (let id = 0; id < COUNT; id++) {
      const packet = anyPacket(rng, id, pool);
      strictEqual(rows.add(packet), id);
      bytes.push(encodePacket(packet));
      pool.giveBack(packet);
    }
    for (let id = 0; id < COUNT; id++) {
      deepStrictEqual(encodePacket(rows.read(id, scratch)), bytes[id], `${id}`);
    }
    rows.clear();
  }
});

Deno.test("a row holds the packet that was added, and none that differs", () => {
  const rng = new Rng(4);
  const pool = new PacketPool();
  const rows = new PacketRows();
  for (let id = 0; id < 100; id++) {
    const packet = anyPacket(rng, id, pool);
    const row = rows.add(packet);
    strictEqual(rows.holds(row, packet), true);
    strictEqual(rows.holds(row, anyPacket(rng, id, pool)), false);
    packet.ttl ^= 1;
    strictEqual(rows.holds(row, packet), !packet.isReusable, "kept as it is, or as it was");
  }
});

Deno.test("a packet that numbers cannot tell is kept itself, and not used again", () => {
  const pool = new PacketPool();
  const rows = new PacketRows();
  const unusual = anyPacket(new Rng(5), 1, pool);
  const row = rows.add(unusual);
  pool.giveBack(unusual);
  strictEqual(rows.read(row, blankPacket()), unusual);
  notStrictEqual(pool.packet(), unusual);
});
