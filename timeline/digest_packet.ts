import type { IcmpMessage, Packet, Segment, TcpOptions } from "../engine/wire/mod.ts";
import type { DigestWriter } from "./digest_writer.ts";

/** Writes every field of a packet, with its payload, in a fixed order. */
export function digestPacket(out: DigestWriter, packet: Packet): void {
  const { segment, icmp } = packet;
  const at = out.skip(26);
  const { view } = out;
  view.setInt32(at, packet.source);
  view.setInt32(at + 4, packet.destination);
  view.setInt32(at + 8, packet.ttl);
  view.setInt32(at + 12, packet.id);
  view.setInt32(at + 16, packet.tos);
  view.setUint8(at + 20, packet.dontFragment ? 1 : 0);
  view.setInt32(at + 21, packet.length);
  view.setUint8(at + 25, segment === null ? 0 : 1);
  if (segment !== null) digestSegment(out, segment);
  out.boolean(icmp !== null);
  if (icmp !== null) digestIcmp(out, icmp);
}

function digestSegment(out: DigestWriter, segment: Segment): void {
  const at = out.skip(28);
  const { view } = out;
  view.setInt32(at, segment.sourcePort);
  view.setInt32(at + 4, segment.destinationPort);
  view.setInt32(at + 8, segment.seq);
  view.setInt32(at + 12, segment.ack);
  view.setInt32(at + 16, segment.flags);
  view.setInt32(at + 20, segment.window);
  view.setInt32(at + 24, segment.urgentPointer);
  digestOptions(out, segment.options);
  out.bytes(segment.data, segment.dataStart, segment.dataLength);
}

function digestOptions(out: DigestWriter, options: TcpOptions): void {
  const { sack, others, layout } = options;
  const head = out.skip(13);
  out.view.setInt32(head, options.mss);
  out.view.setInt32(head + 4, options.windowScale);
  out.view.setUint8(head + 8, options.sackPermitted ? 1 : 0);
  out.view.setInt32(head + 9, sack === null ? -1 : sack.length);
  if (sack !== null) { for (let i = 0; i < sack.length; i++) out.int32(sack[i]!); }
  const at = out.skip(17);
  const { view } = out;
  view.setUint8(at, options.hasTimestamps ? 1 : 0);
  view.setInt32(at + 1, options.timestampValue);
  view.setInt32(at + 5, options.timestampEcho);
  view.setInt32(at + 9, options.userTimeout);
  view.setInt32(at + 13, others === null ? -1 : others.length);
  others?.forEach((other) => {
    out.int32(other.kind);
    out.bytes(other.data, 0, other.data.length);
  });
  out.int32(layout.length);
  for (let i = 0; i < layout.length; i++) out.int32(layout[i]!);
}

function digestIcmp(out: DigestWriter, icmp: IcmpMessage): void {
  out.int32(icmp.type);
  out.int32(icmp.code);
  out.int32(icmp.rest);
  out.bytes(icmp.body, 0, icmp.body.length);
}
