import type { Nanos } from "../engine/base/time.ts";
import { IcmpEffect, icmpEffect } from "../engine/ip/mod.ts";
import type { Connection, Endpoint } from "../engine/tcp/mod.ts";
import { IcmpType, type Packet, readQuote } from "../engine/wire/mod.ts";

/** What the delivery of ICMP errors needs of a host. */
export interface IcmpReceiver {
  readonly endpoint: Endpoint;
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
  if (effect === IcmpEffect.None || effect === IcmpEffect.TooBig) return; // MUST-55
  const quote = readQuote(message);
  if (quote === null) return;
  const { source, sourcePort, destination, destinationPort } = quote;
  const connection = host.endpoint.find(source, sourcePort, destination, destinationPort);
  if (connection === null) return;
  const { type, code } = message;
  const reason = type === IcmpType.DestinationUnreachable ? code : type << 8 | code;
  connection.onUnreachable(quote.seq, effect === IcmpEffect.Hard, reason, now);
  host.pump(connection, now);
}
