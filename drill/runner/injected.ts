import {
  encodePacket,
  Flag,
  icmpMessage,
  icmpPacket,
  IcmpType,
  type Packet,
  Segment,
  tcpPacket,
  UnreachableCode,
} from "../../engine/wire/mod.ts";
import type { IcmpEvent, OptionSpec, SegmentEvent } from "../language/mod.ts";
import type { Flow } from "./flow.ts";
import { liveOptions } from "./option_specs.ts";
import { ECN_BITS } from "./seen_segment.ts";
import type { Settings } from "./settings.ts";
import type { TimestampMap } from "./timestamp_map.ts";
import { Failure } from "./verdict.ts";

/** How long the payload of a segment can be. */
const ZEROS: Uint8Array = new Uint8Array(65_536);

const TTL = 255;

/** The segment that a script sends to the host, in real numbers. */
export function injectedSegment(
  event: SegmentEvent,
  flow: Flow,
  timestamps: TimestampMap,
  settings: Settings,
): Packet {
  const isSyn = (event.flags & Flag.Syn) !== 0;
  if (isSyn) flow.learnRemote(event.seq.start ?? 0);
  const seg = new Segment();
  seg.sourcePort = flow.remotePort;
  seg.destinationPort = flow.localPort;
  seg.flags = event.flags;
  seg.seq = flow.liveSeq(event.seq, isSyn);
  if (event.ack !== null) seg.ack = flow.liveAck(event.ack, isSyn);
  seg.window = event.window ?? 0;
  seg.urgentPointer = event.urgent ?? 0;
  seg.data = ZEROS;
  seg.dataLength = event.seq.length;
  const specs = (event.options ?? []).map((it) => liveSpec(event, it, flow, timestamps, settings));
  try {
    seg.options = liveOptions(specs);
  } catch (error) {
    if (error instanceof RangeError) throw new Failure(event.place, error.message);
    throw error;
  }
  const { ecn, tos, ttl } = event.ip;
  const bits = (tos ?? 0) | (ecn === null ? 0 : ECN_BITS[ecn]);
  return tcpPacket(flow.remoteAddress, flow.localAddress, seg, ttl ?? TTL, bits);
}

function liveSpec(
  event: SegmentEvent,
  spec: OptionSpec,
  flow: Flow,
  timestamps: TimestampMap,
  settings: Settings,
): OptionSpec {
  if (spec.kind === "sack") {
    const blocks = spec.blocks.map(([from, to]) =>
      [flow.liveAck(from, false), flow.liveAck(to, false)] as const
    );
    return { kind: "sack", blocks };
  }
  if (spec.kind !== "TS" || (event.flags & Flag.Ack) === 0) return spec;
  const echo = timestamps.echo(spec.echo, settings.scaledEcho);
  if (echo === null) {
    throw new Failure(event.place, `ecr must be a timestamp that was sent: it is ${spec.echo}`);
  }
  return { ...spec, echo };
}

/** The ICMP message that a script sends to the host, about a segment of its own. */
export function injectedIcmp(event: IcmpEvent, flow: Flow, from: Settings): Packet {
  const about = new Segment();
  about.sourcePort = flow.localPort;
  about.destinationPort = flow.remotePort;
  const { quoted } = event;
  if (quoted !== null) {
    about.seq = quoted.isAbsolute
      ? (quoted.start ?? 0) | 0
      : flow.liveAck(quoted.start ?? 0, false);
    about.data = ZEROS;
    about.dataLength = quoted.length;
  }
  const packet = tcpPacket(flow.localAddress, flow.remoteAddress, about);
  const quote = encodePacket(packet).slice(0, 28);
  const isTooBig = event.type === IcmpType.DestinationUnreachable &&
    event.code === UnreachableCode.FragmentationNeeded;
  const rest = isTooBig ? event.mtu ?? 0 : 0;
  const message = icmpMessage(event.type, event.code, rest, quote);
  return icmpPacket(from.remoteAddress, from.localAddress, message, TTL);
}
