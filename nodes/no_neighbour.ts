import type { Nanos } from "../engine/base/time.ts";
import { type Connection, type Endpoint, NEIGHBOUR_DOWN, type Profile } from "../engine/tcp/mod.ts";
import { destinationUnreachable, type Packet, UnreachableCode } from "../engine/wire/mod.ts";
import { complain, type Forwarder } from "./forwarding.ts";

/** What telling of a neighbour that does not answer needs of a host. */
export interface UnheardHost extends Forwarder {
  readonly profile: Profile;
  readonly endpoint: Endpoint;
  isLocalAddress(address: number): boolean;
  pump(connection: Connection, now: Nanos): void;
}

/**
 * No neighbour took a packet that had waited since then. Of somebody else's,
 * its source is told by ICMP "host unreachable" (RFC 1812 5.2.7.1); of the
 * host's own, its connection is, as the profile's `neighbourFailure` says.
 */
export function tellOfNoNeighbour(
  host: UnheardHost,
  packet: Packet,
  since: Nanos,
  now: Nanos,
): void {
  const seg = packet.segment;
  if (!host.isLocalAddress(packet.source)) {
    const error = (about: Packet, from: number): Packet =>
      destinationUnreachable(about, from, UnreachableCode.Host);
    return complain(host, packet, error, now);
  }
  if (seg === null || host.profile.neighbourFailure === "ignore") return;
  const { source, destination } = packet;
  const connection = host.endpoint.find(source, seg.sourcePort, destination, seg.destinationPort);
  if (connection === null) return;
  if (host.profile.neighbourFailure === "icmp") {
    connection.onUnreachable(seg.seq, false, UnreachableCode.Host, now, since);
  } else {
    const isGateway = (host.interfaces.routeTo(destination)?.via ?? 0) !== 0;
    connection.onNotSent(isGateway ? UnreachableCode.Host : NEIGHBOUR_DOWN);
  }
  host.pump(connection, now);
}
