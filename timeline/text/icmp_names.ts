import { type IcmpMessage, IcmpType } from "../../engine/wire/mod.ts";

/** The names of the codes of destination unreachable, by number (RFC 792, RFC 1122 3.2.2.1). */
const UNREACHABLE: Readonly<Record<number, string>> = {
  0: "net unreachable",
  1: "host unreachable",
  2: "protocol unreachable",
  3: "port unreachable",
  4: "fragmentation needed",
  5: "source route failed",
  9: "net prohibited",
  10: "host prohibited",
  13: "prohibited by filter",
};

const TYPES: Readonly<Record<number, string>> = {
  [IcmpType.EchoReply]: "echo reply",
  [IcmpType.SourceQuench]: "source quench",
  [IcmpType.EchoRequest]: "echo request",
  [IcmpType.TimeExceeded]: "time exceeded",
  [IcmpType.ParameterProblem]: "parameter problem",
};

/** What an ICMP message says: "port unreachable", "fragmentation needed mtu=1400". */
export function icmpName(icmp: IcmpMessage): string {
  if (icmp.type !== IcmpType.DestinationUnreachable) {
    return TYPES[icmp.type] ?? `type ${icmp.type} code ${icmp.code}`;
  }
  const name = UNREACHABLE[icmp.code] ?? `unreachable code ${icmp.code}`;
  return icmp.code === 4 ? `${name} mtu=${icmp.rest & 0xffff}` : name;
}
