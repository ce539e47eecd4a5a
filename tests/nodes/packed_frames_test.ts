import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Rng } from "../../engine/base/rng.ts";
import { ms } from "../../engine/base/time.ts";
import { Simulator } from "../../engine/sim/mod.ts";
import {
  destinationUnreachable,
  encodePacket,
  Packet,
  PacketPool,
  Segment,
  tcpOptions,
  tcpPacket,
  UnreachableCode,
} from "../../engine/wire/mod.ts";
import { Cable, symmetric } from "../../nodes/cable.ts";
import { MANY } from "../../nodes/in_flight.ts";
import { Network } from "../../nodes/network.ts";
import { Frame } from "../../nodes/frame.ts";
import { PackedFrames } from "../../nodes/packed_frames.ts";
import { LabHost, LabRecorder } from "../support/link_lab.ts";

const between = (rng: Rng, least: number, most: number): number =>
  least + rng.below(most - least + 1);

/** Mostly timestamps alone, as in most segments: the segment's own, where it is from a pool. */
function chooseOptions(seg: Segment, rng: Rng, id: number): void {
  const timestamps = { value: rng.uint32() | 0, echo: rng.uint32() | 0 };
  if (id % 5 === 0) return;
  if (id % 5 === 1) {
    seg.options = tcpOptions({ timestamps, sack: [1, 2, between(rng, 3, 9), 10] });
  } else if (seg.stamps === null || id % 5 === 2) {
    seg.options = tcpOptions({ timestamps });
  } else {
    seg.stamps.timestampValue = timestamps.value;
    seg.stamps.timestampEcho = timestamps.echo;
    seg.options = seg.stamps;
  }
}

/** A packet whose every field has a value of its own, by luck; without a pool a new one. */
function anyPacket(rng: Rng, id: number, pool: PacketPool | null): Packet {
  const seg = pool === null ? new Segment() : pool.segment();
  seg.sourcePort = between(rng, 0, 65_535);
  seg.destinationPort = between(rng, 0, 65_535);
  seg.seq = rng.uint32() | 0;
  seg.ack = rng.uint32() | 0;
  seg.flags = between(rng, 0, 255);
  seg.window = between(rng, 0, 65_535);
  seg.urgentPointer = between(rng, 0, 65_535);
  chooseOptions(seg, rng, id);
  seg.data = new Uint8Array(2000).fill(between(rng, 0, 255));
  seg.dataStart = between(rng, 0, 500);
  seg.dataLength = between(rng, 0, 1400);
  const packet = tcpPacket(
    rng.uint32(),
    rng.uint32(),
    seg,
    between(rng, 1, 255),
    between(rng, 0, 255),
    id,
    pool === null ? new Packet() : pool.packet(),
  );
  packet.dontFragment = between(rng, 0, 1) === 1;
  return packet;
}

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
