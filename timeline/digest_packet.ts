import type { IcmpMessage, Packet, Segment, TcpOptions } from "../engine/wire/mod.ts";
import type { DigestWriter } from "./digest_writer.ts";

/** Writes every field of a packet, with its payload, in a fixed order. */
export function digestPacket(out: DigestWriter, packet: Packet): void {
  out.int32(packet.source);
  out.int32(packet.destination);
  out.int32(packet.ttl);
  out.int32(packet.id);
  out.int32(packet.tos);
  out.boolean(packet.dontFragment);
  out.int32(packet.length);
  out.boolean(packet.segment !== null);
  if (packet.segment !== null) digestSegment(out, packet.segment);
  out.boolean(packet.icmp !== null);
  if (packet.icmp !== null) digestIcmp(out, packet.icmp);
}

function digestSegment(out: DigestWriter, segment: Segment): void {
  out.int32(segment.sourcePort);
  out.int32(segment.destinationPort);
  out.int32(segment.seq);
  out.int32(segment.ack);
  out.int32(segment.flags);
  out.int32(segment.window);
  out.int32(segment.urgentPointer);
  digestOptions(out, segment.options);
  out.bytes(segment.data, segment.dataStart, segment.dataLength);
}

function digestOptions(out: DigestWriter, options: TcpOptions): void {
  out.int32(options.mss);
  out.int32(options.windowScale);
  out.boolean(options.sackPermitted);
  out.int32(options.sack?.length ?? -1);
  options.sack?.forEach((edge) => out.int32(edge));
  out.boolean(options.hasTimestamps);
  out.int32(options.timestampValue);
  out.int32(options.timestampEcho);
  out.int32(options.userTimeout);
  out.int32(options.others?.length ?? -1);
  options.others?.forEach((other) => {
    out.int32(other.kind);
    out.bytes(other.data, 0, other.data.length);
  });
  out.int32(options.layout.length);
  options.layout.forEach((kind) => out.int32(kind));
}

function digestIcmp(out: DigestWriter, icmp: IcmpMessage): void {
  out.int32(icmp.type);
  out.int32(icmp.code);
  out.int32(icmp.rest);
  out.bytes(icmp.body, 0, icmp.body.length);
}
