import type { Nanos } from "../base/time.ts";
import { copyOf, type EventSlots, LINKS_SHIFT, PLACE } from "./event_slots.ts";

/** Children of a node: four keep the tree flat and their times in one cache line. */
const ARITY_BITS = 2;
const ARITY = 1 << ARITY_BITS;

/**
 * Events in a heap with four children per node: the first one by time, and at
 * equal times by the order in which they were added, is at its root.
 *
 * Its two loops are all that small queues cost, so they stand written out, with
 * the arrays in local variables.
 */
export class EventHeap {
  size = 0;
  declare private readonly slots: EventSlots;
  // By place. Times stand here a second time, so that comparing stays within few cache lines.
  #timeAt: Float64Array = new Float64Array(64);
  #orderAt: Float64Array = new Float64Array(64);
  #slotAt: Int32Array = new Int32Array(64);

  constructor(slots: EventSlots) {
    this.slots = slots;
  }

  /** The time of the first event; there must be one. */
  get firstAt(): Nanos {
    return this.#timeAt[0]!;
  }

  /** The place in the order of adding of the first event; there must be one. */
  get firstOrder(): number {
    return this.#orderAt[0]!;
  }

  /** The slot of the first event; there must be one. */
  get first(): number {
    return this.#slotAt[0]!;
  }

  add(slot: number, time: Nanos, order: number): void {
    if (this.size === this.#slotAt.length) this.#grow();
    this.#siftUp(this.size++, time, order, slot);
  }

  removeFirst(): void {
    const last = --this.size;
    if (last > 0) this.#siftDown(0, this.#timeAt[last]!, this.#orderAt[last]!, this.#slotAt[last]!);
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
  replaceFirst(time: Nanos, order: number): void {
    this.#siftDown(0, time, order, this.#slotAt[0]!);
  }

  /** Takes the last event of the heap out, in no order, and says its slot. */
  removeLast(): number {
    return this.#slotAt[--this.size]!;
  }

  /** Puts an event at `place` or, while its parent comes later, further up. */
  #siftUp(place: number, time: Nanos, order: number, slot: number): void {
    const timeAt = this.#timeAt;
    const orderAt = this.#orderAt;
    const slotAt = this.#slotAt;
    const { links } = this.slots;
    let hole = place;
    while (hole > 0) {
      const parent = (hole - 1) >> ARITY_BITS;
      const other = timeAt[parent]!;
      if (time > other || (time === other && order > orderAt[parent]!)) break;
      const moved = slotAt[parent]!;
      timeAt[hole] = other;
      orderAt[hole] = orderAt[parent]!;
      slotAt[hole] = moved;
      links[(moved << LINKS_SHIFT) + PLACE] = hole;
      hole = parent;
    }
    timeAt[hole] = time;
    orderAt[hole] = order;
    slotAt[hole] = slot;
    links[(slot << LINKS_SHIFT) + PLACE] = hole;
  }

  /** Puts an event at `place` or, while a child comes earlier, further down. */
  #siftDown(place: number, time: Nanos, order: number, slot: number): void {
    const timeAt = this.#timeAt;
    const orderAt = this.#orderAt;
    const slotAt = this.#slotAt;
    const { links } = this.slots;
    const { size } = this;
    let hole = place;
    while (true) {
      let best = hole;
      let bestTime = time;
      let bestOrder = order;
      const from = (hole << ARITY_BITS) + 1;
      const to = from + ARITY < size ? from + ARITY : size;
      for (let child = from; child < to; child++) {
        const other = timeAt[child]!;
        if (other > bestTime || (other === bestTime && orderAt[child]! > bestOrder)) continue;
        best = child;
        bestTime = other;
        bestOrder = orderAt[child]!;
      }
      timeAt[hole] = bestTime;
      orderAt[hole] = bestOrder;
      if (best === hole) break;
      const moved = slotAt[best]!;
      slotAt[hole] = moved;
      links[(moved << LINKS_SHIFT) + PLACE] = hole;
      hole = best;
    }
    slotAt[hole] = slot;
    links[(slot << LINKS_SHIFT) + PLACE] = hole;
  }

  /** Whether an event of that time and order happens before the one at `place`. */
  #isBefore(time: Nanos, order: number, place: number): boolean {
    const other = this.#timeAt[place]!;
    return time < other || (time === other && order < this.#orderAt[place]!);
  }

  #grow(): void {
    const after = this.#slotAt.length * 2;
    this.#timeAt = copyOf(this.#timeAt, new Float64Array(after));
    this.#orderAt = copyOf(this.#orderAt, new Float64Array(after));
    this.#slotAt = copyOf(this.#slotAt, new Int32Array(after));
  }
}
