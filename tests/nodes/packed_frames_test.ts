import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Rng } from "../../engine/base/rng.ts";
import { ms } from "../../engine/base/time.ts";
import { Simulator } from "../../engine/sim/mod.ts";
import {
  destinationUnreachable,
  encodePacket,
  type Packet,
  PacketPool,
  UnreachableCode,
} from "../../engine/wire/mod.ts";
import { Cable, symmetric } from "../../nodes/cable.ts";
import { MANY } from "../../nodes/in_flight.ts";
import { Network } from "../../nodes/network.ts";
import { Frame } from "../../nodes/frame.ts";
import { PackedFrames } from "../../nodes/packed_frames.ts";
import { anyPacket } from "../support/any_packet.ts";
import { LabHost, LabRecorder } from "../support/link_lab.ts";

/** Of every eight frames, one is corrupted, and the last one is no segment. */
function anyFrame(rng: Rng, id: number, pool: PacketPool | null): Frame {
  const frame = new Frame();
  const packet = anyPacket(rng, id, pool);
  frame.packet = id % 8 === 7
    ? destinationUnreachable(packet, packet.destination, UnreachableCode.Port)
    : packet;
  frame.from = rng.uint32();
  frame.to = rng.uint32();
  frame.corrupted = id % 8 === 3;
  frame.flaw = id % 16 === 3 ? "bad checksum" : "";
  frame.order = (2 ** 31 - 50 + id) | 0;
  return frame;
}

for (const isPooled of [true, false]) {
  const from = isPooled ? "from the pool" : "of somebody else";
  Deno.test(`frames ${from} that were packed come out as they went in, in their order`, () => {
    const rng = new Rng(5);
    const pool = new PacketPool();
    const packed = new PackedFrames(pool);
    const waiting: unknown[] = [];
    const out = new Frame();
    const shift = (): void => {
      packed.shift(out);
      deepStrictEqual(contentOf(out), waiting.shift()!);
      if (out.packet.id % 3 > 0) pool.giveBack(out.packet); // some are kept by who got them
    };
    for (let id = 0; id < 3000; id++) {
      const frame = anyFrame(rng, id, isPooled ? pool : null);
      waiting.push(contentOf(frame));
      packed.add(frame);
      // Mostly fewer than come, so that the ring grows wherever its first frame stands.
      for (let i = rng.below(5) === 0 ? 4 : 0; i > 0 && waiting.length > 0; i--) shift();
      strictEqual(packed.count, waiting.length);
    }
    while (waiting.length > 0) shift();
    strictEqual(packed.count, 0);
  });
}

/** All that a frame says, which stays when its packet is used again; the payload is a view. */
function contentOf({ packet, from, to, corrupted, flaw, order }: Frame): unknown {
  const data = packet.segment?.data ?? null;
  return { bytes: encodePacket(packet), data, from, to, corrupted, flaw, order };
}

Deno.test("a packet of somebody else is not given to the next", () => {
  const pool = new PacketPool();
  const packed = new PackedFrames(pool);
  const frame = new Frame();
  const packet = anyPacket(new Rng(1), 0, null);
  frame.packet = packet;
  packed.add(frame);
  packed.shift(frame);
  ok(frame.packet !== packet);
  ok(pool.packet() !== packet);
});

/** What arrives of so many packets that all are under way at once. */
function arrivalsOf(count: number, isRecorded: boolean): [packets: Packet[], sent: Packet[]] {
  const network = new Network(new Simulator(), new Rng(7), isRecorded ? new LabRecorder() : null);
  const a = new LabHost(network, "a", "192.168.0.1", 10);
  const b = new LabHost(network, "b", "192.168.0.2", 10);
  const line = { latency: ms(1), rateBps: 1e9, limitPackets: Infinity };
  new Cable(network, "cable", a.nic, b.nic, symmetric(line));
  const rng = new Rng(5);
  const sent: Packet[] = [];
  const bytes: Uint8Array[] = [];
  for (let id = 0; id < count; id++) {
    const packet = anyPacket(rng, 5 * id, network.pool); // none has unusual options
    sent.push(packet);
    bytes.push(encodePacket(packet));
    a.nic.send(packet, b.nic.address, 0, "", 0);
  }
  network.sim.run();
  deepStrictEqual(b.packets.map((it) => encodePacket(it)), bytes);
  return [b.packets, sent];
}

Deno.test("packets of a long queue arrive as they were sent, whether somebody records or not", () => {
  for (const isRecorded of [false, true]) {
    const [packets, sent] = arrivalsOf(3 * MANY, isRecorded);
    strictEqual(packets[0], sent[0]);
    strictEqual(packets.at(-1) === sent.at(-1), isRecorded, "only what is recorded stays as it is");
  }
});

Deno.test("an ICMP message in a long queue stays as it is", () => {
  const network = new Network(new Simulator(), new Rng(7), null);
  const a = new LabHost(network, "a", "10.0.0.1", 10);
  const b = new LabHost(network, "b", "10.0.0.2", 10);
  const line = { latency: ms(1), limitPackets: Infinity };
  new Cable(network, "cable", a.nic, b.nic, symmetric(line));
  const about = anyPacket(new Rng(1), 0, null);
  const packet = destinationUnreachable(about, a.nic.address, UnreachableCode.Port);
  for (let i = 0; i < 2 * MANY; i++) a.nic.send(packet, b.nic.address, 0, "", 0);
  network.sim.run();
  strictEqual(b.packets.length, 2 * MANY);
  strictEqual(b.packets.every((it) => it === packet), true);
});
