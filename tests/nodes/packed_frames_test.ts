import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Rng } from "../../engine/base/rng.ts";
import { ms } from "../../engine/base/time.ts";
import { Simulator } from "../../engine/sim/mod.ts";
import {
  destinationUnreachable,
  NO_OPTIONS,
  type Packet,
  Segment,
  type TcpOptions,
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

/** Mostly timestamps alone, as in most segments. */
function anyOptions(rng: Rng, id: number): TcpOptions {
  const timestamps = { value: rng.uint32() | 0, echo: rng.uint32() | 0 };
  if (id % 5 === 0) return NO_OPTIONS;
  if (id % 5 === 1) return tcpOptions({ timestamps, sack: [1, 2, between(rng, 3, 9), 10] });
  return tcpOptions({ timestamps });
}

/** A packet whose every field has a value of its own, by luck. */
function anyPacket(rng: Rng, id: number): Packet {
  const seg = new Segment();
  seg.sourcePort = between(rng, 0, 65_535);
  seg.destinationPort = between(rng, 0, 65_535);
  seg.seq = rng.uint32() | 0;
  seg.ack = rng.uint32() | 0;
  seg.flags = between(rng, 0, 255);
  seg.window = between(rng, 0, 65_535);
  seg.urgentPointer = between(rng, 0, 65_535);
  seg.options = anyOptions(rng, id);
  seg.data = new Uint8Array(2000);
  seg.dataStart = between(rng, 0, 500);
  seg.dataLength = between(rng, 0, 1400);
  const [source, destination] = [rng.uint32(), rng.uint32()];
  const packet = tcpPacket(
    source,
    destination,
    seg,
    between(rng, 1, 255),
    between(rng, 0, 255),
    id,
  );
  packet.dontFragment = between(rng, 0, 1) === 1;
  return packet;
}

/** Of every eight frames, one is corrupted, and the last one is no segment. */
function anyFrame(rng: Rng, id: number): Frame {
  const frame = new Frame();
  const packet = anyPacket(rng, id);
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

Deno.test("frames that were packed come out as they went in, in their order", () => {
  const rng = new Rng(5);
  const packed = new PackedFrames();
  const waiting: Frame[] = [];
  const out = new Frame();
  for (let id = 0; id < 3000; id++) {
    const frame = anyFrame(rng, id);
    packed.add(frame);
    waiting.push(frame);
    // Mostly fewer than come, so that the ring grows wherever its first frame stands.
    for (let i = rng.below(5) === 0 ? 4 : 0; i > 0 && waiting.length > 0; i--) {
      packed.shift(out);
      holdSame(out, waiting.shift()!);
    }
    strictEqual(packed.count, waiting.length);
  }
  while (waiting.length > 0) {
    packed.shift(out);
    holdSame(out, waiting.shift()!);
  }
  strictEqual(packed.count, 0);
});

function holdSame(out: Frame, frame: Frame): void {
  deepStrictEqual(out, frame);
  const { segment } = frame.packet;
  const isWhole = segment === null || frame.corrupted;
  strictEqual(out.packet === frame.packet, isWhole);
  if (segment === null) return;
  strictEqual(out.packet.segment!.data, segment.data);
  strictEqual(out.packet.segment!.options, segment.options);
}

/** What arrives of so many packets that all are under way at once. */
function arrivalsOf(count: number, isRecorded: boolean): [packets: Packet[], sent: Packet[]] {
  const network = new Network(new Simulator(), new Rng(7), isRecorded ? new LabRecorder() : null);
  const a = new LabHost(network, "a", "192.168.0.1", 10);
  const b = new LabHost(network, "b", "192.168.0.2", 10);
  const line = { latency: ms(1), rateBps: 1e9, limitPackets: Infinity };
  new Cable(network, "cable", a.nic, b.nic, symmetric(line));
  const rng = new Rng(5);
  const sent: Packet[] = [];
  for (let id = 0; id < count; id++) {
    sent.push(anyPacket(rng, id));
    a.nic.send(sent[id]!, b.nic.address, 0, "", 0);
  }
  network.sim.run();
  return [b.packets, sent];
}

Deno.test("packets of a long queue arrive as they were sent, whether somebody records or not", () => {
  for (const isRecorded of [false, true]) {
    const [packets, sent] = arrivalsOf(3 * MANY, isRecorded);
    deepStrictEqual(packets, sent);
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
  const about = anyPacket(new Rng(1), 0);
  const packet = destinationUnreachable(about, a.nic.address, UnreachableCode.Port);
  for (let i = 0; i < 2 * MANY; i++) a.nic.send(packet, b.nic.address, 0, "", 0);
  network.sim.run();
  strictEqual(b.packets.length, 2 * MANY);
  strictEqual(b.packets.every((it) => it === packet), true);
});
