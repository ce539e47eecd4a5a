import { type IcmpMessage, IcmpType, UnreachableCode } from "./icmp.ts";

/** Codes by the names that scripts use (RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1). */
const UNREACHABLE: Readonly<Record<string, number>> = {
  "net_unreachable": 0,
  "host_unreachable": 1,
  "protocol_unreachable": 2,
  "port_unreachable": 3,
  "frag_needed": 4,
  "source_route_failed": 5,
  "net_unknown": 6,
  "host_unknown": 7,
  "source_host_isolated": 8,
  "net_prohibited": 9,
  "host_prohibited": 10,
  "net_unreachable_for_tos": 11,
  "host_unreachable_for_tos": 12,
  "packet_filtered": 13,
  "precedence_violation": 14,
  "precedence_cutoff": 15,
};

const TIME_EXCEEDED: Readonly<Record<string, number>> = {
  "ttl_exceeded": 0,
  "ttl_exceeded_in_transit": 0,
  "exc_ttl": 0,
  "frag_reass_exceeded": 1,
  "exc_fragtime": 1,
};

const REDIRECT: Readonly<Record<string, number>> = {
  "redir_net": 0,
  "redir_host": 1,
  "redir_nettos": 2,
  "redir_hosttos": 3,
};

interface NamedType {
  readonly type: number;
  readonly codes: Readonly<Record<string, number>>;
}

/** Types by the names that scripts use, each with its codes'. */
const TYPES: Readonly<Record<string, NamedType>> = {
  unreachable: { type: IcmpType.DestinationUnreachable, codes: UNREACHABLE },
  "source_quench": { type: IcmpType.SourceQuench, codes: {} },
  redirect: { type: IcmpType.Redirect, codes: REDIRECT },
  "time_exceeded": { type: IcmpType.TimeExceeded, codes: TIME_EXCEEDED },
  "parameter_problem": { type: IcmpType.ParameterProblem, codes: {} },
  parameterprob: { type: IcmpType.ParameterProblem, codes: {} },
  "echo_request": { type: IcmpType.EchoRequest, codes: {} },
  "echo_reply": { type: IcmpType.EchoReply, codes: {} },
};

/** The type of that name with its codes by name; null where there is none. */
export function icmpTypeNamed(name: string): NamedType | null {
  return Object.hasOwn(TYPES, name) ? TYPES[name]! : null;
}

/** The names of all types, for messages. */
export const icmpTypeNames: readonly string[] = Object.keys(TYPES);

/** A message as scripts write it: "unreachable host_unreachable", "unreachable frag_needed mtu 1400". */
export function icmpScriptText({ type, code, rest }: IcmpMessage): string {
  const [name = String(type), named] = Object.entries(TYPES).find(([, it]) => it.type === type) ??
    [];
  const codes = Object.entries(named?.codes ?? {});
  const [codeName = ""] = codes.find(([, value]) => value === code) ?? [];
  const isTooLong = type === IcmpType.DestinationUnreachable &&
    code === UnreachableCode.FragmentationNeeded;
  return [name, codeName, isTooLong ? `mtu ${rest & 0xffff}` : ""].filter((it) => it !== "").join(
    " ",
  );
}
