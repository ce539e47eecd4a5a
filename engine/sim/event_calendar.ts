import { invariant } from "../base/invariant.ts";
import { type Nanos, NEVER } from "../base/time.ts";
import { SAMPLES, widthByRate, widthBySample } from "./bucket_width.ts";
import { EventHeap } from "./event_heap.ts";
import {
  type EventSlots,
  LINKS_SHIFT,
  NEXT,
  NONE,
  NUMBERS_SHIFT,
  ORDER,
  PLACE,
  PREVIOUS,
  TIME,
} from "./event_slots.ts";

/** With so many events there are buckets; with fewer than a quarter, there are none again. */
const FEWEST_FOR_BUCKETS = 32;

/** So many steps may be in vain in any case: making buckets anew costs what these do. */
const STEPS_TO_SPARE = 512;

/** A bucket, or a heap, with more events than that is crowded. */
const CROWD = 12;

// The places of events that are not in the heap.
const IN_BUCKET = -1;
const FURTHER_AHEAD = -2;

/** Why the buckets are made anew. */
type Reason = "size" | "crowded" | "sparse" | "far";

/**
 * Events in their total order: by time, and at equal times by the order in which
 * they were added. They stand in slots, which are the caller's.
 *
 * The events that come next stand in a heap. While they are few, that is all
 * there is. Of many, the others wait unsorted in a ring of buckets, each for an
 * equal stretch of time, and what lies behind the ring in one more list: a
 * calendar queue (R. Brown, CACM 31, 1988), of which only the current bucket is
 * sorted, by the heap. So an event costs the same however many are pending, and
 * where the buckets do not suit, as when all is due at once, no more than in a heap.
 *
 * The calendar tunes itself: it counts the steps that were in vain (buckets without
 * events, events in crowds) and, when they are more than twice the events, makes
 * the buckets anew, of another width. Nothing of that shows in the order.
 */
export class EventCalendar {
  /** How many events there are. */
  size = 0;
  readonly #slots: EventSlots;
  readonly #heap: EventHeap;

  /** The first event of each bucket and, behind them, of what lies further ahead. */
  #first: Int32Array = new Int32Array(1).fill(NONE);
  /** The number of buckets is a power of two: this is one less. */
  #mask = 0;
  /** What a time is multiplied with to give its bucket's number; 0: there are no buckets. */
  #perNano = 0;
  /** The bucket that is in the heap, with everything before it. */
  #current = 0;
  /** How many events stand in buckets. */
  #inBuckets = 0;
  /** When this bucket's turn comes, what lies further ahead is looked through. */
  #lookAt = Infinity;
  /** With more events than that, buckets are made anew. */
  #most: number = FEWEST_FOR_BUCKETS;

  // How the buckets suit, since they were made.
  #emptySteps = 0;
  #crowdSteps = 0;
  #patience = 1;
  #taken = 0;
  #madeAt: Nanos = 0;

  constructor(slots: EventSlots) {
    this.#slots = slots;
    this.#heap = new EventHeap(slots);
  }

  /** The time of the first event, or NEVER. */
  get firstAt(): Nanos {
    return this.size > 0 ? this.#heap.firstAt : NEVER;
  }

  /** The place in the order of adding of the first event; there must be one. */
  get firstOrder(): number {
    return this.#heap.firstOrder;
  }

  /** The slot of the first event; there must be one. */
  get first(): number {
    return this.#heap.first;
  }

  /** Adds the event of a slot, with the time and the order that stand there. */
  add(slot: number, at: Nanos, order: number): void {
    this.size++;
    this.#place(slot, at, order);
    const { size } = this.#heap;
    if (size > CROWD || size === 0 || this.size > this.#most) this.#tend();
  }

  /** Takes any event out, as it is cancelled. */
  remove(slot: number): void {
    const place = this.#slots.links[(slot << LINKS_SHIFT) + PLACE]!;
    if (place >= 0) {
      this.#heap.removeAt(place);
    } else {
      if (place === IN_BUCKET) this.#inBuckets--;
      this.#unlink(slot);
    }
    this.#leave();
  }

  /** Takes the first event out, as its time has come. */
  removeFirst(): void {
    this.#taken++;
    this.#heap.removeFirst();
    this.#leave();
  }

  /** Takes the first event out and adds one that is not before it, in the same slot. */
  replaceFirst(at: Nanos, order: number): void {
    this.#taken++;
    if (Math.floor(at * this.#perNano) <= this.#current) return this.#heap.replaceFirst(at, order);
    const slot = this.#heap.first;
    this.#heap.removeFirst();
    this.#place(slot, at, order);
    if (this.#heap.size === 0) this.#refill();
  }

  /** Counts an event less, which stands nowhere any more. */
  #leave(): void {
    this.size--;
    if (this.#heap.size === 0 && this.size > 0) this.#refill();
  }

  /** After an event was added: keeps the heap from being empty, and looks how buckets suit. */
  #tend(): void {
    // Events are pending, so the heap must not be empty: nextAt only looks there.
    if (this.#heap.size === 0) this.#refill();
    else if (this.size > this.#most) this.#remake("size");
    else if (this.#perNano > 0 && ++this.#crowdSteps > this.#tolerated()) this.#remake("crowded");
  }

  /** Puts an event where its time belongs. */
  #place(slot: number, at: Nanos, order: number): void {
    const bucket = Math.floor(at * this.#perNano);
    const ahead = bucket - this.#current;
    if (ahead <= 0) {
      this.#heap.add(slot, at, order);
    } else if (ahead <= this.#mask) {
      this.#inBuckets++;
      this.#link(slot, bucket & this.#mask, IN_BUCKET);
    } else {
      this.#link(slot, this.#mask + 1, FURTHER_AHEAD);
      // Half a ring before its turn, so that they are looked through once in half a ring at most.
      const lookAt = bucket - (this.#mask >> 1);
      if (lookAt < this.#lookAt) this.#lookAt = lookAt;
    }
  }

  #link(slot: number, list: number, place: number): void {
    const { links } = this.#slots;
    const base = slot << LINKS_SHIFT;
    const next = this.#first[list]!;
    links[base + NEXT] = next;
    links[base + PREVIOUS] = ~list;
    links[base + PLACE] = place;
    if (next !== NONE) links[(next << LINKS_SHIFT) + PREVIOUS] = slot;
    this.#first[list] = slot;
  }

  #unlink(slot: number): void {
    const { links } = this.#slots;
    const base = slot << LINKS_SHIFT;
    const next = links[base + NEXT]!;
    const previous = links[base + PREVIOUS]!;
    if (next !== NONE) links[(next << LINKS_SHIFT) + PREVIOUS] = previous;
    if (previous >= 0) links[(previous << LINKS_SHIFT) + NEXT] = next;
    else this.#first[~previous] = next;
  }

  /** Moves the next events into the heap. */
  #refill(): void {
    if (this.size * 16 < this.#most) return this.#remake("size");
    while (this.#heap.size === 0) {
      if (this.#inBuckets === 0) return this.#remake("far");
      this.#current++;
      if (this.#current >= this.#lookAt) this.#lookAhead();
      const list = this.#current & this.#mask;
      if (this.#first[list] === NONE) this.#emptySteps++;
      else this.#moveIntoHeap(list);
    }
    if (this.#emptySteps > this.#tolerated()) this.#remake("sparse");
    else if (this.#crowdSteps > this.#tolerated()) this.#remake("crowded");
  }

  #moveIntoHeap(list: number): void {
    const { numbers, links } = this.#slots;
    let slot = this.#first[list]!;
    this.#first[list] = NONE;
    while (slot !== NONE) {
      const next = links[(slot << LINKS_SHIFT) + NEXT]!;
      const base = slot << NUMBERS_SHIFT;
      this.#heap.add(slot, numbers[base + TIME]!, numbers[base + ORDER]!);
      this.#inBuckets--;
      slot = next;
    }
    if (this.#heap.size > CROWD) this.#crowdSteps += this.#heap.size;
  }

  /** Moves into buckets what was further ahead and is no longer. */
  #lookAhead(): void {
    const { numbers, links } = this.#slots;
    let slot = this.#first[this.#mask + 1]!;
    this.#first[this.#mask + 1] = NONE;
    this.#lookAt = Infinity;
    while (slot !== NONE) {
      const next = links[(slot << LINKS_SHIFT) + NEXT]!;
      const base = slot << NUMBERS_SHIFT;
      this.#place(slot, numbers[base + TIME]!, numbers[base + ORDER]!);
      slot = next;
    }
  }

  /** How many steps may be in vain before the buckets are made anew. */
  #tolerated(): number {
    return this.#patience * (2 * this.size + STEPS_TO_SPARE);
  }

  /** Makes buckets anew for what is pending now, or none where that is little. */
  #remake(reason: Reason): void {
    const all = this.#takeAll();
    const { numbers } = this.#slots;
    let soonest = NEVER;
    for (let i = 0; i < all.length; i++) {
      soonest = Math.min(soonest, numbers[(all[i]! << NUMBERS_SHIFT) + TIME]!);
    }
    if (all.length * 4 < FEWEST_FOR_BUCKETS) this.#setBuckets(0, 0);
    else this.#setBuckets(this.#newWidth(all, soonest, reason), all.length);
    this.#current = Math.floor(soonest * this.#perNano);
    this.#madeAt = soonest;
    for (let i = 0; i < all.length; i++) {
      const slot = all[i]!;
      const base = slot << NUMBERS_SHIFT;
      this.#place(slot, numbers[base + TIME]!, numbers[base + ORDER]!);
    }
  }

  /** Takes all events out of the heap and the lists: their slots, in no order. */
  #takeAll(): Int32Array {
    const all = new Int32Array(this.size);
    const { links } = this.#slots;
    let count = 0;
    while (this.#heap.size > 0) all[count++] = this.#heap.removeLast();
    for (let list = 0; list < this.#first.length; list++) {
      let slot = this.#first[list]!;
      while (slot !== NONE) {
        all[count++] = slot;
        slot = links[(slot << LINKS_SHIFT) + NEXT]!;
      }
    }
    invariant(count === all.length, "each pending event stands in one place");
    return all;
  }

  /**
   * The width that suits what is pending and what was taken: the narrower one,
   * but where there were too many empty buckets the wider one, and in any case
   * one that goes the right way.
   */
  #newWidth(all: Int32Array, soonest: Nanos, reason: Reason): Nanos {
    const bySample = widthBySample(this.#sampleOf(all), all.length);
    const isRateKnown = this.#perNano > 0 && this.#taken * 4 > all.length && soonest > this.#madeAt;
    const byRate = isRateKnown ? widthByRate(soonest - this.#madeAt, this.#taken) : bySample;
    const before = this.#perNano > 0 ? 1 / this.#perNano : bySample;
    if (reason === "sparse") return Math.max(bySample, byRate, 2 * before);
    const narrower = Math.min(bySample, byRate);
    return reason === "crowded" ? Math.max(1, Math.min(narrower, before / 2)) : narrower;
  }

  #sampleOf(all: Int32Array): Float64Array {
    const sample = new Float64Array(Math.min(SAMPLES, all.length));
    const step = all.length / sample.length;
    for (let i = 0; i < sample.length; i++) {
      const slot = all[Math.floor(i * step)]!;
      sample[i] = this.#slots.numbers[(slot << NUMBERS_SHIFT) + TIME]!;
    }
    return sample;
  }

  /** Makes empty buckets for `count` events; with 0, none. */
  #setBuckets(width: Nanos, count: number): void {
    // Where other buckets do no better, that shall not be found out again and again.
    const change = width * this.#perNano;
    this.#patience = change > 0.6 && change < 1.6 ? Math.min(2 * this.#patience, 64) : 1;
    const buckets = count > 0 ? 2 << (31 - Math.clz32(count)) : 0;
    if (this.#first.length !== buckets + 1) this.#first = new Int32Array(buckets + 1);
    this.#first.fill(NONE);
    this.#mask = Math.max(0, buckets - 1);
    this.#perNano = buckets > 0 ? 1 / width : 0;
    this.#inBuckets = 0;
    this.#lookAt = Infinity;
    this.#most = buckets > 0 ? 2 * buckets : FEWEST_FOR_BUCKETS;
    this.#taken = this.#emptySteps = this.#crowdSteps = 0;
  }
}
