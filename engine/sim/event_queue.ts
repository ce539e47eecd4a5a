import { type Nanos, NEVER } from "../base/time.ts";
import type { Actor } from "./actor.ts";
import { EventCalendar } from "./event_calendar.ts";
import { EventLane } from "./event_lane.ts";
import {
  ARG,
  EventSlots,
  HANDLE,
  KIND,
  LINKS_SHIFT,
  NONE,
  NUMBERS_SHIFT,
  ORDER,
  TIME,
} from "./event_slots.ts";
import { NowQueue } from "./now_queue.ts";

/**
 * Names one scheduled event. It stays unique for the life of its queue: when
 * the event happened or was cancelled, the handle is stale and means nothing.
 */
export type Handle = number;

/** The handle of no event; always stale. As handles are, no small integer to V8. */
export const NO_EVENT: Handle = 0.5;

/**
 * The pending events, in one total order: by time, and at equal times by the
 * order in which they were added.
 *
 * They stand in a calendar, but for two kinds that know their order without it
 * and are most of a run: those for the time that it is already (`now_queue.ts`),
 * and the later ones of a lane (`event_lane.ts`).
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

  readonly #slots: EventSlots = new EventSlots();
  readonly #calendar: EventCalendar = new EventCalendar(this.#slots);
  readonly #now: NowQueue = new NowQueue();
  readonly #lanes: EventLane[] = [];
  /** How many events of lanes are pending and do not stand in the calendar. */
  #behindFirst = 0;

  /** How many events are pending. */
  get size(): number {
    return this.#calendar.size + this.#now.size + this.#behindFirst;
  }

  /** The time of the next event, or NEVER. */
  get nextAt(): Nanos {
    if (this.#isNowFirst()) return this.#now.at;
    return this.#calendar.size === 0 ? NEVER : this.#timeOf(this.#calendar.first);
  }

  /**
   * Adds an event. `kind` is an int32, `arg` any number.
   *
   * @throws {RangeError} if 2^24 events are pending.
   */
  add(at: Nanos, target: Actor, kind: number, arg: number): Handle {
    const order = this.#slots.nextOrder();
    if (at === this.#now.at) return this.#now.add(order, target, kind, arg);
    const slot = this.#slots.take(at, order, target, kind, arg);
    this.#calendar.add(slot, at, order);
    return this.#slots.handleOf(slot);
  }

  /** Whether the event is still to happen. */
  has(handle: Handle): boolean {
    return handle < 0 ? this.#now.has(handle) : this.#slots.slotOf(handle) !== NONE;
  }

  /** Removes an event. False if it already happened or was cancelled. */
  cancel(handle: Handle): boolean {
    if (handle < 0) return this.#now.cancel(handle);
    const slot = this.#slots.slotOf(handle);
    if (slot === NONE) return false;
    this.#calendar.remove(slot);
    this.#slots.free(slot);
    return true;
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
    const order = this.#slots.nextOrder();
    lane.push(at, order, kind, arg);
    if (lane.size > 1) {
      this.#behindFirst++;
    } else {
      this.#slots.setOrder(lane.slot, at, order);
      this.#calendar.add(lane.slot, at, order);
    }
    return true;
  }

  /** Removes all events of a lane. */
  clearLane(lane: EventLane): void {
    if (lane.size === 0) return;
    this.#behindFirst -= lane.size - 1;
    lane.clear();
    this.#calendar.remove(lane.slot);
  }

  /**
   * Takes the next event out into `at`, `target`, `kind` and `arg`. False if
   * there is none, or only later than `until`.
   */
  take(until: Nanos = NEVER): boolean {
    if (this.#isNowFirst()) return this.#takeNow(until);
    if (this.#calendar.size === 0) return false;
    const slot = this.#calendar.first;
    const { numbers, links, targets } = this.#slots;
    const base = slot << NUMBERS_SHIFT;
    const at = numbers[base + TIME]!;
    if (at > until) return false;
    this.at = at;
    this.target = targets[slot]!;
    const handle = numbers[base + HANDLE]!;
    if (handle < 0) {
      this.#takeFromLane(this.#lanes[~handle]!);
    } else {
      this.arg = numbers[base + ARG]!;
      this.kind = links[(slot << LINKS_SHIFT) + KIND]!;
      this.#calendar.removeFirst();
      this.#slots.free(slot);
    }
    // Not while some wait: all of them have one time.
    if (this.#now.size === 0) this.#now.at = at;
    return true;
  }

  #takeNow(until: Nanos): boolean {
    const now = this.#now;
    if (now.at > until) return false;
    this.at = now.at;
    this.target = now.firstTarget;
    this.kind = now.firstKind;
    this.arg = now.firstArg;
    now.shift();
    return true;
  }

  /** Whether the next event is one of those for now. */
  #isNowFirst(): boolean {
    const now = this.#now;
    if (now.size === 0) return false;
    if (this.#calendar.size === 0) return true;
    // What the slots say, not the calendar: a call less, and no number that a call returns.
    const other = this.#calendar.first;
    const later = this.#timeOf(other) - now.at;
    return later > 0 ||
      (later === 0 && this.#slots.numbers[(other << NUMBERS_SHIFT) + ORDER]! > now.firstOrder);
  }

  #timeOf(slot: number): Nanos {
    return this.#slots.numbers[(slot << NUMBERS_SHIFT) + TIME]!;
  }

  /** Takes the first event of a lane, which is the first of all; the lane's next one follows it. */
  #takeFromLane(lane: EventLane): void {
    this.arg = lane.firstArg;
    this.kind = lane.firstKind;
    lane.drop();
    if (lane.size === 0) return this.#calendar.removeFirst();
    this.#behindFirst--;
    const at = lane.firstAt;
    const order = lane.firstOrder;
    this.#slots.setOrder(lane.slot, at, order);
    this.#calendar.replaceFirst(at, order);
  }
}
