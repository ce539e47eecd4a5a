import type { Rng } from "../../engine/base/rng.ts";
import { Packet, type PacketPool, Segment, tcpOptions, tcpPacket } from "../../engine/wire/mod.ts";

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
export function anyPacket(rng: Rng, id: number, pool: PacketPool | null): Packet {
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
