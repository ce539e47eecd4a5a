import type { Nanos } from "../engine/base/time.ts";
import { IcmpEffect, icmpEffect, type PathMtuCache, pathMtuOf } from "../engine/ip/mod.ts";
import type { Connection, Endpoint } from "../engine/tcp/mod.ts";
import { type IcmpMessage, IcmpType, type Packet, readQuote } from "../engine/wire/mod.ts";

/** What the delivery of ICMP errors needs of a host. */
export interface IcmpReceiver {
  readonly endpoint: Endpoint;
  readonly pathMtus: PathMtuCache;
  pump(connection: Connection, now: Nanos): void;
}

/**
 * Gives an ICMP error to the connection whose segment caused it (RFC 9293
 * 3.9.2.2, MUST-54); one about nobody's segment is ignored.
 */
export function deliverIcmp(host: IcmpReceiver, packet: Packet, now: Nanos): void {
  const message = packet.icmp;
  if (message === null) return;
  const effect = icmpEffect(message);
  if (effect === IcmpEffect.None) return; // MUST-55
  const quote = readQuote(message);
  if (quote === null) return;
  const { source, sourcePort, destination, destinationPort } = quote;
  const connection = host.endpoint.find(source, sourcePort, destination, destinationPort);
  if (connection === null) return;
  if (effect === IcmpEffect.TooBig) return onTooBig(host, connection, quote.seq, message, now);
  const { type, code } = message;
  const reason = type === IcmpType.DestinationUnreachable ? code : type << 8 | code;
  connection.onUnreachable(quote.seq, effect === IcmpEffect.Hard, reason, now);
  host.pump(connection, now);
}

/**
 * A packet was too long for its path (RFC 1191 6.4): its connection sends again
 * what was lost, all to the same host send smaller segments, and the host
 * remembers it for later ones.
 */
function onTooBig(
  host: IcmpReceiver,
  connection: Connection,
  seq: number,
  message: IcmpMessage,
  now: Nanos,
): void {
  const { endpoint, pathMtus } = host;
  const { remoteAddress } = connection;
  const until = now + endpoint.profile.pathMtuExpires;
  const mtu = connection.onTooBig(seq, pathMtuOf(message), until, now);
  if (mtu > 0 && mtu < pathMtus.mtuTowards(remoteAddress, now)) {
    pathMtus.learn(remoteAddress, mtu, until);
    for (const other of endpoint.connections()) {
      if (other !== connection && other.remoteAddress === remoteAddress) {
        other.setPathMtu(mtu, until);
      }
    }
  }
  host.pump(connection, now);
}
