import {
  type IcmpMessage,
  IcmpType,
  isBroadcast,
  isDirectedBroadcast,
  isIcmpError,
  isMulticast,
  isValidSource,
  type Packet,
  type Prefix,
  UnreachableCode,
} from "../wire/mod.ts";

/** What an ICMP message means to the TCP connection that it is about. */
export const IcmpEffect = {
  /** Nothing: it is no error, or one that TCP discards, as source quench (RFC 9293 MUST-55). */
  None: 0,
  /** It may pass; a connection is never aborted for it (RFC 9293 3.9.2.2, MUST-56). */
  Soft: 1,
  /** It will not pass: "SHOULD abort" (SHLD-26), but see RFC 5927 5.2 for open connections. */
  Hard: 2,
  /** The packet was too big for a link: send smaller ones (RFC 1191), if they are believed. */
  TooBig: 3,
} as const;
export type IcmpEffect = (typeof IcmpEffect)[keyof typeof IcmpEffect];

/**
 * What an ICMP message means to TCP (RFC 9293 3.9.2.2). Destination unreachable
 * is hard with codes 2 and 3, "too big" with 4, else soft: codes 0, 1 and 5 by
 * that text, all others because it does not call them hard.
 */
export function icmpEffect(message: IcmpMessage): IcmpEffect {
  switch (message.type) {
    case IcmpType.DestinationUnreachable:
      return unreachableEffect(message.code);
    case IcmpType.TimeExceeded:
    case IcmpType.ParameterProblem:
      return IcmpEffect.Soft;
    default:
      return IcmpEffect.None;
  }
}

function unreachableEffect(code: number): IcmpEffect {
  switch (code) {
    case UnreachableCode.Protocol:
    case UnreachableCode.Port:
      return IcmpEffect.Hard;
    case UnreachableCode.FragmentationNeeded:
      return IcmpEffect.TooBig;
    default:
      return IcmpEffect.Soft;
  }
}

/**
 * Whether an ICMP error may be sent about a packet (RFC 1122 3.2.2): not about
 * an ICMP error, not about one for many receivers, not to a source that is not
 * a single host. (Nor about a later fragment; but those are no packets here.)
 *
 * `prefixes` are those of the interfaces, to know their networks' broadcasts.
 */
export function mayAnswerWithError(packet: Packet, prefixes: readonly Prefix[]): boolean {
  if (packet.icmp !== null && isIcmpError(packet.icmp)) return false;
  return isForOneHost(packet, prefixes) && isFromOneHost(packet, prefixes);
}

/**
 * Whether TCP may look at a packet from a link: it is from and for a single host.
 * Others are discarded without an answer (RFC 9293 MUST-57 and MUST-63).
 */
export function mayReachTcp(packet: Packet, prefixes: readonly Prefix[]): boolean {
  return isForOneHost(packet, prefixes) && isFromOneHost(packet, prefixes);
}

function isForOneHost(packet: Packet, prefixes: readonly Prefix[]): boolean {
  const address = packet.destination;
  return !isMulticast(address) && !isBroadcast(address) && !isOfANetwork(address, prefixes);
}

function isFromOneHost(packet: Packet, prefixes: readonly Prefix[]): boolean {
  return isValidSource(packet.source) && !isOfANetwork(packet.source, prefixes);
}

/** Whether the address is the broadcast of one of these networks. */
function isOfANetwork(address: number, prefixes: readonly Prefix[]): boolean {
  for (let i = 0; i < prefixes.length; i++) {
    if (isDirectedBroadcast(address, prefixes[i]!)) return true;
  }
  return false;
}
