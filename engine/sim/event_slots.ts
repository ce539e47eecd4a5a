import type { Nanos } from "../base/time.ts";
import type { Actor } from "./actor.ts";

/** A handle is `generation * SLOTS + slot`; with these bounds it is exact in a `number`. */
const SLOT_BITS = 24;
const SLOTS = 1 << SLOT_BITS;
const FIRST_GENERATION = 1;
const LAST_GENERATION = (1 << 22) - 1;

/** No slot: where a list ends. */
export const NONE = -1;

// What of an event stands where in `numbers` and `links`, from `slot << SLOT_SHIFT` on.
export const SLOT_SHIFT = 2;
export const TIME = 0;
export const ORDER = 1;
export const ARG = 2;
/** Of a lane's slot, which has no handle, the lane's number `n` as `~n`. */
export const HANDLE = 3;
export const NEXT = 0;
/** The event before it in its list; of the first one, `~list`. */
export const PREVIOUS = 1;
export const KIND = 2;
/** Its place in the heap, or below 0 of an event that stands in a list. */
export const PLACE = 3;

/**
 * Where pending events are kept: a slot each, of typed arrays. All numbers of an
 * event lie side by side, because what a large queue costs is cache lines.
 *
 * Slots are recycled, the last one first, and count their uses, so that a handle
 * of an earlier use is known as stale.
 */
export class EventSlots {
  numbers: Float64Array = new Float64Array(0);
  links: Int32Array = new Int32Array(0);
  /** By slot: `null` of one that is free. */
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
  take(at: Nanos, target: Actor, kind: number, arg: number): number {
    if (this.#firstFree === NONE) this.#grow();
    const slot = this.#firstFree;
    const base = slot << SLOT_SHIFT;
    this.#firstFree = this.links[base + NEXT]!;
    this.numbers[base + TIME] = at;
    this.numbers[base + ORDER] = this.#ordered++;
    this.numbers[base + ARG] = arg;
    this.links[base + KIND] = kind;
    this.targets[slot] = target;
    return slot;
  }

  /** Makes the slot's handle stale. A slot that has no generation left is never used again. */
  free(slot: number): void {
    const base = slot << SLOT_SHIFT;
    this.targets[slot] = null;
    if (this.numbers[base + HANDLE]! >= LAST_GENERATION * SLOTS) return;
    this.numbers[base + HANDLE]! += SLOTS;
    this.links[base + NEXT] = this.#firstFree;
    this.#firstFree = slot;
  }

  /** Fills a slot for good, for the first event of the lane of that number. */
  takeForLane(lane: number, target: Actor): number {
    const slot = this.take(0, target, 0, 0);
    this.numbers[(slot << SLOT_SHIFT) + HANDLE] = ~lane;
    return slot;
  }

  handleOf(slot: number): number {
    return this.numbers[(slot << SLOT_SHIFT) + HANDLE]!;
  }

  /** The slot of a pending event, or NONE. */
  slotOf(handle: number): number {
    // An int32 holds the low bits of every whole number below 2^53, so `&` is exact here.
    const slot = handle & (SLOTS - 1);
    const isPending = handle > 0 && slot < this.targets.length && this.targets[slot] !== null &&
      this.numbers[(slot << SLOT_SHIFT) + HANDLE] === handle;
    return isPending ? slot : NONE;
  }

  /** Doubles the arrays. All slots from before are in use, or worn out. */
  #grow(): void {
    const before = this.targets.length;
    if (before === SLOTS) {
      throw new RangeError(`Cannot schedule: at most 2^${SLOT_BITS} events may be pending`);
    }
    const after = Math.max(64, before * 2);
    this.numbers = copyOf(this.numbers, new Float64Array(after << SLOT_SHIFT));
    this.links = copyOf(this.links, new Int32Array(after << SLOT_SHIFT));
    for (let slot = before; slot < after; slot++) {
      const base = slot << SLOT_SHIFT;
      this.targets.push(null);
      this.numbers[base + HANDLE] = FIRST_GENERATION * SLOTS + slot;
      this.links[base + NEXT] = slot + 1 < after ? slot + 1 : NONE;
    }
    this.#firstFree = before;
  }
}

/** Copies into a longer array. */
export function copyOf<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
