import { invariant } from "../base/invariant.ts";
import { type Nanos, NEVER } from "../base/time.ts";
import type { Actor } from "./actor.ts";

/**
 * Names one scheduled event. It stays unique for the life of its queue: when
 * the event happened or was cancelled, the handle is stale and means nothing.
 */
export type Handle = number;

/** The handle of no event; always stale. */
export const NO_EVENT: Handle = 0;

/** A handle is `generation * SLOTS + slot`; with these bounds it is exact in a `number`. */
const SLOT_BITS = 24;
const SLOTS = 1 << SLOT_BITS;
const LAST_GENERATION = (1 << 22) - 1;

/** Children of a node of the heap: four keep the tree flat and their times in one cache line. */
const ARITY_BITS = 2;
const ARITY = 1 << ARITY_BITS;

/**
 * The pending events, in one total order: by time, and at equal times by the
 * order in which they were added.
 *
 * An event lives in a slot of typed arrays. Slots are recycled and count their
 * uses, so that a handle of an earlier use is known as stale. A heap with four
 * children per node orders them; a cancelled event leaves it at once, so memory
 * is bounded by the most events that were ever pending together.
 *
 * Neither `add` nor `take` checks its numbers: that is the simulator's task.
 */
export class EventQueue {
  /** The event that `take` took last. */
  at: Nanos = 0;
  target: Actor | null = null;
  kind = 0;
  arg = 0;

  #size = 0;
  #added = 0;

  // The heap, by place. `#slotAt` is a permutation of the slots in use by this
  // queue: the pending ones first, in heap order, then the free ones.
  #timeAt: Float64Array = new Float64Array(0);
  #orderAt: Float64Array = new Float64Array(0);
  #slotAt: Int32Array = new Int32Array(0);

  // The events, by slot.
  #place: Int32Array = new Int32Array(0);
  #generation: Int32Array = new Int32Array(0);
  #kind: Int32Array = new Int32Array(0);
  #arg: Float64Array = new Float64Array(0);
  #target: (Actor | null)[] = [];

  /** Slots that may still be used; those behind are worn out. */
  #usable = 0;

  /** How many events are pending. */
  get size(): number {
    return this.#size;
  }

  /** The time of the next event, or NEVER. */
  get nextAt(): Nanos {
    return this.#size > 0 ? this.#timeAt[0]! : NEVER;
  }

  /**
   * Adds an event. `kind` is an int32, `arg` any number.
   *
   * @throws {RangeError} if 2^24 events are pending.
   */
  add(at: Nanos, target: Actor, kind: number, arg: number): Handle {
    if (this.#size === this.#usable) this.#grow();
    const place = this.#size++;
    const slot = this.#slotAt[place]!;
    this.#kind[slot] = kind;
    this.#arg[slot] = arg;
    this.#target[slot] = target;
    this.#siftUp(place, at, this.#added++, slot);
    return this.#generation[slot]! * SLOTS + slot;
  }

  /** Whether the event is still to happen. */
  has(handle: Handle): boolean {
    // An int32 holds the low bits of every whole number below 2^53, so `&` is exact here.
    const slot = handle & (SLOTS - 1);
    return slot < this.#generation.length && this.#target[slot] !== null &&
      this.#generation[slot]! * SLOTS + slot === handle;
  }

  /** Removes an event. False if it already happened or was cancelled. */
  cancel(handle: Handle): boolean {
    if (!this.has(handle)) return false;
    this.#removeAt(this.#place[handle & (SLOTS - 1)]!);
    return true;
  }

  /** Takes the next event out into `at`, `target`, `kind` and `arg`. False if there is none. */
  take(): boolean {
    if (this.#size === 0) return false;
    const slot = this.#slotAt[0]!;
    this.at = this.#timeAt[0]!;
    this.kind = this.#kind[slot]!;
    this.arg = this.#arg[slot]!;
    this.target = this.#target[slot]!;
    this.#removeAt(0);
    return true;
  }

  /** Closes the gap with the last event, and gives the slot back. */
  #removeAt(place: number): void {
    const slot = this.#slotAt[place]!;
    const last = --this.#size;
    if (place !== last) {
      const time = this.#timeAt[last]!;
      const order = this.#orderAt[last]!;
      const moved = this.#slotAt[last]!;
      const parent = (place - 1) >> ARITY_BITS;
      if (place > 0 && this.#isBefore(time, order, parent)) {
        this.#siftUp(place, time, order, moved);
      } else {
        this.#siftDown(place, time, order, moved);
      }
    }
    this.#slotAt[last] = slot;
    this.#free(slot, last);
  }

  /** Makes the slot's handles stale. A slot that has no generation left is never used again. */
  #free(slot: number, place: number): void {
    this.#target[slot] = null;
    if (this.#generation[slot]! < LAST_GENERATION) {
      this.#generation[slot]!++;
      return;
    }
    const end = --this.#usable;
    this.#slotAt[place] = this.#slotAt[end]!;
    this.#slotAt[end] = slot;
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
    if (from >= this.#size) return -1;
    const to = Math.min(from + ARITY, this.#size);
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
    this.#place[slot] = place;
  }

  /** Doubles the arrays. Worn-out slots stay behind the usable ones. */
  #grow(): void {
    const before = this.#slotAt.length;
    if (before === SLOTS) {
      throw new RangeError(`Cannot schedule: at most 2^${SLOT_BITS} events may be pending`);
    }
    const after = Math.max(64, before * 2);
    this.#timeAt = copyOf(this.#timeAt, new Float64Array(after));
    this.#orderAt = copyOf(this.#orderAt, new Float64Array(after));
    this.#slotAt = copyOf(this.#slotAt, new Int32Array(after));
    this.#place = copyOf(this.#place, new Int32Array(after));
    this.#kind = copyOf(this.#kind, new Int32Array(after));
    this.#arg = copyOf(this.#arg, new Float64Array(after));
    this.#generation = copyOf(this.#generation, new Int32Array(after).fill(1));
    this.#slotAt.copyWithin(after - (before - this.#usable), this.#usable, before);
    for (let slot = before; slot < after; slot++) {
      this.#slotAt[this.#usable++] = slot;
      this.#target.push(null);
    }
    invariant(this.#usable > this.#size, "a grown event queue has a free slot");
  }
}

function copyOf<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
