import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Rng } from "../../../engine/base/rng.ts";
import {
  blankPacket,
  encodePacket,
  fitsNumbers,
  hasPacketNumbers,
  type Packet,
  PACKET_NUMBERS,
  PacketPool,
  putPacketNumbers,
  takePacketNumbers,
} from "../../../engine/wire/mod.ts";
import { anyPacket } from "../../support/any_packet.ts";

const BASE = 3;

/** Packets of a pool, most of which can be kept as numbers, with these. */
function packets(): [packet: Packet, numbers: Int32Array][] {
  const rng = new Rng(11);
  const pool = new PacketPool();
  return Array.from({ length: 500 }, (_, id) => anyPacket(rng, id, pool))
    .filter((packet) => fitsNumbers(packet))
    .map((packet) => {
      const numbers = new Int32Array(BASE + PACKET_NUMBERS + 1).fill(-1);
      putPacketNumbers(numbers, BASE, packet);
      return [packet, numbers];
    });
}

Deno.test("a packet comes out of its numbers as it went in, whatever stood in the other", () => {
  const into = blankPacket();
  for (const [packet, numbers] of packets()) {
    takePacketNumbers(numbers, BASE, into);
    into.segment!.data = packet.segment!.data;
    deepStrictEqual(encodePacket(into), encodePacket(packet));
    strictEqual(into.length, packet.length);
    deepStrictEqual([...numbers.subarray(0, BASE), numbers.at(-1)], [-1, -1, -1, -1]);
  }
});

Deno.test("the numbers of a packet are not those of one that differs in anything", () => {
  for (const [packet, numbers] of packets()) {
    strictEqual(hasPacketNumbers(numbers, BASE, packet), true);
    for (let i = 0; i < PACKET_NUMBERS; i++) {
      const other = numbers.slice();
      other[BASE + i]! ^= 1;
      strictEqual(hasPacketNumbers(other, BASE, packet), false, `number ${i}`);
    }
  }
});

Deno.test("a packet with options that no numbers are for is not kept as numbers", () => {
  const rng = new Rng(11);
  const pool = new PacketPool();
  strictEqual(fitsNumbers(anyPacket(rng, 1, pool)), false, "SACK blocks");
  strictEqual(fitsNumbers(anyPacket(rng, 2, pool)), false, "timestamps that others share");
  strictEqual(fitsNumbers(anyPacket(rng, 3, pool)), true);
});
