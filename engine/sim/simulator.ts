import { invariant } from "../base/invariant.ts";
import { type Nanos, NEVER } from "../base/time.ts";
import type { Actor } from "./actor.ts";
import { checkEvent, timeMessage } from "./check_event.ts";
import { EventQueue, type Handle } from "./event_queue.ts";
import { Lane } from "./lane.ts";

/** Where a run ends. */
export interface RunLimits {
  /** The last point in time whose events happen; without it, {@linkcode NEVER}. */
  until?: Nanos;
  /** The most events that happen; without it, no bound. */
  maxEvents?: number;
}

/**
 * Why a run ended: nothing is left to happen (`idle`), the next event lies
 * behind `until`, or `maxEvents` happened (`budget`).
 */
export type StopReason = "idle" | "until" | "budget";

/**
 * The only clock, and what is still to happen.
 *
 * Events happen by time and, at equal times, in the order in which they were
 * scheduled. So a run is a function of what was scheduled, and of nothing else.
 *
 * @example Two events at the same time happen in the order of scheduling
 * ```ts
 * import { Simulator } from "./simulator.ts";
 * import { ms } from "../base/time.ts";
 * import { deepStrictEqual, strictEqual } from "node:assert/strict";
 *
 * const seen: number[] = [];
 * const actor = { onEvent: (kind: number) => void seen.push(kind) };
 *
 * const simulator = new Simulator();
 * simulator.schedule(ms(20), actor, 1);
 * simulator.schedule(ms(10), actor, 2);
 * simulator.schedule(ms(10), actor, 3);
 * strictEqual(simulator.run(), "idle");
 * deepStrictEqual(seen, [2, 3, 1]);
 * strictEqual(simulator.now, ms(20));
 * ```
 */
export class Simulator {
  #now: Nanos = 0;
  #processed = 0;
  #isRunning = false;
  #queue: EventQueue = new EventQueue();

  /** The point in time of the event that happens, or happened last. */
  get now(): Nanos {
    return this.#now;
  }

  /** How many events are still to happen. */
  get pending(): number {
    return this.#queue.size;
  }

  /** How many events have happened, the present one included. */
  get processed(): number {
    return this.#processed;
  }

  /** When the next event happens, or NEVER. */
  get nextAt(): Nanos {
    return this.#queue.nextAt;
  }

  /**
   * Lets `target.onEvent(kind, arg, at)` happen at the time `at`; `at` may be
   * now, which is after everything that is already scheduled for now.
   *
   * @throws {RangeError} if `at` is past, is not whole or is not below 2^53, or
   * if `kind` is not an int32.
   */
  schedule(at: Nanos, target: Actor, kind: number, arg = 0): Handle {
    checkEvent(at, this.#now, kind);
    return this.#queue.add(at + 0, target, kind, arg); // + 0 makes -0 a plain 0
  }

  /** Makes a lane for events of `target`. It lives as long as this simulator: make few. */
  lane(target: Actor): Lane {
    return new Lane(this, this.#queue, this.#queue.lane(target));
  }

  /** Takes back a scheduled event. False if it already happened or was cancelled. */
  cancel(handle: Handle): boolean {
    return this.#queue.cancel(handle);
  }

  /** Whether the event is still to happen. */
  isPending(handle: Handle): boolean {
    return this.#queue.has(handle);
  }

  /**
   * Lets the next event happen. False if there is none.
   *
   * @throws {TypeError} if called by an event of this simulator.
   */
  step(): boolean {
    return this.run({ maxEvents: 1 }) === "budget";
  }

  /**
   * Lets events happen until a limit is met. Those at `until` still happen, and
   * then time is `until`, also where nothing was left to happen before it.
   *
   * An exception of an event ends the run; the next run goes on behind it.
   *
   * @throws {RangeError} if `until` is past or not whole, or `maxEvents` negative.
   * @throws {TypeError} if called by an event of this simulator.
   */
  run(limits: RunLimits = {}): StopReason {
    const until = limits.until ?? NEVER;
    const maxEvents = limits.maxEvents ?? Infinity;
    this.#checkLimits(until, maxEvents);
    this.#isRunning = true;
    try {
      const reason = this.#loop(until, this.#processed + maxEvents);
      if (reason !== "budget" && until !== NEVER) this.#now = until;
      return reason;
    } finally {
      this.#isRunning = false;
    }
  }

  #loop(until: Nanos, lastEvent: number): StopReason {
    const queue = this.#queue;
    while (this.#processed < lastEvent) {
      if (!queue.take(until)) return queue.size === 0 ? "idle" : "until";
      const { at, target } = queue;
      invariant(target !== null, "a pending event has a target");
      invariant(at >= this.#now, "time never runs backwards");
      this.#now = at;
      this.#processed++;
      target.onEvent(queue.kind, queue.arg, at);
    }
    return "budget";
  }

  #checkLimits(until: Nanos, maxEvents: number): void {
    if (this.#isRunning) {
      throw new TypeError("Cannot run: an event must not run the simulator it belongs to");
    }
    if (until !== NEVER && !(until >= this.#now && Number.isSafeInteger(until))) {
      throw new RangeError(timeMessage("run", until, this.#now));
    }
    if (!(maxEvents >= 0)) {
      throw new RangeError(`Cannot run: maxEvents must be >= 0: it is ${maxEvents}`);
    }
  }
}
