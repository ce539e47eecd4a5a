import type { Handle } from "../engine/sim/mod.ts";
import { NO_EVENT } from "../engine/sim/mod.ts";
import { Frame, NO_PACKET } from "./frame.ts";
import { PACKED, PackedPackets } from "./packed_packets.ts";

/** The event of a frame that arrives in its turn: the line's lane has it. */
const IN_LANE: Handle = -1;

/** From so many frames on those that come stay long, and their packets are packed. */
export const MANY = 512;

/**
 * The frames of one direction of a cable that are to arrive: queued, being
 * sent, or under way. Each has a slot, whose number is all that its event
 * carries; slots and their frames are recycled.
 */
export class InFlight {
  /** A frame to be filled: {@linkcode add} takes this one as it is, and copies any other. */
  blank: Frame = new Frame();
  #frames: Frame[] = [];
  #events: Handle[] = [];
  /** The place of each in the order of sending. */
  #orders: number[] = [];
  #free: number[] = [];
  #sent = 0;
  #count = 0;
  readonly #packed: PackedPackets | null;

  /** `isRecorded`: whoever records keeps the packets, which therefore stay as they are. */
  constructor(isRecorded: boolean) {
    this.#packed = isRecorded ? null : new PackedPackets();
  }

  get count(): number {
    return this.#count;
  }

  /** Puts the blank frame, filled, or a copy of another into a slot, and returns its number. */
  add(frame: Frame): number {
    const slot = this.#free.length > 0 ? this.#free.pop()! : this.#grow();
    const unused = this.#frames[slot]!;
    if (frame === this.blank) {
      this.#frames[slot] = frame;
      this.blank = unused;
    } else unused.copy(frame);
    this.#orders[slot] = this.#sent++;
    if (this.#count++ >= MANY) this.#pack(slot);
    return slot;
  }

  #pack(slot: number): void {
    const frame = this.#frames[slot]!;
    const { segment } = frame.packet;
    if (this.#packed === null || segment === null) return;
    this.#packed.put(slot, frame.packet, segment);
    frame.packet = PACKED;
  }

  /** The frame arrives behind those before it, by an event of the line's lane. */
  expectInTurn(slot: number): void {
    this.#events[slot] = IN_LANE;
  }

  /** Keeps the event of the frame's arrival, which has one of its own. */
  expect(slot: number, event: Handle): void {
    this.#events[slot] = event;
  }

  /** Takes a frame out of flight; it keeps its slot until {@linkcode free}. */
  land(slot: number): Frame {
    this.#events[slot] = NO_EVENT;
    this.#count--;
    const frame = this.#frames[slot]!;
    if (this.#packed !== null && frame.packet === PACKED) frame.packet = this.#packed.take(slot);
    return frame;
  }

  /** A frame that is in flight; its packet may be packed. */
  frameOf(slot: number): Frame {
    return this.#frames[slot]!;
  }

  /** Gives a slot back. */
  free(slot: number): void {
    this.#frames[slot]!.packet = NO_PACKET;
    this.#free.push(slot);
  }

  /** The slots of all that are in flight, in the order of sending. */
  slots(): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < this.#events.length; slot++) {
      if (this.#events[slot] !== NO_EVENT) slots.push(slot);
    }
    return slots.sort((a, b) => this.#orders[a]! - this.#orders[b]!);
  }

  /** The event of a frame that is in flight; {@linkcode NO_EVENT} where it has none of its own. */
  eventOf(slot: number): Handle {
    const event = this.#events[slot]!;
    return event === IN_LANE ? NO_EVENT : event;
  }

  #grow(): number {
    const slot = this.#frames.length;
    this.#frames.push(new Frame());
    this.#events.push(NO_EVENT);
    this.#orders.push(0);
    return slot;
  }
}
