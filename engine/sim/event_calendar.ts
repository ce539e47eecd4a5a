import { invariant, InvariantError } from "../base/invariant.ts";
import { type Nanos, NEVER } from "../base/time.ts";
import { SAMPLES, widthByRate, widthBySample } from "./bucket_width.ts";
import { EventHeap } from "./event_heap.ts";
import {
  type EventSlots,
  LINKS_SHIFT,
  LIST,
  NUMBERS_SHIFT,
  ORDER,
  PLACE,
  TIME,
} from "./event_slots.ts";
import { SlotLists } from "./slot_lists.ts";
import { LONGEST_RUN, SortedRun } from "./sorted_run.ts";

/** With so many events there are buckets; with fewer than a quarter, there are none again. */
const FEWEST_FOR_BUCKETS = 32;

/** So many steps may be in vain in any case: making buckets anew costs what these do. */
const STEPS_TO_SPARE = 512;

/** A bucket, or a heap, with more events than that is crowded. */
const CROWD = 32;

/** When there are so many events for each bucket, there shall be more buckets. */
const MOST_PER_BUCKET = 4;

/** The place of an event in the run. One in a list has `~` of its place there, which is less. */
const IN_RUN = -2;

/** Why the buckets are made anew. */
type Reason = "size" | "crowded" | "sparse" | "far";

/**
 * Events in their total order: by time, and at equal times by the order in which
 * they were added. They stand in slots, which are the caller's.
 *
 * While events are few, they stand in a heap. Of many, most wait unsorted in a
 * ring of buckets, each for an equal stretch of time, and what lies behind the ring
 * in one more list: a calendar queue (R. Brown, CACM 31, 1988). When the turn of a
 * bucket comes, its events are sorted into a run; the heap then has those that are
 * added for that time or an earlier one, and buckets that are too full for a run. So
 * an event costs much the same however many are pending, and where the buckets do
 * not suit, as when all is due at once, little more than in a heap.
 *
 * What an event of a large queue costs is cache lines that must come from memory:
 * the place in its bucket when it is added, and its slot and its target when its
 * bucket's turn comes. Those of a bucket come together, so it is not one wait each.
 *
 * The calendar tunes itself: it counts the steps that were in vain (buckets without
 * events, events in crowds) and, when they are more than twice the events, makes
 * the buckets anew, of another width. Nothing of that shows in the order.
 */
export class EventCalendar {
  /** How many events there are. */
  size = 0;
  declare private readonly slots: EventSlots;
  /** What is near: the events of the current bucket as it was when its turn came. */
  readonly #run: SortedRun = new SortedRun();
  /** And those that came since, or were too many. */
  declare private readonly heap: EventHeap;
  /** The buckets and, behind them, what lies further ahead. */
  readonly #lists: SlotLists = new SlotLists();
  /** The number of buckets is a power of two: this is one less. */
  #mask = 0;
  /** What a time is multiplied with to give its bucket's number; 0: there are no buckets. */
  #perNano = 0;
  /** The bucket whose turn it is: its events and all before are near. */
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
    this.slots = slots;
    this.heap = new EventHeap(slots);
    this.#lists.make(1);
  }

  /** The slot of the first event; there must be one. */
  get first(): number {
    if (this.#run.size > 0 && this.#isRunFirst()) return this.#run.first;
    return this.heap.first;
  }

  /**
   * Whether the first event of all stands in the run, which must have some; else it
   * stands in the heap. Callers look whether it has: small queues never have a run,
   * and shall not pay for the call.
   */
  #isRunFirst(): boolean {
    if (this.heap.size === 0) return true;
    const at = this.#run.firstAt;
    const other = this.heap.firstAt;
    return at < other || (at === other && this.#run.firstOrder < this.heap.firstOrder);
  }

  /** Adds the event of a slot, with the time and the order that stand there. */
  add(slot: number, at: Nanos, order: number): void {
    this.size++;
    this.#place(slot, at, order);
    if (this.heap.size > CROWD || this.size > this.#most || this.#isNoneNear()) this.#tend();
  }

  /** Takes any event out, as it is cancelled. */
  remove(slot: number): void {
    const { links } = this.slots;
    const base = slot << LINKS_SHIFT;
    const place = links[base + PLACE]!;
    this.size--;
    if (place >= 0) this.heap.removeAt(place);
    else if (place === IN_RUN) this.#run.remove(slot);
    else this.#unlist(links[base + LIST]!, ~place);
    if (this.#isNoneNear() && this.size > 0) this.#refill();
  }

  /** Takes the first event out, as its time has come. */
  removeFirst(): void {
    this.#taken++;
    this.size--;
    if (this.#run.size > 0 && this.#isRunFirst()) this.#run.removeFirst();
    else this.heap.removeFirst();
    if (this.#isNoneNear() && this.size > 0) this.#refill();
  }

  /** Takes the first event out and adds one that is not before it, in the same slot. */
  replaceFirst(at: Nanos, order: number): void {
    this.#taken++;
    const isNear = Math.floor(at * this.#perNano) <= this.#current;
    if (this.#run.size === 0 && isNear) this.heap.replaceFirst(at, order);
    else this.#moveFirst(at, order);
  }

  #moveFirst(at: Nanos, order: number): void {
    const slot = this.first;
    if (this.#run.size > 0 && this.#isRunFirst()) this.#run.removeFirst();
    else this.heap.removeFirst();
    this.#place(slot, at, order);
    if (this.#isNoneNear()) this.#refill();
  }

  /** Never so between two calls while events are pending, as only what is near is looked at. */
  #isNoneNear(): boolean {
    return (this.#run.size | this.heap.size) === 0;
  }

  /** After an event was added: sees that one is near, and looks how buckets suit. */
  #tend(): void {
    if (this.#isNoneNear()) this.#refill();
    else if (this.size > this.#most) this.#remake("size");
    else if (this.#perNano > 0 && ++this.#crowdSteps > this.#tolerated()) this.#remake("crowded");
  }

  /** Puts an event where its time belongs. */
  #place(slot: number, at: Nanos, order: number): void {
    const bucket = Math.floor(at * this.#perNano);
    const ahead = bucket - this.#current;
    if (ahead <= 0) {
      this.heap.add(slot, at, order);
    } else if (ahead <= this.#mask) {
      this.#inBuckets++;
      this.#list(slot, bucket & this.#mask);
    } else {
      this.#list(slot, this.#mask + 1);
      // Half a ring before its turn, so that they are looked through once in half a ring at most.
      const lookAt = bucket - (this.#mask >> 1);
      if (lookAt < this.#lookAt) this.#lookAt = lookAt;
    }
  }

  #list(slot: number, list: number): void {
    const { links } = this.slots;
    const base = slot << LINKS_SHIFT;
    links[base + LIST] = list;
    links[base + PLACE] = ~this.#lists.add(list, slot);
  }

  #unlist(list: number, place: number): void {
    if (list <= this.#mask) this.#inBuckets--;
    const moved = this.#lists.remove(list, place);
    this.slots.links[(moved << LINKS_SHIFT) + PLACE] = ~place;
  }

  /** Moves on to the next bucket that has events. */
  #refill(): void {
    if (this.size * 16 < this.#most) return this.#remake("size");
    while (this.#isNoneNear()) {
      if (this.#inBuckets === 0) return this.#remake("far");
      this.#current++;
      if (this.#current >= this.#lookAt) this.#lookAhead();
      const list = this.#current & this.#mask;
      if (this.#lists.isEmpty(list)) this.#emptySteps++;
      else this.#moveNear(list);
    }
    if (this.#emptySteps > this.#tolerated()) this.#remake("sparse");
    else if (this.#crowdSteps > this.#tolerated()) this.#remake("crowded");
  }

  /** Takes the events out of a bucket, as its turn has come. */
  #moveNear(list: number): void {
    const count = this.#lists.empty(list);
    this.#inBuckets -= count;
    if (count > CROWD) this.#crowdSteps += count;
    if (count <= LONGEST_RUN) this.#moveIntoRun(count);
    else this.#moveIntoHeap(count);
  }

  /**
   * Each event's slot and target are looked at here, before anything depends on what
   * they say: so those of all events come from memory together.
   */
  #moveIntoRun(count: number): void {
    const { numbers, links, targets } = this.slots;
    const slots = this.#lists.emptied;
    const run = this.#run;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const base = slot << NUMBERS_SHIFT;
      // Without a call, which costs a twentieth of the event.
      if (targets[slot] === null) throw new InvariantError("a pending event has a target");
      links[(slot << LINKS_SHIFT) + PLACE] = IN_RUN;
      run.push(slot, numbers[base + TIME]!, numbers[base + ORDER]!);
    }
    run.sort();
  }

  /** In the order of adding, in which events at one time need no sifting. */
  #moveIntoHeap(count: number): void {
    const { numbers } = this.slots;
    const slots = this.#lists.emptied;
    for (let i = count - 1; i >= 0; i--) {
      const slot = slots[i]!;
      const base = slot << NUMBERS_SHIFT;
      this.heap.add(slot, numbers[base + TIME]!, numbers[base + ORDER]!);
    }
  }

  /** Moves into buckets what was further ahead and is no longer. */
  #lookAhead(): void {
    const { numbers } = this.slots;
    const count = this.#lists.empty(this.#mask + 1);
    const slots = this.#lists.emptied;
    this.#lookAt = Infinity;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const base = slot << NUMBERS_SHIFT;
      this.#place(slot, numbers[base + TIME]!, numbers[base + ORDER]!);
    }
  }

  /** How many steps may be in vain before the buckets are made anew. */
  #tolerated(): number {
    return this.#patience * (2 * this.size + STEPS_TO_SPARE);
  }

  /** Makes buckets anew for what is pending now, or none where that is little. */
  #remake(reason: Reason): void {
    const all = this.#takeAll();
    const { numbers } = this.slots;
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

  /** Takes all events out, from wherever they stand: their slots, in no order. */
  #takeAll(): Int32Array {
    const all = new Int32Array(this.size);
    let count = 0;
    while (this.heap.size > 0) all[count++] = this.heap.removeLast();
    for (; this.#run.size > 0; this.#run.removeFirst()) all[count++] = this.#run.first;
    for (let list = 0; list < this.#lists.count; list++) {
      const inList = this.#lists.empty(list);
      const slots = this.#lists.emptied;
      for (let i = 0; i < inList; i++) all[count++] = slots[i]!;
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
      sample[i] = this.slots.numbers[(slot << NUMBERS_SHIFT) + TIME]!;
    }
    return sample;
  }

  /** Makes empty buckets for `count` events; with 0, none. */
  #setBuckets(width: Nanos, count: number): void {
    // Where other buckets do no better, that shall not be found out again and again.
    const change = width * this.#perNano;
    this.#patience = change > 0.6 && change < 1.6 ? Math.min(2 * this.#patience, 64) : 1;
    const most = 2 << (31 - Math.clz32(count));
    const buckets = count > 0 ? most / MOST_PER_BUCKET : 0;
    this.#lists.make(buckets + 1);
    this.#mask = Math.max(0, buckets - 1);
    this.#perNano = buckets > 0 ? 1 / width : 0;
    this.#inBuckets = 0;
    this.#lookAt = Infinity;
    this.#most = buckets > 0 ? most : FEWEST_FOR_BUCKETS;
    this.#taken = this.#emptySteps = this.#crowdSteps = 0;
  }
}
