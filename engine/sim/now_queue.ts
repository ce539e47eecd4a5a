import type { Nanos } from "../base/time.ts";
import type { Actor } from "./actor.ts";

// What of an event stands where in `numbers`, from `place << SHIFT` on.
const SHIFT = 2;
const ORDER = 0;
const KIND = 1;
const ARG = 2;

const FIRST_CAPACITY = 16;

/** A handle is `FIRST_HANDLE - order`: below 0, and as all handles no small integer to V8. */
const FIRST_HANDLE = -(2 ** 31) - 1;

/**
 * Events that were scheduled for the very time at which they were scheduled, as
 * when a thread is woken: first in, first out, in a ring. So they need neither
 * sorting nor a slot. All have one time.
 *
 * One that is cancelled in the midst of others keeps its place until its turn.
 */
export class NowQueue {
  /** The time of its events; when it is empty, the time for which it takes some. */
  at: Nanos = -0.5;
  /** How many wait, without those that were cancelled. */
  size = 0;
  /** By place in the ring; null of an event that was cancelled. */
  #targets: (Actor | null)[] = new Array<Actor | null>(FIRST_CAPACITY).fill(null);
  #numbers: Float64Array = new Float64Array(FIRST_CAPACITY << SHIFT);
  /** The number of places is a power of two: this is one less. */
  #mask: number = FIRST_CAPACITY - 1;
  /** The place of the first event, which was not cancelled, and how many places are in use. */
  #first = 0;
  #length = 0;

  /** How many events it has room for without growing. */
  get room(): number {
    return this.#mask + 1;
  }

  /** Of the first event; there must be one. */
  get firstTarget(): Actor | null {
    return this.#targets[this.#first]!;
  }

  /** Of the first event; there must be one. */
  get firstOrder(): number {
    return this.#numbers[(this.#first << SHIFT) + ORDER]!;
  }

  /** Of the first event; there must be one. */
  get firstKind(): number {
    return this.#numbers[(this.#first << SHIFT) + KIND]! | 0;
  }

  /** Of the first event; there must be one. */
  get firstArg(): number {
    return this.#numbers[(this.#first << SHIFT) + ARG]!;
  }

  /** Adds an event, whose time must be `at`, and gives its handle. */
  add(order: number, target: Actor, kind: number, arg: number): number {
    if (this.#length > this.#mask) this.#makeRoom();
    const place = (this.#first + this.#length++) & this.#mask;
    const base = place << SHIFT;
    this.#targets[place] = target;
    this.#numbers[base + ORDER] = order;
    this.#numbers[base + KIND] = kind;
    this.#numbers[base + ARG] = arg;
    this.size++;
    return FIRST_HANDLE - order;
  }

  /** Takes the first event out; there must be one. */
  shift(): void {
    this.size--;
    this.#leave();
    if (this.#length !== this.size) this.#skipCancelled();
  }

  /** Whether the event is still to happen. */
  has(handle: number): boolean {
    return this.#placeOf(handle) >= 0;
  }

  /** Removes an event. False if it already happened or was cancelled. */
  cancel(handle: number): boolean {
    const place = this.#placeOf(handle);
    if (place < 0) return false;
    this.#targets[place] = null;
    this.size--;
    this.#skipCancelled();
    return true;
  }

  /** The place of an event that is to happen, or -1: orders go up along the ring. */
  #placeOf(handle: number): number {
    const order = FIRST_HANDLE - handle;
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#orderAt(middle) < order) low = middle + 1;
      else high = middle;
    }
    if (low === this.#length || this.#orderAt(low) !== order) return -1;
    const place = (this.#first + low) & this.#mask;
    return this.#targets[place] === null ? -1 : place;
  }

  #orderAt(index: number): number {
    return this.#numbers[(((this.#first + index) & this.#mask) << SHIFT) + ORDER]!;
  }

  #leave(): void {
    this.#first = (this.#first + 1) & this.#mask;
    this.#length--;
  }

  /** Lets the cancelled go that stand first. */
  #skipCancelled(): void {
    while (this.#length > 0 && this.#targets[this.#first] === null) this.#leave();
  }

  /** Puts those of a full ring that are to happen into one that is at most half full. */
  #makeRoom(): void {
    const capacity = this.size * 2 > this.#mask ? 2 * (this.#mask + 1) : this.#mask + 1;
    const targets = new Array<Actor | null>(capacity).fill(null);
    const numbers = new Float64Array(capacity << SHIFT);
    let length = 0;
    for (let index = 0; index < this.#length; index++) {
      const place = (this.#first + index) & this.#mask;
      if (this.#targets[place] === null) continue;
      targets[length] = this.#targets[place]!;
      const from = place << SHIFT;
      numbers.set(this.#numbers.subarray(from, from + (1 << SHIFT)), length++ << SHIFT);
    }
    this.#targets = targets;
    this.#numbers = numbers;
    this.#mask = capacity - 1;
    this.#first = 0;
    this.#length = length;
  }
}
