import type { Nanos } from "../base/time.ts";
import { checkEvent } from "./check_event.ts";
import type { EventLane } from "./event_lane.ts";
import type { EventQueue } from "./event_queue.ts";

/** Whoever knows what time it is. */
interface Clock {
  readonly now: Nanos;
}

/**
 * A stream of events of one target whose times never go down, as the arrivals of
 * frames on a line: made by {@linkcode Simulator.lane}.
 *
 * Such events happen when and in which order they would if each were scheduled
 * alone, but cost less: only the first of them stands in the queue, however many
 * wait. They have no handle: they happen, or are all taken back at once.
 *
 * @example An event that would overtake others of the lane is scheduled alone
 * ```ts
 * import { Simulator } from "./simulator.ts";
 * import { ms } from "../base/time.ts";
 * import { deepStrictEqual } from "node:assert/strict";
 *
 * const seen: number[] = [];
 * const actor = { onEvent: (kind: number) => void seen.push(kind) };
 *
 * const simulator = new Simulator();
 * const lane = simulator.lane(actor);
 * lane.add(ms(10), 1);
 * lane.add(ms(30), 3);
 * if (!lane.add(ms(20), 2)) simulator.schedule(ms(20), actor, 2);
 * simulator.run();
 * deepStrictEqual(seen, [1, 2, 3]);
 * ```
 */
export class Lane {
  declare private readonly clock: Clock;
  declare private readonly queue: EventQueue;
  declare private readonly events: EventLane;

  /** Not for callers: a simulator makes it. */
  constructor(clock: Clock, queue: EventQueue, events: EventLane) {
    this.clock = clock;
    this.queue = queue;
    this.events = events;
  }

  /** How many of its events are still to happen. */
  get size(): number {
    return this.events.size;
  }

  /**
   * Lets `target.onEvent(kind, arg, at)` happen at the time `at`, as
   * {@linkcode Simulator.schedule} would. False, and nothing is done, if `at` is
   * before the time of another event of this lane that is still to happen.
   *
   * @throws {RangeError} as {@linkcode Simulator.schedule} does.
   */
  add(at: Nanos, kind: number, arg = 0): boolean {
    checkEvent(at, this.clock.now, kind);
    return this.queue.addToLane(this.events, at + 0, kind, arg); // + 0 makes -0 a plain 0
  }

  /** Takes all of its events back that are still to happen. */
  clear(): void {
    this.queue.clearLane(this.events);
  }
}
