import { invariant } from "../engine/base/invariant.ts";
import { PAGE, Pages } from "../engine/base/pages.ts";
import {
  NO_BYTES,
  NO_OPTIONS,
  type Packet,
  type PacketPool,
  type Segment,
} from "../engine/wire/mod.ts";
import { type Frame, NO_PACKET } from "./frame.ts";
import { FrameRing } from "./frame_ring.ts";

/** A page of frames. */
interface FramePage {
  /** Sixteen for each frame: a cache line. */
  readonly numbers: Int32Array;
  /** By place: the payload. */
  readonly data: Uint8Array[];
}

// What stands where in `numbers`, from `place << SHIFT` on.
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

const NO_PAGE: FramePage = { numbers: new Int32Array(0), data: [] };

/**
 * Frames of which nobody keeps records as numbers in pages, first in, first
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
  /** Those behind the front one. */
  readonly #pages: Pages<FramePage> = new Pages(blankPage);
  /** Where the first frame stands, and at which place: at 0, in the page behind. */
  #front: FramePage = NO_PAGE;
  #first = 0;
  /** Where the next one goes, and at which place: at 0 a new page begins. */
  #back: FramePage = NO_PAGE;
  #next = 0;
  /** Frames that are kept as they are, in their order; null before the first one. */
  #whole: FrameRing | null = null;
  declare private readonly pool: PacketPool;

  /** Packets that went in are given back to the pool where nobody else has them. */
  constructor(pool: PacketPool) {
    this.pool = pool;
  }

  /** Keeps what a frame holds; the frame itself is not kept. */
  add(frame: Frame): void {
    const place = this.#next;
    if (place === 0) this.#back = this.#pages.add();
    this.#next = (place + 1) & PAGE - 1;
    this.count++;
    const { numbers, data } = this.#back;
    const base = place << SHIFT;
    const { packet } = frame;
    const { segment } = packet;
    if (segment === null || frame.corrupted || !isPlain(segment)) {
      numbers[base + LENGTH] = 0;
      return this.#keepWhole(frame);
    }
    numbers[base + FROM] = frame.from;
    numbers[base + TO] = frame.to;
    numbers[base + ORDER] = frame.order;
    addPacket(numbers, base, packet);
    addSegment(numbers, base, segment, packet.dontFragment);
    data[place] = segment.data;
    frame.packet = NO_PACKET;
    this.pool.giveBack(packet);
  }

  #keepWhole(frame: Frame): void {
    const whole = this.#whole ??= new FrameRing();
    whole.blank.copy(frame);
    whole.add();
  }

  /** Takes the first one out into a blank frame; there must be one. */
  shift(into: Frame): void {
    const place = this.#first;
    if (place === 0) this.#turnPage();
    this.#first = (place + 1) & PAGE - 1;
    this.count--;
    const { numbers, data } = this.#front;
    const base = place << SHIFT;
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
    const packet = this.#packetAt(numbers, base);
    packet.segment = this.#segmentAt(numbers, base);
    packet.segment.data = data[place]!;
    into.packet = packet;
  }

  #packetAt(numbers: Int32Array, base: number): Packet {
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

  /** Without its payload. */
  #segmentAt(numbers: Int32Array, base: number): Segment {
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

  /** Goes on to the page behind the front one, in which nothing is left. */
  #turnPage(): void {
    if (this.#front !== NO_PAGE) this.#pages.giveBack(this.#front);
    this.#front = this.#pages.take();
  }
}

function addPacket(numbers: Int32Array, base: number, packet: Packet): void {
  numbers[base + SOURCE] = packet.source;
  numbers[base + DESTINATION] = packet.destination;
  numbers[base + TTL_TOS_AND_ID] = packet.ttl << 24 | packet.tos << 16 | packet.id;
  numbers[base + LENGTH] = packet.length;
}

function addSegment(numbers: Int32Array, base: number, seg: Segment, dontFragment: boolean): void {
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

/** Whether a segment has no options but, if any, its own timestamps, which are numbers here. */
function isPlain(segment: Segment): boolean {
  return segment.options === NO_OPTIONS || segment.options === segment.stamps;
}

function blankPage(): FramePage {
  return {
    numbers: new Int32Array(PAGE << SHIFT),
    data: new Array<Uint8Array>(PAGE).fill(NO_BYTES),
  };
}
