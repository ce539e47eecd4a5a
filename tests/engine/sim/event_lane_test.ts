import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../engine/base/time.ts";
import type { Actor } from "../../../engine/sim/actor.ts";
import { EventQueue, type Handle } from "../../../engine/sim/event_queue.ts";

const ALONE = -1;
const LANES = 3;

const actors: Actor[] = Array.from({ length: LANES + 1 }, () => ({ onEvent: () => {} }));
const [first, second, , nobody] = actors as [Actor, Actor, Actor, Actor];

Deno.test("events of a lane are taken among others by time, and at equal times by adding", () => {
  const queue = new EventQueue();
  const lane = queue.lane(first);
  queue.addToLane(lane, 5, 0, 1);
  queue.add(5, nobody, 0, 2);
  queue.addToLane(lane, 5, 0, 3);
  queue.add(4, nobody, 0, 0);
  queue.add(5, nobody, 0, 4);
  queue.addToLane(lane, 6, 0, 5);
  const args: number[] = [];
  while (queue.take()) args.push(queue.arg);
  deepStrictEqual(args, [0, 1, 2, 3, 4, 5]);
});

Deno.test("an event of a lane is taken with its time, target, kind and arg", () => {
  const queue = new EventQueue();
  const lane = queue.lane(second);
  queue.addToLane(lane, 3, -(2 ** 31), 0.5);
  queue.addToLane(lane, 2 ** 53 - 1, 7, 2 ** 52);
  for (const expected of [[3, -(2 ** 31), 0.5], [2 ** 53 - 1, 7, 2 ** 52]]) {
    strictEqual(queue.take(), true);
    strictEqual(queue.target, second);
    deepStrictEqual([queue.at, queue.kind, queue.arg], expected);
  }
});

Deno.test("a lane does not take an event before its last one", () => {
  const queue = new EventQueue();
  const lane = queue.lane(first);
  strictEqual(queue.addToLane(lane, 5, 0, 1), true);
  strictEqual(queue.addToLane(lane, 4, 0, 2), false);
  strictEqual(queue.size, 1);
  queue.take();
  strictEqual(queue.addToLane(lane, 4, 0, 3), true, "an empty lane has no last one");
});

Deno.test("no handle names a lane's event", () => {
  const queue = new EventQueue();
  queue.addToLane(queue.lane(first), 5, 0, 1);
  for (const wrong of [0, -1, -2, 2 ** 24, 2 ** 25]) {
    strictEqual(queue.has(wrong), false);
    strictEqual(queue.cancel(wrong), false);
  }
  strictEqual(queue.size, 1);
});

/** One step of a random history; times are counted from the last event taken. */
type Command =
  | { do: "add"; delay: number; lane: number }
  | { do: "add many"; step: number; lanes: boolean }
  | { do: "cancel"; nth: number }
  | { do: "clear"; lane: number }
  | { do: "take"; count: number };

const lane = fc.nat(LANES - 1);
/** Few, so that many are equal, and some that lie in other buckets. */
const delay = fc.oneof(fc.nat(6), fc.nat(6), fc.nat(6).map((n) => n * 1_000));

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("add" as const), delay, lane }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("add" as const), delay, lane: fc.constant(ALONE) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("add many" as const),
      step: fc.nat(20),
      lanes: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const), nth: fc.nat(9999) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("clear" as const), lane }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("take" as const), count: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("take" as const), count: fc.nat(900) }) },
);

interface Entry {
  at: number;
  /** Counts up, in the order of adding. */
  arg: number;
  lane: number;
}

/** A queue with lanes, beside the same as a sorted list. */
class Pair {
  readonly #queue = new EventQueue();
  readonly #lanes = [0, 1, 2].map((lane) => this.#queue.lane(actors[lane]!));
  #list: Entry[] = [];
  readonly #handles: Handle[] = [];
  #now = 0;

  do(command: Command): void {
    if (command.do === "add") this.#add(this.#now + command.delay, command.lane);
    else if (command.do === "add many") this.#addMany(command.step, command.lanes);
    else if (command.do === "cancel") this.#cancel(command.nth);
    else if (command.do === "clear") this.#clear(command.lane);
    else for (let i = 0; i < command.count && this.#list.length > 0; i++) this.#take();
    this.#check();
  }

  drain(): void {
    while (this.#list.length > 0) this.#take();
    strictEqual(this.#queue.take(), false);
    this.#check();
  }

  #check(): void {
    strictEqual(this.#queue.size, this.#list.length);
    strictEqual(this.#queue.nextAt, this.#list[0]?.at ?? NEVER);
    for (let lane = 0; lane < LANES; lane++) {
      strictEqual(this.#lanes[lane]!.size, this.#list.filter((it) => it.lane === lane).length);
    }
  }

  /** To a lane if it takes the event, else alone. */
  #add(at: number, lane: number): void {
    const arg = this.#handles.length;
    const last = this.#list.findLast((it) => it.lane === lane && lane !== ALONE);
    if (lane !== ALONE) {
      const expected = last === undefined || at >= last.at;
      strictEqual(this.#queue.addToLane(this.#lanes[lane]!, at, lane - 1, arg), expected);
      if (!expected) return this.#add(at, ALONE);
    }
    this.#handles.push(lane === ALONE ? this.#queue.add(at, nobody, -7, arg) : 0);
    const later = this.#list.findIndex((it) => it.at > at);
    this.#list.splice(later < 0 ? this.#list.length : later, 0, { at, arg, lane });
  }

  /** So many that there are buckets, at times that jump to and fro. */
  #addMany(step: number, lanes: boolean): void {
    if (this.#list.length > 900) return; // the list would take its time
    for (let i = 0; i < 700; i++) {
      this.#add(this.#now + (i * 389 % 700) * step, lanes ? i % 12 - 9 < 0 ? ALONE : i % 3 : ALONE);
    }
  }

  #cancel(nth: number): void {
    if (this.#handles.length === 0) return;
    const arg = nth % this.#handles.length; // often stale, or of a lane
    const index = this.#list.findIndex((it) => it.arg === arg && it.lane === ALONE);
    if (index >= 0) this.#list.splice(index, 1);
    strictEqual(this.#queue.has(this.#handles[arg]!), index >= 0);
    strictEqual(this.#queue.cancel(this.#handles[arg]!), index >= 0);
  }

  #clear(lane: number): void {
    this.#list = this.#list.filter((it) => it.lane !== lane);
    this.#queue.clearLane(this.#lanes[lane]!);
  }

  #take(): void {
    const { at, arg, lane } = this.#list.shift()!;
    strictEqual(this.#queue.take(), true);
    deepStrictEqual([this.#queue.at, this.#queue.arg], [at, arg]);
    strictEqual(this.#queue.kind, lane === ALONE ? -7 : lane - 1);
    strictEqual(this.#queue.target, actors.at(lane));
    this.#now = at;
  }
}

Deno.test("a random mix of lanes and events alone agrees with a sorted list", () => {
  const histories = fc.array(command, { maxLength: 120, size: "max" });
  fc.assert(
    fc.property(histories, (history) => {
      const pair = new Pair();
      for (const command of history) pair.do(command);
      pair.drain();
    }),
    { numRuns: 80 },
  );
});
