import { unrolled } from "../engine/base/unrolled.ts";
import { NO_BYTES, NO_OPTIONS, Packet, Segment, type TcpOptions } from "../engine/wire/mod.ts";
import { type Frame, NO_PACKET } from "./frame.ts";
import { FrameRing } from "./frame_ring.ts";

// What stands where in `numbers`, from `place << SHIFT` on: a cache line for each frame.
const SHIFT = 4;
const FROM = 0;
const TO = 1;
const ORDER = 2;
const SOURCE = 3;
const DESTINATION = 4;
const TTL_AND_TOS = 5;
const ID = 6;
/** 0 of a frame that is kept as it is. */
const LENGTH = 7;
const PORTS = 8;
const SEQ = 9;
const ACK = 10;
const FLAGS_AND_WINDOW = 11;
const URGENT_POINTER = 12;
const DATA_START = 13;
const DATA_LENGTH = 14;

const DONT_FRAGMENT = 1 << 16;
const FIRST_CAPACITY = 64;

/**
 * Frames of which nobody keeps records as numbers in one array, first in, first
 * out. Tens of thousands of packets that wait in a queue outlive the collections
 * of the youngest garbage: as objects each is copied twice and then left behind
 * in the old heap, as numbers none is.
 *
 * What comes out is a new packet that equals the one that went in; the payload
 * and the options are the very same. What is no whole TCP packet stays an object.
 */
export class PackedFrames {
  /** How many there are. */
  count = 0;
  /** There is no room before it is needed: most lines never have so many frames. */
  #numbers: Int32Array = new Int32Array(0);
  /** By place: the payload, and the options. */
  #data: Uint8Array[] = [];
  #options: TcpOptions[] = [];
  /** Frames that are kept as they are, in their order; null before the first one. */
  #whole: FrameRing | null = null;
  #first = 0;
  /** The number of places is a power of two, or 0: this is one less. */
  #mask = -1;

  /** Keeps what a frame holds; the frame itself is not kept. */
  add(frame: Frame): void {
    if (this.count > this.#mask) this.#grow();
    const place = (this.#first + this.count++) & this.#mask;
    const base = place << SHIFT;
    const { packet } = frame;
    const { segment } = packet;
    if (segment === null || frame.corrupted) {
      this.#numbers[base + LENGTH] = 0;
      return this.#keepWhole(frame);
    }
    const numbers = this.#numbers;
    numbers[base + FROM] = frame.from;
    numbers[base + TO] = frame.to;
    numbers[base + ORDER] = frame.order;
    this.#addPacket(packet, base);
    this.#addSegment(segment, base);
    this.#data[place] = segment.data;
    this.#options[place] = segment.options;
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
    numbers[base + TTL_AND_TOS] = packet.ttl << 8 | packet.tos |
      (packet.dontFragment ? DONT_FRAGMENT : 0);
    numbers[base + ID] = packet.id;
    numbers[base + LENGTH] = packet.length;
  }

  #addSegment(seg: Segment, base: number): void {
    const numbers = this.#numbers;
    numbers[base + PORTS] = seg.sourcePort << 16 | seg.destinationPort;
    numbers[base + SEQ] = seg.seq;
    numbers[base + ACK] = seg.ack;
    numbers[base + FLAGS_AND_WINDOW] = seg.flags << 16 | seg.window;
    numbers[base + URGENT_POINTER] = seg.urgentPointer;
    numbers[base + DATA_START] = seg.dataStart;
    numbers[base + DATA_LENGTH] = seg.dataLength;
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
    const packet = new Packet();
    const ttlAndTos = numbers[base + TTL_AND_TOS]!;
    packet.source = numbers[base + SOURCE]! >>> 0;
    packet.destination = numbers[base + DESTINATION]! >>> 0;
    packet.ttl = ttlAndTos >> 8 & 0xff;
    packet.tos = ttlAndTos & 0xff;
    packet.dontFragment = (ttlAndTos & DONT_FRAGMENT) !== 0;
    packet.id = numbers[base + ID]!;
    packet.length = numbers[base + LENGTH]!;
    return packet;
  }

  #segmentAt(place: number, base: number): Segment {
    const numbers = this.#numbers;
    const seg = new Segment();
    const ports = numbers[base + PORTS]!;
    const flagsAndWindow = numbers[base + FLAGS_AND_WINDOW]!;
    seg.sourcePort = ports >>> 16;
    seg.destinationPort = ports & 0xffff;
    seg.seq = numbers[base + SEQ]!;
    seg.ack = numbers[base + ACK]!;
    seg.flags = flagsAndWindow >>> 16;
    seg.window = flagsAndWindow & 0xffff;
    seg.urgentPointer = numbers[base + URGENT_POINTER]!;
    seg.options = this.#options[place]!;
    seg.data = this.#data[place]!;
    seg.dataStart = numbers[base + DATA_START]!;
    seg.dataLength = numbers[base + DATA_LENGTH]!;
    this.#options[place] = NO_OPTIONS;
    return seg;
  }

  /** Doubles the places of a full ring; the first frame then stands in the first of them. */
  #grow(): void {
    const first = this.#first;
    const after = Math.max(FIRST_CAPACITY, 2 * (this.#mask + 1));
    this.#numbers = unrolled(this.#numbers, first << SHIFT, new Int32Array(after << SHIFT));
    this.#data = withRoom(this.#data, first, after, NO_BYTES);
    this.#options = withRoom(this.#options, first, after, NO_OPTIONS);
    this.#first = 0;
    this.#mask = after - 1;
  }
}

/** What stands in a ring from `first` on, and room for others. */
function withRoom<T>(ring: readonly T[], first: number, places: number, empty: T): T[] {
  const room = new Array<T>(places - ring.length).fill(empty);
  return [...ring.slice(first), ...ring.slice(0, first), ...room];
}
