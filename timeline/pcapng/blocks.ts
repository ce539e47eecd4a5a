import type { Nanos } from "../../engine/base/time.ts";
import { MAX_PACKET_LENGTH, type Packet, parsePrefix } from "../../engine/wire/mod.ts";
import type { BlockWriter } from "./block_writer.ts";
import { putPlainPacket } from "./plain_packet.ts";

/** draft-ietf-opsawg-pcapng 4.1, 4.2, 4.3. */
const BlockType = { Section: 0x0a0d0d0a, Interface: 1, EnhancedPacket: 6 } as const;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const COMMENT = 1;
/** 4.1, options of a section. */
const SectionOption = { Application: 4 } as const;
/** 4.2, options of an interface. */
const InterfaceOption = {
  Name: 2,
  Description: 3,
  Ipv4Address: 4,
  Speed: 8,
  TimeResolution: 9,
  Os: 12,
} as const;
/** 4.3, options of a packet. */
const FLAGS = 2;
/** What stands before the bytes of a packet in its block, and behind its comments. */
const PACKET_HEAD = 28;
const PACKET_TAIL = 16;
/** LINKTYPE_RAW: a packet begins with its IP header. */
const RAW_IP = 101;
/** Times count in 10^-9 seconds. */
const NANOSECONDS = 9;

/** The direction of a packet, as the lowest bits of `epb_flags` (4.3.1). */
export const Direction = { Inbound: 1, Outbound: 2 } as const;
export type Direction = (typeof Direction)[keyof typeof Direction];

/** What is written of an interface. */
export interface CaptureInterface {
  /** "client.eth0" */
  readonly name: string;
  readonly description: string;
  /** "10.0.0.1/24", or "" where it has none. */
  readonly address: string;
  /** Bits per second, 0 where that is not known. */
  readonly rateBps: number;
  readonly os: string;
}

/** Begins the file: a section of unknown length, with a comment. */
export function writeSection(out: BlockWriter, application: string, comment: string): void {
  out.begin(BlockType.Section);
  out.uint32(BYTE_ORDER_MAGIC);
  out.uint16(1); // version 1.0
  out.uint16(0);
  out.uint32(0xffffffff); // the length of the section is not known: -1 in 64 bits
  out.uint32(0xffffffff);
  out.textOption(COMMENT, comment);
  out.textOption(SectionOption.Application, application);
  out.endOfOptions();
  out.end();
}

/** Describes the next interface; they are numbered from 0 in this order. */
export function writeInterface(out: BlockWriter, it: CaptureInterface): void {
  out.begin(BlockType.Interface);
  out.uint16(RAW_IP);
  out.uint16(0);
  out.uint32(MAX_PACKET_LENGTH); // packets are never cut
  out.textOption(InterfaceOption.Name, it.name);
  out.textOption(InterfaceOption.Description, it.description);
  if (it.address !== "") out.option(InterfaceOption.Ipv4Address, addressBytes(it.address));
  if (it.rateBps > 0) out.option(InterfaceOption.Speed, uint64Bytes(it.rateBps));
  out.option(InterfaceOption.TimeResolution, Uint8Array.of(NANOSECONDS));
  out.textOption(InterfaceOption.Os, it.os);
  out.endOfOptions();
  out.end();
}

/** Writes a packet as that interface saw it; each comment is an option of its own. */
export function writePacket(
  out: BlockWriter,
  interfaceId: number,
  at: Nanos,
  bytes: Uint8Array,
  direction: Direction,
  comments: readonly string[],
): void {
  out.begin(BlockType.EnhancedPacket);
  out.uint32(interfaceId);
  out.uint32(Math.floor(at / 2 ** 32));
  out.uint32(at % 2 ** 32);
  out.uint32(bytes.length);
  out.uint32(bytes.length);
  out.padded(bytes);
  writeComments(out, comments);
  out.option32(FLAGS, direction);
  out.endOfOptions();
  out.end();
}

/** Comments as options of a block. */
export function writeComments(out: BlockWriter, comments: readonly string[]): void {
  for (const comment of comments) out.textOption(COMMENT, comment);
}

/**
 * What {@linkcode writePacket} does for a packet of `plainLength` bytes, whose
 * comments are options already.
 */
export function writePlainPacket(
  out: BlockWriter,
  interfaceId: number,
  at: Nanos,
  packet: Packet,
  length: number,
  direction: Direction,
  comments: Uint8Array,
): void {
  const padded = (length + 3) & ~3;
  const total = PACKET_HEAD + padded + comments.length + PACKET_TAIL;
  const start = out.skip(total);
  const view = out.view;
  const high = Math.floor(at / 2 ** 32);
  view.setUint32(start, BlockType.EnhancedPacket, true);
  view.setUint32(start + 4, total, true);
  view.setUint32(start + 8, interfaceId, true);
  view.setUint32(start + 12, high, true);
  view.setUint32(start + 16, at - high * 2 ** 32, true);
  view.setUint32(start + 20, length, true);
  view.setUint32(start + 24, length, true);
  const options = start + PACKET_HEAD + padded;
  view.setUint32(options - 4, 0); // the padding, if there is any
  putPlainPacket(out, start + PACKET_HEAD, packet, length);
  out.put(options, comments);
  const end = options + comments.length;
  view.setUint32(end, FLAGS | 4 << 16, true);
  view.setUint32(end + 4, direction, true);
  view.setUint32(end + 8, 0, true);
  view.setUint32(end + 12, total, true);
}

/** Address and mask, in the order of the network. */
function addressBytes(address: string): Uint8Array {
  const prefix = parsePrefix(address);
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, prefix.address);
  view.setUint32(4, prefix.prefixLength === 0 ? 0 : -1 << (32 - prefix.prefixLength));
  return bytes;
}

function uint64Bytes(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(Math.round(value)), true);
  return bytes;
}
