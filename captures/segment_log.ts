import { Flag, flagsLetters, type Packet, type Segment } from "../engine/wire/mod.ts";
import type { CapturedSegment, Side, SynOptions } from "./capture.ts";
import { DIRECTION_FROM, SIDES } from "./capture.ts";
import { endpoint, SequenceBase } from "./sequence_base.ts";

/** Writes down what the interfaces of both sides see, in the form of a capture. */
export class SegmentLog {
  readonly segments: Record<Side, CapturedSegment[]> = { client: [], server: [] };
  readonly #bases: Record<Side, SequenceBase> = {
    client: new SequenceBase(),
    server: new SequenceBase(),
  };
  /** Window scales by sender and receiver. */
  readonly #scales: Map<string, number> = new Map();

  see(event: "sent" | "received", side: Side, packet: Packet, at: number): void {
    const seg = packet.segment;
    if (seg === null) return;
    const other = SIDES.find((it) => it !== side)!;
    const { seq, ack, incarnation } = this.#bases[side].relative(packet, seg);
    const direction = DIRECTION_FROM[event === "sent" ? side : other];
    const seen: CapturedSegment = {
      atMs: at,
      direction,
      flags: flagsLetters(seg.flags),
      seq,
      ...(seg.flags & Flag.Ack ? { ack } : {}),
      len: seg.dataLength,
      win: this.#scaledWindow(packet, seg),
      ...(seg.flags & Flag.Syn ? { opts: optionsOf(seg) } : {}),
      ...this.#sackOf(side, packet, seg),
      conn: incarnation,
      cport: direction === "to-server" ? seg.sourcePort : seg.destinationPort,
    };
    this.segments[side].push(seen);
  }

  #scaledWindow(packet: Packet, seg: Segment): number {
    const from = endpoint(packet.source, seg.sourcePort);
    const to = endpoint(packet.destination, seg.destinationPort);
    if (seg.flags & Flag.Syn) {
      this.#scales.set(`${from} ${to}`, seg.options.windowScale);
      return seg.window;
    }
    const own = this.#scales.get(`${from} ${to}`) ?? -1;
    const peer = this.#scales.get(`${to} ${from}`) ?? -1;
    return own < 0 || peer < 0 ? seg.window : seg.window << own;
  }

  #sackOf(side: Side, packet: Packet, seg: Segment): { sack?: [number, number][] } {
    const { sack } = seg.options;
    if (sack === null) return {};
    const receiver = endpoint(packet.destination, seg.destinationPort);
    const sender = endpoint(packet.source, seg.sourcePort);
    const base = this.#bases[side].of(receiver, sender) ?? 0;
    const blocks: [number, number][] = [];
    for (let i = 0; i + 1 < sack.length; i += 2) {
      blocks.push([(sack[i]! - base) | 0, (sack[i + 1]! - base) | 0]);
    }
    return { sack: blocks };
  }
}

function optionsOf(seg: Segment): SynOptions {
  const { mss, sackPermitted, hasTimestamps, windowScale } = seg.options;
  return {
    ...(mss > 0 ? { mss } : {}),
    ...(sackPermitted ? { sackOK: true } : {}),
    ...(hasTimestamps ? { ts: true } : {}),
    ...(windowScale >= 0 ? { wscale: windowScale } : {}),
  };
}
