import { invariant } from "../engine/base/invariant.ts";
import { unrolled } from "../engine/base/unrolled.ts";
import {
  NO_BYTES,
  NO_OPTIONS,
  type Packet,
  type PacketPool,
  type Segment,
} from "../engine/wire/mod.ts";
import { type Frame, NO_PACKET } from "./frame.ts";
import { FrameRing } from "./frame_ring.ts";

// What stands where in `numbers`, from `place << SHIFT` on: a cache line for each frame.
const SHIFT = 4;
const FROM = 0;
const TO = 1;
const ORDER = 2;
const SOURCE = 3;
const DESTINATION = 4;
const TTL_TOS_AND_ID = 5;
/** 0 of a frame that is kept as it is. */
const LENGTH = 6;
const PORTS = 7;
const SEQ = 8;
const ACK = 9;
/** In the bits above them: the two that follow below. */
const FLAGS_AND_WINDOW = 10;
const URGENT_POINTER = 11;
const DATA_START = 12;
const DATA_LENGTH = 13;
const TIMESTAMP_VALUE = 14;
const TIMESTAMP_ECHO = 15;

const HAS_TIMESTAMPS = 1 << 29;
const DONT_FRAGMENT = 1 << 30;
const FIRST_CAPACITY = 64;

/**
 * Frames of which nobody keeps records as numbers in one array, first in, first
 * out. Tens of thousands of packets that wait in a queue outlive the collections
 * of the youngest garbage: as objects each is copied twice and then left behind
 * in the old heap, as numbers none is.
 *
 * What comes out is another packet, from the pool, that equals the one that went
 * in; the payload is the very same. What is no whole TCP packet, or has other
 * options than timestamps of its own, stays an object.
 */
export class PackedFrames {
  /** How many there are. */
  count = 0;
  /** There is no room before it is needed: most lines never have so many frames. */
  #numbers: Int32Array = new Int32Array(0);
  /** By place: the payload. */
  #data: Uint8Array[] = [];
  /** Frames that are kept as they are, in their order; null before the first one. */
  #whole: FrameRing | null = null;
  #first = 0;
  /** The number of places is a power of two, or 0: this is one less. */
  #mask = -1;
  declare private readonly pool: PacketPool;

  /** Packets that went in are given back to the pool where nobody else has them. */
  constructor(pool: PacketPool) {
    this.pool = pool;
  }

  /** Keeps what a frame holds; the frame itself is not kept. */
  add(frame: Frame): void {
    if (this.count > this.#mask) this.#grow();
    const place = (this.#first + this.count++) & this.#mask;
    const base = place << SHIFT;
    const { packet } = frame;
    const { segment } = packet;
    if (segment === null || frame.corrupted || !isPlain(segment)) {
      this.#numbers[base + LENGTH] = 0;
      return this.#keepWhole(frame);
    }
    const numbers = this.#numbers;
    numbers[base + FROM] = frame.from;
    numbers[base + TO] = frame.to;
    numbers[base + ORDER] = frame.order;
    this.#addPacket(packet, base);
    this.#addSegment(segment, base, packet.dontFragment);
    this.#data[place] = segment.data;
    frame.packet = NO_PACKET;
    this.pool.giveBack(packet);
  }

  #keepWhole(frame: Frame): void {
    const whole = this.#whole ??= new FrameRing();
    whole.blank.copy(frame);
    whole.add();
  }

  #addPacket(packet: Packet, base: number): void {
    const numbers = this.#numbers;
    numbers[base + SOURCE] = packet.source;
    numbers[base + DESTINATION] = packet.destination;
    numbers[base + TTL_TOS_AND_ID] = packet.ttl << 24 | packet.tos << 16 | packet.id;
    numbers[base + LENGTH] = packet.length;
  }

  #addSegment(seg: Segment, base: number, dontFragment: boolean): void {
    const numbers = this.#numbers;
    const { options } = seg;
    numbers[base + PORTS] = seg.sourcePort << 16 | seg.destinationPort;
    numbers[base + SEQ] = seg.seq;
    numbers[base + ACK] = seg.ack;
    numbers[base + FLAGS_AND_WINDOW] = seg.flags << 16 | seg.window |
      (options.hasTimestamps ? HAS_TIMESTAMPS : 0) | (dontFragment ? DONT_FRAGMENT : 0);
    numbers[base + URGENT_POINTER] = seg.urgentPointer;
    numbers[base + DATA_START] = seg.dataStart;
    numbers[base + DATA_LENGTH] = seg.dataLength;
    numbers[base + TIMESTAMP_VALUE] = options.timestampValue;
    numbers[base + TIMESTAMP_ECHO] = options.timestampEcho;
  }

  /** Takes the first one out into a blank frame; there must be one. */
  shift(into: Frame): void {
    const place = this.#first;
    const base = place << SHIFT;
    this.#first = (place + 1) & this.#mask;
    this.count--;
    const numbers = this.#numbers;
    if (numbers[base + LENGTH] === 0) {
      const whole = this.#whole!.shift();
      into.copy(whole);
      whole.packet = NO_PACKET;
      return;
    }
    into.corrupted = false;
    into.flaw = "";
    into.from = numbers[base + FROM]! >>> 0;
    into.to = numbers[base + TO]! >>> 0;
    into.order = numbers[base + ORDER]!;
    const packet = this.#packetAt(base);
    packet.segment = this.#segmentAt(place, base);
    into.packet = packet;
  }

  #packetAt(base: number): Packet {
    const numbers = this.#numbers;
    const packet = this.pool.packet();
    const ttlTosAndId = numbers[base + TTL_TOS_AND_ID]!;
    packet.source = numbers[base + SOURCE]! >>> 0;
    packet.destination = numbers[base + DESTINATION]! >>> 0;
    packet.ttl = ttlTosAndId >>> 24;
    packet.tos = ttlTosAndId >> 16 & 0xff;
    packet.dontFragment = (numbers[base + FLAGS_AND_WINDOW]! & DONT_FRAGMENT) !== 0;
    packet.id = ttlTosAndId & 0xffff;
    packet.length = numbers[base + LENGTH]!;
    return packet;
  }

  #segmentAt(place: number, base: number): Segment {
    const numbers = this.#numbers;
    const seg = this.pool.segment();
    const ports = numbers[base + PORTS]!;
    const flagsAndWindow = numbers[base + FLAGS_AND_WINDOW]!;
    seg.sourcePort = ports >>> 16;
    seg.destinationPort = ports & 0xffff;
    seg.seq = numbers[base + SEQ]!;
    seg.ack = numbers[base + ACK]!;
    seg.flags = flagsAndWindow >> 16 & 0xfff;
    seg.window = flagsAndWindow & 0xffff;
    seg.urgentPointer = numbers[base + URGENT_POINTER]!;
    seg.data = this.#data[place]!;
    seg.dataStart = numbers[base + DATA_START]!;
    seg.dataLength = numbers[base + DATA_LENGTH]!;
    if ((flagsAndWindow & HAS_TIMESTAMPS) === 0) return seg;
    const { stamps } = seg;
    invariant(stamps !== null, "a segment of the pool has options of its own");
    stamps.timestampValue = numbers[base + TIMESTAMP_VALUE]!;
    stamps.timestampEcho = numbers[base + TIMESTAMP_ECHO]!;
    seg.options = stamps;
    return seg;
  }

  /** Doubles the places of a full ring; the first frame then stands in the first of them. */
  #grow(): void {
    const first = this.#first;
    const after = Math.max(FIRST_CAPACITY, 2 * (this.#mask + 1));
    this.#numbers = unrolled(this.#numbers, first << SHIFT, new Int32Array(after << SHIFT));
    const data = new Array<Uint8Array>(after).fill(NO_BYTES);
    for (let i = 0; i <= this.#mask; i++) data[i] = this.#data[(first + i) & this.#mask]!;
    this.#data = data;
    this.#first = 0;
    this.#mask = after - 1;
  }
}

/** Whether a segment has no options but, if any, its own timestamps, which are numbers here. */
function isPlain(segment: Segment): boolean {
  return segment.options === NO_OPTIONS || segment.options === segment.stamps;
}
