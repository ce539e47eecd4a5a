import {
  Flag,
  type IcmpMessage,
  icmpScriptText,
  type Packet,
  readQuote,
  scriptOptions,
  type Segment,
} from "../../engine/wire/mod.ts";
import type { ConnectionId, ConnectionInfo, SegmentRecord } from "../../nodes/records.ts";

/** The flags in the order of scripts, with their letters. */
const LETTERS: readonly (readonly [bit: number, letter: string])[] = [
  [Flag.Syn, "S"],
  [Flag.Fin, "F"],
  [Flag.Rst, "R"],
  [Flag.Psh, "P"],
  [Flag.Urg, "U"],
  [Flag.Ece, "E"],
  [Flag.Cwr, "W"],
  [Flag.Ack, "."],
];

/** Names of ECN bits, 0 to 3. */
const ECN = ["noecn", "ect1", "ect0", "ce"] as const;

/**
 * Whether the end sent or received that packet: by its connection, or after
 * that is forgotten by addresses and ports. What never reached it is not in its script.
 */
export function isOwnPacket(
  { event, connection, packet }: SegmentRecord,
  end: ConnectionInfo,
  own: ConnectionId,
): boolean {
  if (event === "dropped") return false;
  if (connection !== 0) return connection === own;
  const { segment } = packet;
  if (segment === null) return event === "received" && isAboutOwn(packet, end);
  const isSent = event === "sent";
  const [local, remote] = isSent
    ? [packet.source, packet.destination]
    : [packet.destination, packet.source];
  const [localPort, remotePort] = isSent
    ? [segment.sourcePort, segment.destinationPort]
    : [segment.destinationPort, segment.sourcePort];
  return local === end.localAddress && remote === end.remoteAddress &&
    localPort === end.localPort && remotePort === end.remotePort;
}

/** Whether an ICMP error quotes a segment that the end sent. */
function isAboutOwn({ icmp }: Packet, end: ConnectionInfo): boolean {
  const quote = icmp === null ? null : readQuote(icmp);
  return quote !== null && quote.source === end.localAddress &&
    quote.sourcePort === end.localPort && quote.destination === end.remoteAddress &&
    quote.destinationPort === end.remotePort;
}

/** "unreachable frag_needed mtu 1400 [1:1001(1000)]": an ICMP error with the octets that it is about. */
function icmpText(icmp: IcmpMessage, end: ConnectionInfo): string {
  const quote = readQuote(icmp);
  if (quote === null) return icmpScriptText(icmp);
  const start = (quote.seq - end.iss) >>> 0;
  return `${icmpScriptText(icmp)} [${start}:${start + quote.dataLength}(${quote.dataLength})]`;
}

/** A packet as a line of a script has it: "> S. 0:0(0) ack 1 <mss 1460>". */
export function packetText({ event, packet }: SegmentRecord, end: ConnectionInfo): string {
  const isSent = event === "sent";
  const arrow = isSent ? ">" : "<";
  const { segment, icmp } = packet;
  if (segment === null) return `${arrow} icmp ${icmp === null ? "" : icmpText(icmp, end)}`;
  const [ownIss, otherIss] = isSent ? [end.iss, end.irs] : [end.irs, end.iss];
  const start = (segment.seq - ownIss) >>> 0;
  const parts = [
    `${arrow}${ecnText(packet)}`,
    flagsText(segment),
    `${start}:${(start + segment.dataLength) >>> 0}(${segment.dataLength})`,
  ];
  if ((segment.flags & Flag.Ack) !== 0) parts.push(`ack ${(segment.ack - otherIss) >>> 0}`);
  if (!isSent) parts.push(`win ${segment.window}`); // a real host may offer another
  if ((segment.flags & Flag.Urg) !== 0) parts.push(`urg ${segment.urgentPointer}`);
  const options = scriptOptions(segment.options, (seq) => (seq - otherIss) >>> 0);
  if (options.length > 0) parts.push(`<${options.join(",")}>`);
  return parts.join(" ");
}

function flagsText({ flags }: Segment): string {
  return LETTERS.filter(([bit]) => (flags & bit) !== 0).map(([, letter]) => letter).join("") || "-";
}

function ecnText({ tos }: Packet): string {
  return (tos & 3) === 0 ? "" : ` [${ECN[tos & 3]}]`;
}
