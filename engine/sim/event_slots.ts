import type { Nanos } from "../base/time.ts";
import type { Actor } from "./actor.ts";

/** A handle is `generation * SLOTS + slot`; with these bounds it is exact in a `number`. */
const SLOT_BITS = 24;
const SLOTS = 1 << SLOT_BITS;
/**
 * From 2^31 on, so that no handle is a small integer to V8. Else those that keep
 * handles would have to change their shape when one no longer is, in mid run.
 */
const FIRST_GENERATION = 1 << (31 - SLOT_BITS);
const LAST_GENERATION = (1 << 22) - 1;

/** No slot: where a list ends. */
export const NONE = -1;

// What of an event stands where in `numbers`, from `slot << NUMBERS_SHIFT` on.
export const NUMBERS_SHIFT = 3;
export const TIME = 0;
export const ORDER = 1;
export const ARG = 2;
/** Below 0 of a free slot: the next one. Of a lane's, which has none, the lane's number `n` as `~n`. */
export const HANDLE = 3;

// And in `links`, which lie behind the numbers of the same slot, from `slot << LINKS_SHIFT` on.
export const LINKS_SHIFT = 4;
/** Of a free slot: the next one. */
export const NEXT = 8;
/** Of an event that stands in one of the calendar's lists: which one. */
export const LIST = 9;
export const KIND = 10;
/** Its place in the heap, or below 0 of an event that stands elsewhere. */
export const PLACE = 11;

/**
 * Where pending events are kept: a slot each, of two typed arrays over one buffer,
 * because what a large queue costs is cache lines. A slot has the 64 bytes of a
 * line; V8 lets the buffer begin 16 bytes behind the start of one, so only the
 * first 48 are used.
 *
 * Slots are recycled, the last one first, and count their uses, so that a handle
 * of an earlier use is known as stale.
 */
export class EventSlots {
  numbers: Float64Array = new Float64Array(0);
  links: Int32Array = new Int32Array(0);
  /**
   * By slot. A free slot keeps its last target (so an actor may live for longer
   * than its events), as to write `null` there costs a fifth of a short event.
   */
  readonly targets: (Actor | null)[] = [];

  #firstFree = NONE;
  #ordered = 0;

  /** The place in the order of adding that the next event has. */
  nextOrder(): number {
    return this.#ordered++;
  }

  /**
   * Fills a slot, which then stands in no list and in no heap.
   *
   * @throws {RangeError} if all 2^24 slots are in use.
   */
  take(at: Nanos, order: number, target: Actor, kind: number, arg: number): number {
    if (this.#firstFree === NONE) this.#grow();
    const { numbers, links } = this;
    const slot = this.#firstFree;
    const base = slot << NUMBERS_SHIFT;
    this.#firstFree = links[(slot << LINKS_SHIFT) + NEXT]!;
    numbers[base + TIME] = at;
    numbers[base + ORDER] = order;
    numbers[base + ARG] = arg;
    links[(slot << LINKS_SHIFT) + KIND] = kind;
    this.numbers[base + HANDLE] = -this.numbers[base + HANDLE]!;
    this.targets[slot] = target;
    return slot;
  }

  /** Makes the slot's handle stale. A slot that has no generation left is never used again. */
  free(slot: number): void {
    const { numbers } = this;
    const handleAt = (slot << NUMBERS_SHIFT) + HANDLE;
    const handle = numbers[handleAt]!;
    numbers[handleAt] = -(handle + SLOTS);
    if (handle >= LAST_GENERATION * SLOTS) return;
    this.links[(slot << LINKS_SHIFT) + NEXT] = this.#firstFree;
    this.#firstFree = slot;
  }

  /** Fills a slot for good, for the first event of the lane of that number. */
  takeForLane(lane: number, target: Actor): number {
    const slot = this.take(0, 0, target, 0, 0);
    this.numbers[(slot << NUMBERS_SHIFT) + HANDLE] = ~lane;
    return slot;
  }

  /** Gives a lane's slot another time and order. */
  setOrder(slot: number, at: Nanos, order: number): void {
    const base = slot << NUMBERS_SHIFT;
    this.numbers[base + TIME] = at;
    this.numbers[base + ORDER] = order;
  }

  handleOf(slot: number): number {
    return this.numbers[(slot << NUMBERS_SHIFT) + HANDLE]!;
  }

  /** The slot of a pending event, or NONE. */
  slotOf(handle: number): number {
    // An int32 holds the low bits of every whole number below 2^53, so `&` is exact here.
    const slot = handle & (SLOTS - 1);
    const isPending = handle > 0 && slot < this.targets.length &&
      this.numbers[(slot << NUMBERS_SHIFT) + HANDLE] === handle;
    return isPending ? slot : NONE;
  }

  /** Doubles the arrays. All slots from before are in use, or worn out. */
  #grow(): void {
    const before = this.targets.length;
    if (before === SLOTS) {
      throw new RangeError(`Cannot schedule: at most 2^${SLOT_BITS} events may be pending`);
    }
    const after = Math.max(64, before * 2);
    this.numbers = copyOf(this.numbers, new Float64Array(after << NUMBERS_SHIFT));
    this.links = new Int32Array(this.numbers.buffer);
    for (let slot = before; slot < after; slot++) {
      this.targets.push(null);
      this.numbers[(slot << NUMBERS_SHIFT) + HANDLE] = -(FIRST_GENERATION * SLOTS + slot);
      this.links[(slot << LINKS_SHIFT) + NEXT] = slot + 1 < after ? slot + 1 : NONE;
    }
    this.#firstFree = before;
  }
}

/** Copies into a longer array. */
export function copyOf<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
