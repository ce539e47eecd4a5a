import { invariant } from "../base/invariant.ts";
import { type Nanos, NEVER } from "../base/time.ts";
import type { Actor } from "./actor.ts";
import { SAMPLES, widthByRate, widthBySample } from "./bucket_width.ts";
import { EventHeap } from "./event_heap.ts";
import { EventLane } from "./event_lane.ts";
import {
  ARG,
  EventSlots,
  HANDLE,
  KIND,
  NEXT,
  NONE,
  ORDER,
  PLACE,
  PREVIOUS,
  SLOT_SHIFT,
  TIME,
} from "./event_slots.ts";

/**
 * Names one scheduled event. It stays unique for the life of its queue: when
 * the event happened or was cancelled, the handle is stale and means nothing.
 */
export type Handle = number;

/** The handle of no event; always stale. */
export const NO_EVENT: Handle = 0;

/** With so many events there are buckets; with fewer than a quarter, there are none again. */
const FEWEST_FOR_BUCKETS = 512;

/** A bucket, or a heap, with more events than that is crowded. */
const CROWD = 12;

// The places of events that are not in the heap.
const IN_BUCKET = -1;
const FURTHER_AHEAD = -2;

/** Why the buckets are made anew. */
type Reason = "size" | "crowded" | "sparse" | "far";

/**
 * The pending events, in one total order: by time, and at equal times by the
 * order in which they were added.
 *
 * The events that come next stand in a heap. While they are few, that is all
 * there is. Of many, the others wait unsorted in a ring of buckets, each for an
 * equal stretch of time, and what lies behind the ring in one more list: a
 * calendar queue (R. Brown, CACM 31, 1988), of which only the current bucket is
 * sorted, by the heap. So an event costs the same however many are pending, and
 * where the buckets do not suit, as when all is due at once, no more than in a heap.
 *
 * The queue tunes itself: it counts the steps that were in vain (buckets without
 * events, events in crowds) and, when they are more than twice the events, makes
 * the buckets anew, of another width. Nothing of that shows in the order.
 *
 * A cancelled event leaves at once, so memory is bounded by the most events that
 * were ever pending together.
 *
 * Neither `add` nor `take` checks its numbers: that is the simulator's task.
 */
export class EventQueue {
  /** The event that `take` took last. */
  at: Nanos = 0;
  target: Actor | null = null;
  kind = 0;
  arg = 0;

  /** How many events stand in the heap or in a list. */
  #standing = 0;
  /** How many wait in lanes behind the first one of theirs, which stands. */
  #waiting = 0;
  readonly #lanes: EventLane[] = [];
  readonly #slots: EventSlots = new EventSlots();
  readonly #heap: EventHeap = new EventHeap(this.#slots);

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

  /** How many events are pending. */
  get size(): number {
    return this.#standing + this.#waiting;
  }

  /** The time of the next event, or NEVER. */
  get nextAt(): Nanos {
    return this.#standing > 0 ? this.#heap.firstAt : NEVER;
  }

  /**
   * Adds an event. `kind` is an int32, `arg` any number.
   *
   * @throws {RangeError} if 2^24 events are pending.
   */
  add(at: Nanos, target: Actor, kind: number, arg: number): Handle {
    const slot = this.#slots.take(at, target, kind, arg);
    const handle = this.#slots.handleOf(slot);
    this.#stand(slot, at);
    return handle;
  }

  /** Makes a lane for events of `target`, which lives as long as the queue. */
  lane(target: Actor): EventLane {
    const lane = new EventLane(this.#slots.takeForLane(this.#lanes.length, target));
    this.#lanes.push(lane);
    return lane;
  }

  /** Adds an event to a lane. False if it would come before another one of it. */
  addToLane(lane: EventLane, at: Nanos, kind: number, arg: number): boolean {
    if (!lane.accepts(at)) return false;
    lane.push(at, this.#slots.nextOrder(), kind, arg);
    if (lane.size > 1) {
      this.#waiting++;
    } else {
      this.#nameFirst(lane);
      this.#stand(lane.slot, at);
    }
    return true;
  }

  /** Removes all events of a lane. */
  clearLane(lane: EventLane): void {
    if (lane.size === 0) return;
    this.#waiting -= lane.size - 1;
    lane.clear();
    this.#takeOut(lane.slot);
    this.#leave();
  }

  /** Whether the event is still to happen. */
  has(handle: Handle): boolean {
    return this.#slots.slotOf(handle) !== NONE;
  }

  /** Removes an event. False if it already happened or was cancelled. */
  cancel(handle: Handle): boolean {
    const slot = this.#slots.slotOf(handle);
    if (slot === NONE) return false;
    this.#takeOut(slot);
    this.#slots.free(slot);
    this.#leave();
    return true;
  }

  /** Takes the next event out into `at`, `target`, `kind` and `arg`. False if there is none. */
  take(): boolean {
    if (this.#standing === 0) return false;
    const slot = this.#heap.first;
    const base = slot << SLOT_SHIFT;
    const { numbers } = this.#slots;
    this.#taken++;
    this.at = this.#heap.firstAt;
    this.target = this.#slots.targets[slot]!;
    const handle = numbers[base + HANDLE]!;
    if (handle < 0) {
      this.#takeFromLane(this.#lanes[~handle]!);
    } else {
      this.arg = numbers[base + ARG]!;
      this.kind = this.#slots.links[base + KIND]!;
      this.#heap.removeAt(0);
      this.#slots.free(slot);
      this.#leave();
    }
    return true;
  }

  /** Takes the first event of a lane, which is the first of all; the lane's next one follows it. */
  #takeFromLane(lane: EventLane): void {
    this.arg = lane.firstArg;
    this.kind = lane.firstKind;
    lane.shift();
    if (lane.size === 0) {
      this.#heap.removeAt(0);
      this.#leave();
      return;
    }
    this.#waiting--;
    this.#nameFirst(lane);
    const at = lane.firstAt;
    if (this.#isInHeap(at)) {
      this.#heap.replaceFirst();
    } else {
      this.#heap.removeAt(0);
      this.#place(lane.slot, at);
      if (this.#heap.size === 0) this.#refill();
    }
  }

  /** Writes into a lane's slot where its first event stands in the order of all. */
  #nameFirst(lane: EventLane): void {
    const { numbers } = this.#slots;
    const base = lane.slot << SLOT_SHIFT;
    numbers[base + TIME] = lane.firstAt;
    numbers[base + ORDER] = lane.firstOrder;
  }

  #isInHeap(at: Nanos): boolean {
    return Math.floor(at * this.#perNano) <= this.#current;
  }

  /** Counts an event more, which has a slot, and puts it where its time belongs. */
  #stand(slot: number, at: Nanos): void {
    this.#standing++;
    this.#place(slot, at);
    const { size } = this.#heap;
    if (size > CROWD || size === 0 || this.#standing > this.#most) this.#tend();
  }

  /** Takes an event out of the heap, or of its list. */
  #takeOut(slot: number): void {
    const place = this.#slots.links[(slot << SLOT_SHIFT) + PLACE]!;
    if (place >= 0) {
      this.#heap.removeAt(place);
    } else {
      if (place === IN_BUCKET) this.#inBuckets--;
      this.#unlink(slot);
    }
  }

  /** Counts an event less, which stands nowhere any more. */
  #leave(): void {
    this.#standing--;
    if (this.#heap.size === 0 && this.#standing > 0) this.#refill();
  }

  /** After an event was added: keeps the heap from being empty, and looks how buckets suit. */
  #tend(): void {
    // Events are pending, so the heap must not be empty: nextAt only looks there.
    if (this.#heap.size === 0) this.#refill();
    else if (this.#standing > this.#most) this.#remake("size");
    else if (this.#perNano > 0 && ++this.#crowdSteps > this.#tolerated()) this.#remake("crowded");
  }

  /** Puts an event where its time belongs. */
  #place(slot: number, at: Nanos): void {
    const bucket = Math.floor(at * this.#perNano);
    const ahead = bucket - this.#current;
    if (ahead <= 0) {
      this.#heap.add(slot);
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
    const base = slot << SLOT_SHIFT;
    const next = this.#first[list]!;
    links[base + NEXT] = next;
    links[base + PREVIOUS] = ~list;
    links[base + PLACE] = place;
    if (next !== NONE) links[(next << SLOT_SHIFT) + PREVIOUS] = slot;
    this.#first[list] = slot;
  }

  #unlink(slot: number): void {
    const { links } = this.#slots;
    const base = slot << SLOT_SHIFT;
    const next = links[base + NEXT]!;
    const previous = links[base + PREVIOUS]!;
    if (next !== NONE) links[(next << SLOT_SHIFT) + PREVIOUS] = previous;
    if (previous >= 0) links[(previous << SLOT_SHIFT) + NEXT] = next;
    else this.#first[~previous] = next;
  }

  /** Moves the next events into the heap. */
  #refill(): void {
    if (this.#standing * 16 < this.#most) return this.#remake("size");
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
    let slot = this.#first[list]!;
    this.#first[list] = NONE;
    while (slot !== NONE) {
      const next = this.#slots.links[(slot << SLOT_SHIFT) + NEXT]!;
      this.#heap.add(slot);
      this.#inBuckets--;
      slot = next;
    }
    if (this.#heap.size > CROWD) this.#crowdSteps += this.#heap.size;
  }

  /** Moves into buckets what was further ahead and is no longer. */
  #lookAhead(): void {
    let slot = this.#first[this.#mask + 1]!;
    this.#first[this.#mask + 1] = NONE;
    this.#lookAt = Infinity;
    while (slot !== NONE) {
      const base = slot << SLOT_SHIFT;
      const next = this.#slots.links[base + NEXT]!;
      this.#place(slot, this.#slots.numbers[base + TIME]!);
      slot = next;
    }
  }

  /** How many steps may be in vain before the buckets are made anew. */
  #tolerated(): number {
    return this.#patience * (2 * this.#standing + FEWEST_FOR_BUCKETS);
  }

  /** Makes buckets anew for what is pending now, or none where that is little. */
  #remake(reason: Reason): void {
    const all = this.#takeAll();
    const { numbers } = this.#slots;
    let soonest = NEVER;
    for (let i = 0; i < all.length; i++) {
      soonest = Math.min(soonest, numbers[(all[i]! << SLOT_SHIFT) + TIME]!);
    }
    if (all.length * 4 < FEWEST_FOR_BUCKETS) this.#setBuckets(0, 0);
    else this.#setBuckets(this.#newWidth(all, soonest, reason), all.length);
    this.#current = Math.floor(soonest * this.#perNano);
    this.#madeAt = soonest;
    for (let i = 0; i < all.length; i++) {
      const slot = all[i]!;
      this.#place(slot, numbers[(slot << SLOT_SHIFT) + TIME]!);
    }
  }

  /** Takes all events out of the heap and the lists: their slots, in no order. */
  #takeAll(): Int32Array {
    const all = new Int32Array(this.#standing);
    const { links } = this.#slots;
    let count = 0;
    while (this.#heap.size > 0) all[count++] = this.#heap.removeLast();
    for (let list = 0; list < this.#first.length; list++) {
      let slot = this.#first[list]!;
      while (slot !== NONE) {
        all[count++] = slot;
        slot = links[(slot << SLOT_SHIFT) + NEXT]!;
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
      sample[i] = this.#slots.numbers[(slot << SLOT_SHIFT) + TIME]!;
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
