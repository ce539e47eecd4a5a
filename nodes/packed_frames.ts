import { PAGE, Pages } from "../engine/base/pages.ts";
import {
  fitsNumbers,
  NO_BYTES,
  PACKET_NUMBERS,
  type PacketPool,
  putPacketNumbers,
  takePacketNumbers,
} from "../engine/wire/mod.ts";
import { type Frame, NO_PACKET } from "./frame.ts";
import { FrameRing } from "./frame_ring.ts";

/** A page of frames. */
interface FramePage {
  /** For each frame a cache line. */
  readonly numbers: Int32Array;
  /** By place: the payload, null of a frame that is kept as it is. */
  readonly data: (Uint8Array | null)[];
}

/** Sixteen numbers for each frame: those of its packet, and behind them its own. */
const SHIFT = 4;
const FROM = PACKET_NUMBERS;
const TO = FROM + 1;
const ORDER = FROM + 2;

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
    if (frame.corrupted || !fitsNumbers(packet)) {
      data[place] = null;
      return this.#keepWhole(frame);
    }
    numbers[base + FROM] = frame.from;
    numbers[base + TO] = frame.to;
    numbers[base + ORDER] = frame.order;
    putPacketNumbers(numbers, base, packet);
    data[place] = packet.segment!.data;
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
    const payload = data[place]!;
    if (payload === null) {
      const whole = this.#whole!.shift();
      into.copy(whole);
      whole.packet = NO_PACKET;
      return;
    }
    const base = place << SHIFT;
    into.corrupted = false;
    into.flaw = "";
    into.from = numbers[base + FROM]! >>> 0;
    into.to = numbers[base + TO]! >>> 0;
    into.order = numbers[base + ORDER]!;
    const packet = this.pool.packet();
    packet.segment = this.pool.segment();
    packet.segment.data = payload;
    takePacketNumbers(numbers, base, packet);
    into.packet = packet;
  }

  /** Goes on to the page behind the front one, in which nothing is left. */
  #turnPage(): void {
    if (this.#front !== NO_PAGE) this.#pages.giveBack(this.#front);
    this.#front = this.#pages.take();
  }
}

function blankPage(): FramePage {
  return {
    numbers: new Int32Array(PAGE << SHIFT),
    data: new Array<Uint8Array | null>(PAGE).fill(NO_BYTES),
  };
}
