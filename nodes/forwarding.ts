import type { Nanos } from "../engine/base/time.ts";
import { fitsMtu, mayAnswerWithError } from "../engine/ip/mod.ts";
import {
  destinationUnreachable,
  echoReply,
  fragmentationNeeded,
  icmpPacket,
  IcmpType,
  type Ipv4,
  type Packet,
  relayedPacket,
  timeExceeded,
  UnreachableCode,
} from "../engine/wire/mod.ts";
import type { HostInterfaces } from "./host_interfaces.ts";
import type { FilteringHost, PacketFilter } from "./packet_filter.ts";

/** What forwarding needs of a host. */
export interface Forwarder extends FilteringHost {
  readonly interfaces: HostInterfaces;
  readonly filter: PacketFilter;
  sourceAddressFor(destination: Ipv4): Ipv4;
}

/**
 * Passes on a packet that is for somebody else (RFC 1812 5.2): one less of its
 * time to live, by the best route; or an ICMP error to its source. A filter may
 * stop it.
 */
export function forwardPacket(host: Forwarder, packet: Packet, now: Nanos): void {
  if (packet.ttl <= 1) return complain(host, packet, timeExceeded, now);
  const route = host.interfaces.routeTo(packet.destination);
  if (route === null) {
    const error = (about: Packet, from: Ipv4): Packet =>
      destinationUnreachable(about, from, UnreachableCode.Net);
    return complain(host, packet, error, now);
  }
  if (!host.filter.passes(host, packet, now)) return;
  const { mtu } = host.interfaces.nicOf(route);
  if (!fitsMtu(packet, mtu) && packet.dontFragment) { // else the NIC loses it: nothing is fragmented
    return complain(host, packet, (about, from) => fragmentationNeeded(about, from, mtu), now);
  }
  host.sendPacket(relayedPacket(packet, packet.ttl - 1, packet.tos), 0, "forwarded", now);
}

/** Sends an ICMP error about a packet, where one is allowed (RFC 1122 3.2.2). */
export function complain(
  host: Forwarder,
  packet: Packet,
  error: (about: Packet, from: Ipv4) => Packet,
  now: Nanos,
): void {
  if (!mayAnswerWithError(packet, host.interfaces.prefixes())) return;
  const from = host.sourceAddressFor(packet.source);
  if (from !== 0) host.sendPacket(error(packet, from), 0, "", now);
}

/** Answers an ICMP echo request (RFC 792); whether the packet was one. */
export function answerEcho(host: Forwarder, packet: Packet, now: Nanos): boolean {
  const message = packet.icmp;
  if (message === null || message.type !== IcmpType.EchoRequest) return false;
  const reply = icmpPacket(packet.destination, packet.source, echoReply(message));
  host.sendPacket(reply, 0, "", now);
  return true;
}
