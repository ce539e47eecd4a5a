import type { Packet } from "../../engine/wire/mod.ts";

/**
 * Whether a packet is one that was received and sent on by a router, which puts
 * the same segment or message into a packet of its own, from and for the same two.
 */
export function isSentOn(sent: Packet, received: Packet): boolean {
  if (sent.source !== received.source || sent.destination !== received.destination) return false;
  const [one, other] = [sent.segment, received.segment];
  if (one === null || other === null) return sent.icmp !== null && sent.icmp === received.icmp;
  return one.seq === other.seq && one.ack === other.ack && one.flags === other.flags &&
    one.sourcePort === other.sourcePort && one.destinationPort === other.destinationPort &&
    one.dataLength === other.dataLength;
}
