/** ICMP types that concern TCP (RFC 792). */
export const IcmpType = {
  EchoReply: 0,
  DestinationUnreachable: 3,
  SourceQuench: 4,
  EchoRequest: 8,
  TimeExceeded: 11,
  ParameterProblem: 12,
} as const;

/** Codes of destination unreachable (RFC 792; 4 with a next-hop MTU: RFC 1191). */
export const UnreachableCode = {
  Net: 0,
  Host: 1,
  Protocol: 2,
  Port: 3,
  FragmentationNeeded: 4,
  SourceRouteFailed: 5,
  NetProhibited: 9,
  HostProhibited: 10,
  AdminProhibited: 13,
} as const;

/** One ICMP message; immutable once sent. */
export class IcmpMessage {
  type = 0;
  code = 0;
  /** The second 32-bit word of the header: for code 4 of type 3 its low half is the next-hop MTU. */
  rest = 0;
  /** The bytes behind the header: of an error, the IP header and at least 8 bytes that caused it. */
  body: Uint8Array = new Uint8Array(0);
}
