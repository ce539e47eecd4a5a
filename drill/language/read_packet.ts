import { Flag, icmpTypeNamed, icmpTypeNames } from "../../engine/wire/mod.ts";
import type {
  EcnField,
  EventTime,
  IcmpEvent,
  IpFields,
  SegmentEvent,
  SequenceField,
} from "./ast.ts";
import type { Reader } from "./reader.ts";
import { readNumber, readOptions } from "./read_options.ts";
import type { Place } from "./script_error.ts";

/** What an event has before its packet. */
export interface Start {
  readonly place: Place;
  readonly offset: number;
  readonly time: EventTime;
}

/** Notes what cannot be run. */
export type NoteUnsupported = (place: Place, what: string) => void;

const FLAG_LETTERS: Readonly<Record<string, number>> = {
  F: Flag.Fin,
  S: Flag.Syn,
  R: Flag.Rst,
  P: Flag.Psh,
  ".": Flag.Ack,
  U: Flag.Urg,
  E: Flag.Ece,
  W: Flag.Cwr,
};

const ADDRESS = /(?:\d+\.){3}\d+(?::\d+)?|[0-9a-fA-F]*:[0-9a-fA-F:]+/y;

/** Reads a packet from its `<` or `>` on. */
export function readPacket(
  reader: Reader,
  start: Start,
  unsupported: NoteUnsupported,
): SegmentEvent | IcmpEvent {
  const direction = reader.expect(/[<>]/y, '"<" or ">"')[0] === "<" ? "in" : "out";
  const ip = readIpFields(reader, unsupported);
  skipEncapsulation(reader, unsupported);
  if (reader.take(/icmp\b|icmpv4\b/y) !== null) {
    if (direction === "out") reader.fail("ICMP messages can only be injected");
    return readIcmp(reader, start, unsupported);
  }
  const { place } = reader;
  if (reader.sees(/udp\b|icmpv6\b|gre\b|mpls\b/y)) unsupported(place, "packets that are not TCP");
  return readSegment(reader, start, direction, ip, unsupported);
}

function readSegment(
  reader: Reader,
  start: Start,
  direction: "in" | "out",
  ip: IpFields,
  unsupported: NoteUnsupported,
): SegmentEvent {
  const flags = readFlags(reader, unsupported);
  const seq = readSequence(reader);
  const ack = reader.take(/ack\b/y) === null ? null : readNumber(reader);
  const window = reader.take(/win\b/y) === null ? null : readNumber(reader, 0xffff);
  const urgent = reader.take(/urg\b/y) === null ? null : readNumber(reader, 0xffff);
  const options = readOptions(reader, unsupported);
  if (reader.sees(/\/udp\b/y)) {
    unsupported(reader.place, "encapsulation in UDP");
    reader.take(/\/udp\s*\([^)]*\)/y);
  }
  const { place, time } = start;
  if (direction === "in" && time.kind === "any") {
    reader.failAt(place, "only outbound packets may come at any time");
  }
  if (direction === "in" && options === null) {
    reader.failAt(
      place,
      "an inbound packet must say which options it has: <...> is for outbound ones",
    );
  }
  if (direction === "in" && seq.start === null) {
    reader.failAt(place, "an inbound packet must have a sequence number");
  }
  const text = reader.since(start.offset);
  return {
    kind: "segment",
    place,
    time,
    text,
    direction,
    ip,
    flags,
    seq,
    ack,
    window,
    urgent,
    options,
  };
}

/** `-` is no flag at all. */
function readFlags(reader: Reader, unsupported: NoteUnsupported): number {
  const { place } = reader;
  const letters = reader.expect(/[FSRPUEWA.]+|-|0/y, "TCP flags, of F S R P . U E W")[0];
  if (letters === "-" || letters === "0") return 0;
  let flags = 0;
  for (const letter of letters) {
    if (letter === "A") unsupported(place, "the flag AE of Accurate ECN");
    flags |= FLAG_LETTERS[letter] ?? 0;
  }
  return flags;
}

function readSequence(reader: Reader): SequenceField {
  const { place } = reader;
  if (reader.take(/\.\.\.\s*\(/y) !== null) {
    const length = readNumber(reader, 0xffff);
    reader.expect(/\)/y, '")"');
    return { start: null, length, isAbsolute: false };
  }
  const start = readNumber(reader);
  reader.expect(/:/y, '":" in a range of sequence numbers');
  const end = readNumber(reader);
  reader.expect(/\(/y, '"(" and the number of bytes');
  const length = readNumber(reader, 0xffff_ffff);
  reader.expect(/\)/y, '")"');
  if (((start + length) | 0) !== (end | 0)) {
    reader.failAt(
      place,
      `${start}:${end} must have ${(end - start) >>> 0} bytes: it has (${length})`,
    );
  }
  if (length > 0xffff) reader.failAt(place, `a packet has at most 65535 bytes: it has ${length}`);
  return { start, length, isAbsolute: reader.takeHere(/!/y) !== null };
}

function readIcmp(reader: Reader, start: Start, unsupported: NoteUnsupported): IcmpEvent {
  const { place } = reader;
  const name = reader.expect(/\w+/y, "an ICMP type")[0];
  const named = icmpTypeNamed(name) ??
    reader.failAt(
      place,
      `an ICMP type must be one of ${icmpTypeNames.join(", ")}: found "${name}"`,
    );
  const code = readCode(reader, named.codes);
  const mtu = reader.take(/mtu\b/y) === null ? null : readNumber(reader, 0xffff);
  let quoted: SequenceField | null = null;
  if (reader.take(/\[/y) !== null) {
    quoted = readSequence(reader);
    if (reader.sees(/\/?udp\b/y)) unsupported(reader.place, "encapsulation in UDP");
    reader.take(/\/?udp[^\]]*/y);
    reader.expect(/\]/y, '"]"');
  }
  const text = reader.since(start.offset);
  return {
    kind: "icmp",
    place: start.place,
    time: start.time,
    text,
    type: named.type,
    code,
    mtu,
    quoted,
  };
}

/** By name, as `code_7`, or 0 where the script says nothing. */
function readCode(reader: Reader, codes: Readonly<Record<string, number>>): number {
  const { place } = reader;
  const word = reader.take(/(?!mtu\b)[A-Za-z_]\w*/y)?.[0];
  if (word === undefined) return 0;
  const number = /^code_(\d+)$/.exec(word)?.[1];
  if (number !== undefined) return Number(number) & 0xff;
  if (Object.hasOwn(codes, word)) return codes[word]!;
  const known = [...Object.keys(codes), "code_N"].join(", ");
  return reader.failAt(place, `its code must be one of ${known}: found "${word}"`);
}

const ECN: readonly EcnField[] = ["noecn", "ect0", "ect1", "ce"];

function readIpFields(reader: Reader, unsupported: NoteUnsupported): IpFields {
  let ecn: EcnField | null = null;
  let tos: number | null = null;
  let ttl: number | null = null;
  while (reader.take(/[[(]/y) !== null) {
    const { place } = reader;
    const word = reader.expect(/[A-Za-z]\w*/y, "a field of the IP header")[0];
    const bits = ECN.find((it) => it === word);
    if (bits !== undefined) ecn = bits;
    else if (word === "ect01") unsupported(place, "[ect01]");
    else if (word === "tos") tos = readNumber(reader, 0xff);
    else if (word === "ttl") ttl = readNumber(reader, 0xff);
    else if (["hlim", "class", "flowlabel"].includes(word)) {
      unsupported(place, `IPv6 (${word})`);
      readNumber(reader);
    } else {
      reader.failAt(
        place,
        `a field of the IP header must be one of ${
          [...ECN, "tos", "ttl"].join(", ")
        }: found "${word}"`,
      );
    }
    reader.take(/,/y);
    reader.expect(/[\])]/y, '"]" or ")"');
  }
  return { ecn, tos, ttl };
}

/** `ipv4 192.0.2.1 > 192.0.2.2: gre: ...` in front of a packet. */
function skipEncapsulation(reader: Reader, unsupported: NoteUnsupported): void {
  while (reader.sees(/(?:ipv4|ipv6|gre|mpls)\b/y)) {
    unsupported(reader.place, "packets within packets");
    reader.take(/\w+/y);
    if (reader.take(ADDRESS) !== null) {
      reader.expect(/>/y, '">"');
      reader.expect(ADDRESS, "an address");
    }
    reader.take(/[^:\n]*/y);
    reader.expect(/:/y, '":"');
  }
}
