/** What travels: addresses, packets, segments and messages, and their bytes. */
export {
  BROADCAST,
  formatIpv4,
  type Ipv4,
  isBroadcast,
  isLoopback,
  isMulticast,
  isUnicast,
  isValidSource,
  parseIpv4,
} from "./address.ts";
export { checksumOf, fold, isIntact, pseudoHeaderSum, sumOf } from "./checksum.ts";
export { corruptPacket } from "./corruption.ts";
export { DECODE_REASONS, DecodeError, type DecodeReason } from "./decode_error.ts";
export { Ecn, ECN_MASK, ecnOf, isEcnCapable, markedPacket } from "./ecn.ts";
export { flagsLetters, flagsText, parseFlags } from "./flags_text.ts";
export {
  echoReply,
  ICMP_HEADER_LENGTH,
  icmpByteLength,
  IcmpMessage,
  icmpMessage,
  IcmpType,
  isIcmpError,
  TTL_EXCEEDED,
  UnreachableCode,
} from "./icmp.ts";
export { decodeIcmp, encodeIcmp } from "./icmp_codec.ts";
export {
  destinationUnreachable,
  fragmentationNeeded,
  icmpError,
  LEAST_QUOTE,
  MOST_QUOTE,
  timeExceeded,
} from "./icmp_error.ts";
export { QuotedSegment, readQuote } from "./icmp_quote.ts";
export {
  ackOptions,
  type OptionFields,
  sackOptions,
  tcpOptions,
  timestampOptions,
} from "./make_options.ts";
export { icmpScriptText, icmpTypeNamed, icmpTypeNames } from "./icmp_names.ts";
export { scriptOptions, scriptSack } from "./script_options.ts";
export { layoutInOrder, layoutOf, OptionOrder } from "./option_layout.ts";
export {
  icmpPacket,
  IP_HEADER_LENGTH,
  keepPacket,
  MAX_PACKET_LENGTH,
  Packet,
  relayedPacket,
  tcpPacket,
} from "./packet.ts";
export { decodePacket, encodePacket } from "./packet_codec.ts";
export {
  fitsNumbers,
  hasPacketNumbers,
  PACKET_NUMBERS,
  putPacketNumbers,
  takePacketNumbers,
} from "./packet_numbers.ts";
export { blankPacket, PacketPool } from "./packet_pool.ts";
export {
  formatPrefix,
  inPrefix,
  isDirectedBroadcast,
  maskOf,
  networkOf,
  parsePrefix,
  type Prefix,
} from "./prefix.ts";
export { Protocol } from "./protocol.ts";
export {
  Flag,
  NO_BYTES,
  payloadOf,
  Segment,
  segmentByteLength,
  TCP_HEADER_LENGTH,
} from "./segment.ts";
export { decodeSegment, encodeSegment } from "./segment_codec.ts";
export {
  MAX_OPTIONS_LENGTH,
  NO_OPTIONS,
  OptionKind,
  optionsLength,
  type OtherOption,
  TcpOptions,
} from "./tcp_options.ts";
export { decodeOptions, encodeOptions } from "./tcp_options_codec.ts";
