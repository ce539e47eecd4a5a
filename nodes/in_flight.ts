import { type Handle, NO_EVENT } from "../engine/sim/mod.ts";
import type { PacketPool } from "../engine/wire/mod.ts";
import { Frame, NO_PACKET } from "./frame.ts";
import { FrameRing } from "./frame_ring.ts";
import { PackedFrames } from "./packed_frames.ts";

/** Stands for the event of a frame in a slot that has none yet. */
const HELD: Handle = -1;

/** From so many frames on those that come stay long, and are packed. */
export const MANY = 510;

/**
 * The frames of one direction of a cable that are to arrive: queued, being sent,
 * or under way.
 *
 * Nearly all arrive in the order of sending: these stand in a ring, and many of
 * them as numbers. One that overtakes others, or is held, stands by itself in a
 * slot, whose number its event carries; slots and their frames are recycled.
 */
export class InFlight {
  #ring: FrameRing = new FrameRing();
  /** Those that came when there were many; all are behind the ring's. Null where none may be packed. */
  declare private readonly packed: PackedFrames | null;
  /** Stand for the ring's frames where a packed one is to be filled, or has landed. */
  readonly #blank: Frame = new Frame();
  readonly #landed: Frame = new Frame();
  /** By slot: frames by themselves, and their events; NO_EVENT of a slot that is free or landing. */
  readonly #alone: Frame[] = [];
  readonly #events: Handle[] = [];
  readonly #free: number[] = [];
  #aloneCount = 0;
  #sent = 0;

  /** `pool`: that of the network; null where somebody records, to whom frames are more than numbers. */
  constructor(pool: PacketPool | null) {
    this.packed = pool === null ? null : new PackedFrames(pool);
  }

  get count(): number {
    const packed = this.packed === null ? 0 : this.packed.count;
    return this.#ring.count + packed + this.#aloneCount;
  }

  /** A frame to be filled: {@linkcode add} takes this one as it is, and copies any other. */
  get blank(): Frame {
    const { packed } = this;
    return packed !== null && this.#packsNext(packed) ? this.#blank : this.#ring.blank;
  }

  #packsNext(packed: PackedFrames): boolean {
    return packed.count > 0 || this.#ring.count >= MANY;
  }

  /** Takes in a frame that arrives in its turn. */
  add(frame: Frame): void {
    const { packed } = this;
    if (packed !== null && this.#packsNext(packed)) return this.#pack(packed, frame);
    const { blank } = this.#ring;
    if (frame !== blank) blank.copy(frame);
    blank.order = this.#nextOrder();
    this.#ring.add();
  }

  #pack(packed: PackedFrames, frame: Frame): void {
    const blank = this.#blank;
    if (frame !== blank) blank.copy(frame);
    blank.order = this.#nextOrder();
    packed.add(blank);
  }

  /** Takes out the frame whose turn it is; it stays as it is until {@linkcode clear}. */
  landNext(): Frame {
    if (this.packed === null || this.#ring.count > 0) return this.#ring.shift();
    this.packed.shift(this.#landed);
    return this.#landed;
  }

  /** What was in a frame that has landed is not needed any more. */
  clear(frame: Frame): void {
    frame.packet = NO_PACKET;
  }

  /** Takes in a frame that has an event of its own, and gives its slot. */
  addAlone(frame: Frame): number {
    const slot = this.#slotFor(frame);
    this.#alone[slot]!.order = this.#nextOrder();
    return slot;
  }

  /** Moves the frame whose turn it is into a slot, where it waits for an event of its own. */
  setAside(): number {
    const frame = this.landNext();
    const slot = this.#slotFor(frame);
    this.clear(frame);
    return slot;
  }

  #slotFor(frame: Frame): number {
    const slot = this.#free.length > 0 ? this.#free.pop()! : this.#grow();
    this.#alone[slot]!.copy(frame);
    this.#events[slot] = HELD;
    this.#aloneCount++;
    return slot;
  }

  /** Keeps the event of the arrival of a frame in a slot. */
  expect(slot: number, event: Handle): void {
    this.#events[slot] = event;
  }

  /** A frame in a slot. */
  frameOf(slot: number): Frame {
    return this.#alone[slot]!;
  }

  /** Takes a frame out of its slot; it stays as it is until {@linkcode free}. */
  land(slot: number): Frame {
    this.#events[slot] = NO_EVENT;
    this.#aloneCount--;
    return this.#alone[slot]!;
  }

  /** Gives a slot back. */
  free(slot: number): void {
    this.clear(this.#alone[slot]!);
    this.#free.push(slot);
  }

  /** The events of frames that have one of their own, which are to be cancelled before {@linkcode takeAll}. */
  events(): Handle[] {
    return this.#events.filter((event) => event !== NO_EVENT && event !== HELD);
  }

  /** Takes out all frames, in the order of sending. */
  takeAll(): Frame[] {
    const all: Frame[] = [];
    for (let slot = 0; slot < this.#alone.length; slot++) {
      if (this.#events[slot] === NO_EVENT) continue;
      all.push(this.land(slot));
      this.#alone[slot] = new Frame();
      this.free(slot);
    }
    while (this.#ring.count > 0) all.push(this.#ring.shift());
    this.#ring = new FrameRing();
    while (this.packed !== null && this.packed.count > 0) {
      const frame = new Frame();
      this.packed.shift(frame);
      all.push(frame);
    }
    return all.sort((a, b) => (a.order - b.order) | 0); // orders may wrap around
  }

  #nextOrder(): number {
    return this.#sent = (this.#sent + 1) | 0;
  }

  #grow(): number {
    this.#alone.push(new Frame());
    this.#events.push(NO_EVENT);
    return this.#alone.length - 1;
  }
}
