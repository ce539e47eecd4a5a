import { formatIpv4 } from "../engine/wire/address.ts";
import type { Packet } from "../engine/wire/packet.ts";
import { Flag, type Segment } from "../engine/wire/segment.ts";
import type { TcpOptions } from "../engine/wire/tcp_options.ts";
import { flagNames } from "./flag_names.ts";
import type { FlowBase } from "./flows.ts";
import type { OptionsJson, PacketJson, TcpJson } from "./schema_packet.ts";

/** A packet as it is exported; `base` is null where its connection is not known. */
export function packetJson(packet: Packet, base: FlowBase | null): PacketJson {
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
    tcp: packet.segment === null ? null : tcpJson(packet.segment, base),
    icmp: icmp === null ? null : {
      type: icmp.type,
      code: icmp.code,
      rest: icmp.rest >>> 0,
      body: hex(icmp.body),
    },
  };
}

function tcpJson(segment: Segment, base: FlowBase | null): TcpJson {
  const acknowledges = (segment.flags & Flag.Ack) !== 0;
  return {
    sourcePort: segment.sourcePort,
    destinationPort: segment.destinationPort,
    seq: segment.seq >>> 0,
    ack: segment.ack >>> 0,
    relativeSeq: base === null ? null : (segment.seq - base.seq) >>> 0,
    relativeAck: base === null || !acknowledges ? null : (segment.ack - base.ack) >>> 0,
    flags: flagNames(segment.flags),
    window: segment.window,
    urgentPointer: segment.urgentPointer,
    dataLength: segment.dataLength,
    options: optionsJson(segment.options, base),
  };
}

function optionsJson(options: TcpOptions, base: FlowBase | null): OptionsJson {
  const json: OptionsJson = {};
  if (options.mss > 0) json.mss = options.mss;
  if (options.windowScale >= 0) json.windowScale = options.windowScale;
  if (options.sackPermitted) json.sackPermitted = true;
  if (options.sack !== null) json.sack = sackJson(options.sack, base);
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

function sackJson(edges: Int32Array, base: FlowBase | null): NonNullable<OptionsJson["sack"]> {
  const blocks = [];
  for (let i = 0; i + 1 < edges.length; i += 2) {
    const left = edges[i] ?? 0;
    const right = edges[i + 1] ?? 0;
    blocks.push({
      left: left >>> 0,
      right: right >>> 0,
      relativeLeft: base === null ? null : (left - base.ack) >>> 0,
      relativeRight: base === null ? null : (right - base.ack) >>> 0,
    });
  }
  return blocks;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
