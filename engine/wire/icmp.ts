/** ICMP types that concern TCP (RFC 792). */
export const IcmpType = {
  EchoReply: 0,
  DestinationUnreachable: 3,
  SourceQuench: 4,
  Redirect: 5,
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

/**
 * Time exceeded in transit as the reason of an unreachable destination: beyond
 * all codes of {@linkcode UnreachableCode}, with its type above its code.
 */
export const TTL_EXCEEDED = 0x0b00;

/** The bytes of an ICMP header. */
export const ICMP_HEADER_LENGTH = 8;

const NO_BODY: Uint8Array = new Uint8Array(0);

/** One ICMP message; immutable once sent. */
export class IcmpMessage {
  type = 0;
  code = 0;
  /** The second 32-bit word of the header: for code 4 of type 3 its low half is the next-hop MTU. */
  rest = 0;
  /** The bytes behind the header: of an error, the IP header and at least 8 bytes that caused it. */
  body: Uint8Array = NO_BODY;
}

/** Makes a message; `rest` is unsigned, and `body` is kept, not copied. */
export function icmpMessage(
  type: number,
  code: number,
  rest: number,
  body: Uint8Array,
): IcmpMessage {
  const message = new IcmpMessage();
  message.type = type;
  message.code = code;
  message.rest = rest >>> 0;
  message.body = body;
  return message;
}

/** The bytes of a message on the wire. */
export function icmpByteLength(message: IcmpMessage): number {
  return ICMP_HEADER_LENGTH + message.body.length;
}

/** Whether the message reports an error about a packet, rather than asks or answers (RFC 1122 3.2.2). */
export function isIcmpError(message: IcmpMessage): boolean {
  switch (message.type) {
    case IcmpType.DestinationUnreachable:
    case IcmpType.SourceQuench:
    case IcmpType.Redirect:
    case IcmpType.TimeExceeded:
    case IcmpType.ParameterProblem:
      return true;
    default:
      return false;
  }
}

/** The answer to an echo request: the same identifier, number and bytes (RFC 1122 3.2.2.6). */
export function echoReply(request: IcmpMessage): IcmpMessage {
  return icmpMessage(IcmpType.EchoReply, 0, request.rest, request.body);
}
