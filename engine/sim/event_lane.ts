import type { Nanos } from "../base/time.ts";
import { unrolled } from "../base/unrolled.ts";

// What of an event stands where in the ring, from `place << SHIFT` on: side by side, in a cache line.
const SHIFT = 2;
const TIME = 0;
const ORDER = 1;
const KIND = 2;
const ARG = 3;

const FIRST_CAPACITY = 4;

/**
 * Events of one target whose times never go down, first in, first out: a ring,
 * which makes no garbage and grows to the most events that wait at once.
 *
 * Only the first one stands in the queue, in the one slot that the lane keeps.
 */
export class EventLane {
  /** How many events wait, the one that stands in the queue included. */
  size = 0;
  /** The slot of the event that stands in the queue. */
  declare readonly slot: number;
  #ring: Float64Array = new Float64Array(FIRST_CAPACITY << SHIFT);
  #first = 0;
  /** The number of places is a power of two: this is one less. */
  #mask: number = FIRST_CAPACITY - 1;

  constructor(slot: number) {
    this.slot = slot;
  }

  /** Of the first event; there must be one. */
  get firstAt(): Nanos {
    return this.#ring[(this.#first << SHIFT) + TIME]!;
  }

  /** Of the first event; there must be one. */
  get firstOrder(): number {
    return this.#ring[(this.#first << SHIFT) + ORDER]!;
  }

  /** Of the first event; there must be one. */
  get firstKind(): number {
    return this.#ring[(this.#first << SHIFT) + KIND]! | 0;
  }

  /** Of the first event; there must be one. */
  get firstArg(): number {
    return this.#ring[(this.#first << SHIFT) + ARG]!;
  }

  /** Whether an event of that time would come after all others of the lane. */
  accepts(at: Nanos): boolean {
    if (this.size === 0) return true;
    const last = (this.#first + this.size - 1) & this.#mask;
    return at >= this.#ring[(last << SHIFT) + TIME]!;
  }

  push(at: Nanos, order: number, kind: number, arg: number): void {
    if (this.size > this.#mask) this.#grow();
    const base = ((this.#first + this.size) & this.#mask) << SHIFT;
    this.#ring[base + TIME] = at;
    this.#ring[base + ORDER] = order;
    this.#ring[base + KIND] = kind;
    this.#ring[base + ARG] = arg;
    this.size++;
  }

  /** Takes the first event out; there must be one. */
  shift(): void {
    this.#first = (this.#first + 1) & this.#mask;
    this.size--;
  }

  clear(): void {
    this.#first = 0;
    this.size = 0;
  }

  /** Doubles a full ring, whose first event then stands in the first place. */
  #grow(): void {
    const longer = new Float64Array(2 * this.#ring.length);
    this.#ring = unrolled(this.#ring, this.#first << SHIFT, longer);
    this.#first = 0;
    this.#mask = 2 * this.#mask + 1;
  }
}
