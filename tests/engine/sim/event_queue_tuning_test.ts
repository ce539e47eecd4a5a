import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { minutes, ms, seconds, us } from "../../../engine/base/time.ts";
import type { Actor } from "../../../engine/sim/actor.ts";
import { EventQueue, type Handle } from "../../../engine/sim/event_queue.ts";

const NOBODY: Actor = { onEvent: () => {} };

/** The delays of events that are added together; each stays well below 2^53 / 1,000. */
const spreads = {
  "at one instant": () => 0,
  "within microseconds": (luck: number) => luck % us(50),
  "within milliseconds": (luck: number) => luck % ms(20),
  "in steps": (luck: number) => luck % 4 * ms(10),
  "2 MSL ahead": (luck: number) => minutes(4) + luck % seconds(1),
  "over hours": (luck: number) => luck * 3_600,
  "with a long tail": (luck: number) => luck % ms(luck % 8 === 0 ? 200 : 10),
  "at all scales": (luck: number) => 2 ** (luck % 40) + luck % 7,
} as const;

type Spread = keyof typeof spreads;

/** What happens to a queue of thousands of events. */
type Step =
  | { do: "add"; count: number; spread: Spread; seed: number }
  | { do: "hold"; count: number; spread: Spread; seed: number }
  | { do: "take"; count: number }
  | { do: "cancel"; count: number; seed: number };

const spread = fc.constantFrom(...Object.keys(spreads) as Spread[]);
const seed = fc.integer({ min: 1, max: 2 ** 31 - 2 });
const count = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 200, max: 2500 }));

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("add" as const), count, spread, seed }),
  fc.record({ do: fc.constant("hold" as const), count, spread, seed }),
  fc.record({ do: fc.constant("take" as const), count }),
  fc.record({ do: fc.constant("cancel" as const), count, seed }),
);

/** The same queue as a list, sorted when it is asked. */
class SortedList {
  #events: { at: number; arg: number }[] = [];
  #isSorted = true;

  get size(): number {
    return this.#events.length;
  }

  add(at: number, arg: number): void {
    this.#events.push({ at, arg });
    this.#isSorted = false;
  }

  /** The args of those pending, in no order. */
  argAt(index: number): number {
    return this.#events[index % this.#events.length]!.arg;
  }

  cancel(args: ReadonlySet<number>): void {
    this.#events = this.#events.filter((event) => !args.has(event.arg));
  }

  /** Latest first, so that taking is cheap. Args count up, in the order of adding. */
  take(): { at: number; arg: number } | undefined {
    if (!this.#isSorted) this.#events.sort((a, b) => b.at - a.at || b.arg - a.arg);
    this.#isSorted = true;
    return this.#events.pop();
  }
}

/** Both, side by side, with time going on as events are taken. */
class Pair {
  readonly #queue = new EventQueue();
  readonly #list = new SortedList();
  readonly #handles: Handle[] = [];
  #now = 0;

  do(step: Step): void {
    if (step.do === "take") this.#take(step.count);
    else if (step.do === "cancel") this.#cancel(step.count, step.seed);
    else {
      let luck = step.seed;
      if (step.do === "hold") this.#take(step.count);
      for (let i = 0; i < step.count; i++) {
        luck = luck * 48_271 % (2 ** 31 - 1);
        this.#add(this.#now + spreads[step.spread](luck));
      }
    }
    strictEqual(this.#queue.size, this.#list.size);
  }

  drain(): void {
    this.#take(Infinity);
    strictEqual(this.#queue.size, 0);
  }

  #add(at: number): void {
    this.#list.add(at, this.#handles.length);
    this.#handles.push(this.#queue.add(at, NOBODY, 0, this.#handles.length));
  }

  #take(count: number): void {
    for (let i = 0; i < count && this.#list.size > 0; i++) {
      const expected = this.#list.take()!;
      strictEqual(this.#queue.nextAt, expected.at);
      strictEqual(this.#queue.take(), true);
      strictEqual(this.#queue.arg, expected.arg);
      strictEqual(this.#queue.at, expected.at);
      strictEqual(this.#queue.has(this.#handles[expected.arg]!), false);
      this.#now = expected.at;
    }
  }

  #cancel(count: number, seed: number): void {
    const args = new Set<number>();
    for (let i = 0; i < count && this.#list.size > 0; i++) {
      args.add(this.#list.argAt(seed + i * 7_919));
    }
    for (const arg of args) {
      strictEqual(this.#queue.cancel(this.#handles[arg]!), true);
      strictEqual(this.#queue.cancel(this.#handles[arg]!), false);
    }
    this.#list.cancel(args);
  }
}

Deno.test("thousands of events keep the order of a sorted list, however their times lie", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 14, size: "max" }), (steps) => {
      const pair = new Pair();
      for (const step of steps) pair.do(step);
      pair.drain();
    }),
    { numRuns: 150 },
  );
});

for (const spread of Object.keys(spreads) as Spread[]) {
  Deno.test(`a queue that grows to 20,000 and shrinks keeps the order: times ${spread}`, () => {
    const pair = new Pair();
    pair.do({ do: "add", count: 20_000, spread, seed: 1 });
    pair.do({ do: "hold", count: 20_000, spread, seed: 2 });
    pair.do({ do: "cancel", count: 5_000, seed: 3 });
    pair.do({ do: "hold", count: 300, spread: "within microseconds", seed: 4 });
    pair.do({ do: "take", count: 14_900 });
    pair.do({ do: "hold", count: 50, spread: "over hours", seed: 5 });
    pair.drain();
    pair.do({ do: "add", count: 2_000, spread, seed: 6 });
    pair.drain();
  });
}

for (const spread of Object.keys(spreads) as Spread[]) {
  Deno.test(`a queue of always 2,000 events keeps the order as time goes on: times ${spread}`, () => {
    const pair = new Pair();
    pair.do({ do: "add", count: 2_000, spread, seed: 1 });
    for (let i = 0; i < 200; i++) pair.do({ do: "hold", count: 50, spread, seed: i + 2 });
    pair.drain();
  });
}

Deno.test("the last events of a queue that had buckets have the last points of time", () => {
  const queue = new EventQueue();
  for (let i = 0; i < 2_000; i++) queue.add(Number.MAX_SAFE_INTEGER - (i >> 1), NOBODY, 0, i);
  for (let i = 0; i < 1_000; i++) queue.add(i, NOBODY, 0, i);
  for (let i = 0; i < 1_000; i++) strictEqual(queue.take() && queue.at, i);
  for (let i = 999; i >= 0; i--) {
    strictEqual(queue.take() && queue.at, Number.MAX_SAFE_INTEGER - i);
    strictEqual(queue.arg, 2 * i);
    strictEqual(queue.take() && queue.arg, 2 * i + 1);
  }
  strictEqual(queue.take(), false);
});
