import type { Nanos } from "../base/time.ts";
import { copyOf, type EventSlots, ORDER, PLACE, SLOT_SHIFT, TIME } from "./event_slots.ts";

/** Children of a node: four keep the tree flat and their times in one cache line. */
const ARITY_BITS = 2;
const ARITY = 1 << ARITY_BITS;

/**
 * Events in a heap with four children per node: the first one by time, and at
 * equal times by the order in which they were added, is at its root.
 */
export class EventHeap {
  size = 0;
  readonly #slots: EventSlots;
  // By place. Times stand here a second time, so that comparing stays within few cache lines.
  #timeAt: Float64Array = new Float64Array(64);
  #orderAt: Float64Array = new Float64Array(64);
  #slotAt: Int32Array = new Int32Array(64);

  constructor(slots: EventSlots) {
    this.#slots = slots;
  }

  /** The time of the first event; there must be one. */
  get firstAt(): Nanos {
    return this.#timeAt[0]!;
  }

  /** The slot of the first event; there must be one. */
  get first(): number {
    return this.#slotAt[0]!;
  }

  add(slot: number): void {
    if (this.size === this.#slotAt.length) this.#grow();
    const { numbers } = this.#slots;
    const base = slot << SLOT_SHIFT;
    this.#siftUp(this.size++, numbers[base + TIME]!, numbers[base + ORDER]!, slot);
  }

  /** Takes the event at `place` out, and closes the gap with the last one. */
  removeAt(place: number): void {
    const last = --this.size;
    if (place === last) return;
    const time = this.#timeAt[last]!;
    const order = this.#orderAt[last]!;
    const moved = this.#slotAt[last]!;
    if (place > 0 && this.#isBefore(time, order, (place - 1) >> ARITY_BITS)) {
      this.#siftUp(place, time, order, moved);
    } else {
      this.#siftDown(place, time, order, moved);
    }
  }

  /** The first event became a later one, in the same slot: it goes where it belongs now. */
  replaceFirst(): void {
    const slot = this.#slotAt[0]!;
    const { numbers } = this.#slots;
    const base = slot << SLOT_SHIFT;
    this.#siftDown(0, numbers[base + TIME]!, numbers[base + ORDER]!, slot);
  }

  /** Takes the last event of the heap out, in no order, and says its slot. */
  removeLast(): number {
    return this.#slotAt[--this.size]!;
  }

  /** Puts an event at `place` or, while its parent comes later, further up. */
  #siftUp(place: number, time: Nanos, order: number, slot: number): void {
    let hole = place;
    while (hole > 0) {
      const parent = (hole - 1) >> ARITY_BITS;
      if (!this.#isBefore(time, order, parent)) break;
      this.#move(parent, hole);
      hole = parent;
    }
    this.#put(hole, time, order, slot);
  }

  /** Puts an event at `place` or, while a child comes earlier, further down. */
  #siftDown(place: number, time: Nanos, order: number, slot: number): void {
    let hole = place;
    while (true) {
      const child = this.#firstChild(hole);
      if (child < 0 || this.#isBefore(time, order, child)) break;
      this.#move(child, hole);
      hole = child;
    }
    this.#put(hole, time, order, slot);
  }

  /** The place of the earliest child, or -1 of a leaf. */
  #firstChild(place: number): number {
    const from = (place << ARITY_BITS) + 1;
    if (from >= this.size) return -1;
    const to = Math.min(from + ARITY, this.size);
    let best = from;
    for (let child = from + 1; child < to; child++) {
      if (this.#isBefore(this.#timeAt[child]!, this.#orderAt[child]!, best)) best = child;
    }
    return best;
  }

  /** Whether an event of that time and order happens before the one at `place`. */
  #isBefore(time: Nanos, order: number, place: number): boolean {
    const other = this.#timeAt[place]!;
    return time < other || (time === other && order < this.#orderAt[place]!);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#timeAt[from]!, this.#orderAt[from]!, this.#slotAt[from]!);
  }

  #put(place: number, time: Nanos, order: number, slot: number): void {
    this.#timeAt[place] = time;
    this.#orderAt[place] = order;
    this.#slotAt[place] = slot;
    this.#slots.links[(slot << SLOT_SHIFT) + PLACE] = place;
  }

  #grow(): void {
    const after = this.#slotAt.length * 2;
    this.#timeAt = copyOf(this.#timeAt, new Float64Array(after));
    this.#orderAt = copyOf(this.#orderAt, new Float64Array(after));
    this.#slotAt = copyOf(this.#slotAt, new Int32Array(after));
  }
}
