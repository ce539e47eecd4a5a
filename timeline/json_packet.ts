import {
  Flag,
  flagsText,
  formatIpv4,
  type Packet,
  type Segment,
  type TcpOptions,
} from "../engine/wire/mod.ts";
import type { Flow } from "./flows.ts";
import type { OptionsJson, PacketJson, TcpJson } from "./schema_packet.ts";

/** A packet as it is exported; `flow` is null where its connection is not known. */
export function packetJson(packet: Packet, flow: Flow | null): PacketJson {
  const icmp = packet.icmp;
  return {
    ip: {
      source: formatIpv4(packet.source),
      destination: formatIpv4(packet.destination),
      ttl: packet.ttl,
      id: packet.id,
      tos: packet.tos,
      dontFragment: packet.dontFragment,
      length: packet.length,
    },
    tcp: packet.segment === null ? null : tcpJson(packet.segment, flow),
    icmp: icmp === null ? null : {
      type: icmp.type,
      code: icmp.code,
      rest: icmp.rest >>> 0,
      body: hex(icmp.body),
    },
  };
}

function tcpJson(segment: Segment, flow: Flow | null): TcpJson {
  const acknowledges = (segment.flags & Flag.Ack) !== 0;
  return {
    sourcePort: segment.sourcePort,
    destinationPort: segment.destinationPort,
    seq: segment.seq >>> 0,
    ack: segment.ack >>> 0,
    relativeSeq: flow === null ? null : (segment.seq - flow.seq) >>> 0,
    relativeAck: flow === null || !acknowledges ? null : (segment.ack - flow.ack) >>> 0,
    flags: segment.flags === 0 ? [] : flagsText(segment.flags).split(",") as TcpJson["flags"],
    window: segment.window,
    urgentPointer: segment.urgentPointer,
    dataLength: segment.dataLength,
    options: optionsJson(segment.options, flow),
  };
}

function optionsJson(options: TcpOptions, flow: Flow | null): OptionsJson {
  const json: OptionsJson = {};
  if (options.mss > 0) json.mss = options.mss;
  if (options.windowScale >= 0) json.windowScale = options.windowScale;
  if (options.sackPermitted) json.sackPermitted = true;
  if (options.sack !== null) json.sack = sackJson(options.sack, flow);
  if (options.hasTimestamps) {
    json.timestamps = {
      value: options.timestampValue >>> 0,
      echo: options.timestampEcho >>> 0,
    };
  }
  if (options.userTimeout >= 0) json.userTimeout = options.userTimeout;
  if (options.others !== null) {
    json.others = options.others.map((other) => ({ kind: other.kind, data: hex(other.data) }));
  }
  return json;
}

function sackJson(edges: Int32Array, flow: Flow | null): NonNullable<OptionsJson["sack"]> {
  const blocks = [];
  for (let i = 0; i + 1 < edges.length; i += 2) {
    const left = edges[i] ?? 0;
    const right = edges[i + 1] ?? 0;
    blocks.push({
      left: left >>> 0,
      right: right >>> 0,
      relativeLeft: flow === null ? null : (left - flow.ack) >>> 0,
      relativeRight: flow === null ? null : (right - flow.ack) >>> 0,
    });
  }
  return blocks;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
