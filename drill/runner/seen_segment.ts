import type { Nanos } from "../../engine/base/time.ts";
import { seqAdd } from "../../engine/tcp/mod.ts";
import { Flag, type Packet, payloadOf, scriptOptions } from "../../engine/wire/mod.ts";
import type { EcnField, SegmentEvent } from "../language/mod.ts";
import type { Flow } from "./flow.ts";

/** A segment that the host sent, in the script's numbers. */
export interface SeenSegment {
  readonly at: Nanos;
  readonly flags: number;
  /** As sent, and as the script counts; both int32. */
  readonly rawSeq: number;
  readonly seq: number;
  readonly length: number;
  readonly ack: number;
  readonly window: number;
  readonly urgent: number;
  readonly tos: number;
  readonly ttl: number;
  readonly options: readonly string[];
  /** TSval as sent, null where there is none. */
  readonly timestamp: number | null;
  /** Whether all bytes of its payload are those that the script's writes have: zeros. */
  readonly isPayloadRight: boolean;
}

/** Reads a packet of the host's. A first SYN teaches the flow its number, for which the script has `isn`. */
export function seenSegment(packet: Packet, at: Nanos, flow: Flow, isn: number): SeenSegment {
  const seg = packet.segment!;
  const isSyn = (seg.flags & Flag.Syn) !== 0;
  if (isSyn) flow.learnLocal(isn, seg.seq);
  const { timestampValue, hasTimestamps } = seg.options;
  return {
    at,
    flags: seg.flags,
    rawSeq: seg.seq,
    seq: flow.scriptSeq(seg.seq, isSyn),
    length: seg.dataLength,
    ack: (seg.flags & Flag.Ack) !== 0 ? flow.scriptAck(seg.ack, isSyn) : seg.ack,
    window: seg.window,
    urgent: seg.urgentPointer,
    tos: packet.tos,
    ttl: packet.ttl,
    options: scriptOptions(seg.options, (it) => flow.scriptAck(it, false) >>> 0),
    timestamp: hasTimestamps ? timestampValue : null,
    isPayloadRight: payloadOf(seg).every((byte) => byte === 0),
  };
}

/**
 * Two segments that follow each other, as the one that a host with larger
 * segments would have sent; null where they do not. PSH and FIN are the last
 * one's, CWR is the first one's.
 */
export function joined(first: SeenSegment, next: SeenSegment): SeenSegment | null {
  const isNext = next.rawSeq === seqAdd(first.rawSeq, first.length) && next.length > 0 &&
    first.length > 0 && next.ack === first.ack && first.tos === next.tos;
  const last = Flag.Psh | Flag.Fin;
  if (!isNext || (first.flags & Flag.Fin) !== 0) return null;
  const rest = ~(last | Flag.Cwr);
  if ((first.flags & rest) !== (next.flags & rest)) return null;
  return {
    ...first,
    flags: (first.flags & ~last) | (next.flags & last),
    length: first.length + next.length,
    isPayloadRight: first.isPayloadRight && next.isPayloadRight,
  };
}

const LETTERS: readonly [bit: number, letter: string][] = [
  [Flag.Syn, "S"],
  [Flag.Fin, "F"],
  [Flag.Rst, "R"],
  [Flag.Psh, "P"],
  [Flag.Urg, "U"],
  [Flag.Ece, "E"],
  [Flag.Cwr, "W"],
  [Flag.Ack, "."],
];

/** Flags as a script writes them. */
export function flagsText(flags: number): string {
  const letters = LETTERS.filter(([bit]) => (flags & bit) !== 0).map(([, letter]) => letter);
  return letters.join("") || "-";
}

export const ECN_BITS: Readonly<Record<EcnField, number>> = { noecn: 0, ect1: 1, ect0: 2, ce: 3 };

const ECN_NAMES: readonly EcnField[] = ["noecn", "ect1", "ect0", "ce"];

/** A segment as a script writes it: "> S. 0:0(0) ack 1 win 65535 <mss 1460>". */
export function seenText(seen: SeenSegment, like: SegmentEvent | null): string {
  const { seq, length } = seen;
  const isAbsolute = like?.seq.isAbsolute ?? false;
  const start = (isAbsolute ? seen.rawSeq : seq) >>> 0;
  const ip: string[] = [];
  const asked = like?.ip;
  if (asked !== undefined && asked.ecn !== null) ip.push(`[${ECN_NAMES[seen.tos & 3]}]`);
  if (asked !== undefined && asked.tos !== null) ip.push(`(tos 0x${seen.tos.toString(16)})`);
  if (asked !== undefined && asked.ttl !== null) ip.push(`(ttl ${seen.ttl})`);
  const parts = [
    `>${ip.length === 0 ? "" : ` ${ip.join(" ")}`}`,
    flagsText(seen.flags),
    `${start}:${(start + length) >>> 0}(${length})${isAbsolute ? "!" : ""}`,
  ];
  if ((seen.flags & Flag.Ack) !== 0) parts.push(`ack ${seen.ack >>> 0}`);
  parts.push(`win ${seen.window}`);
  if ((seen.flags & Flag.Urg) !== 0) parts.push(`urg ${seen.urgent}`);
  if (seen.options.length > 0) parts.push(`<${seen.options.join(",")}>`);
  return parts.join(" ");
}
