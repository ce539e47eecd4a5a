import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { ms, NEVER, seconds, us } from "../../../engine/base/time.ts";
import type { Actor } from "../../../engine/sim/actor.ts";
import { EventQueue, type Handle, NO_EVENT } from "../../../engine/sim/event_queue.ts";

const NOBODY: Actor = { onEvent: () => {} };

/** The args of all pending events, in the order in which they are taken. */
function drain(queue: EventQueue): number[] {
  const args: number[] = [];
  while (queue.take()) args.push(queue.arg);
  return args;
}

Deno.test("an empty queue has no next event", () => {
  const queue = new EventQueue();
  strictEqual(queue.size, 0);
  strictEqual(queue.nextAt, NEVER);
  strictEqual(queue.take(), false);
});

Deno.test("events are taken by time, whatever order they were added in", () => {
  const queue = new EventQueue();
  for (const time of [5, 3, 9, 1, 7, 0, 8, 2, 6, 4]) queue.add(ms(time), NOBODY, 0, time);
  strictEqual(queue.nextAt, 0);
  deepStrictEqual(drain(queue), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

Deno.test("events at equal times are taken in the order of adding", () => {
  const queue = new EventQueue();
  for (let i = 0; i < 1000; i++) queue.add(ms(i % 2), NOBODY, 0, i);
  const taken = drain(queue);
  const even = taken.slice(0, 500);
  const odd = taken.slice(500);
  ok(even.every((arg, i) => arg === 2 * i));
  ok(odd.every((arg, i) => arg === 2 * i + 1));
});

Deno.test("equal times keep the order of adding, also in slots that were used before", () => {
  const queue = new EventQueue();
  const handles = [0, 1, 2, 3].map((arg) => queue.add(ms(1), NOBODY, 0, arg));
  queue.cancel(handles[2]!);
  queue.cancel(handles[0]!);
  for (const arg of [4, 5, 6]) queue.add(ms(1), NOBODY, 0, arg);
  deepStrictEqual(drain(queue), [1, 3, 4, 5, 6]);
});

Deno.test("a taken event comes with its time, target, kind and arg", () => {
  const queue = new EventQueue();
  const other: Actor = { onEvent: () => {} };
  queue.add(ms(2), NOBODY, 7, 0.5);
  queue.add(ms(1), other, -8, 2 ** 52);
  ok(queue.take());
  deepStrictEqual([queue.at, queue.kind, queue.arg], [ms(1), -8, 2 ** 52]);
  strictEqual(queue.target, other);
  ok(queue.take());
  deepStrictEqual([queue.at, queue.kind, queue.arg], [ms(2), 7, 0.5]);
  strictEqual(queue.target, NOBODY);
});

Deno.test("a cancelled event is not taken, and a second cancel finds nothing", () => {
  const queue = new EventQueue();
  queue.add(ms(1), NOBODY, 0, 1);
  const handle = queue.add(ms(2), NOBODY, 0, 2);
  queue.add(ms(3), NOBODY, 0, 3);
  ok(queue.has(handle));
  strictEqual(queue.cancel(handle), true);
  strictEqual(queue.has(handle), false);
  strictEqual(queue.cancel(handle), false);
  deepStrictEqual(drain(queue), [1, 3]);
});

Deno.test("the handle of an event that happened is stale", () => {
  const queue = new EventQueue();
  const handle = queue.add(ms(1), NOBODY, 0, 0);
  queue.take();
  strictEqual(queue.has(handle), false);
  strictEqual(queue.cancel(handle), false);
});

Deno.test("a stale handle does not touch the event that has its slot now", () => {
  const queue = new EventQueue();
  const stale = queue.add(ms(1), NOBODY, 0, 1);
  queue.cancel(stale);
  const fresh = queue.add(ms(1), NOBODY, 0, 2);
  strictEqual(fresh % 2 ** 24, stale % 2 ** 24, "the slot is recycled");
  strictEqual(queue.cancel(stale), false);
  ok(queue.has(fresh));
  deepStrictEqual(drain(queue), [2]);
});

Deno.test("handles that no queue gave are stale", () => {
  const queue = new EventQueue();
  const handle = queue.add(ms(1), NOBODY, 0, 0);
  for (const wrong of [NO_EVENT, -1, 0.5, NaN, Infinity, handle + 0.5, handle + 1, 2 ** 53]) {
    strictEqual(queue.has(wrong), false, String(wrong));
    strictEqual(queue.cancel(wrong), false, String(wrong));
  }
  queue.cancel(handle);
  strictEqual(queue.cancel(handle + 2 ** 24), false, "the handle that its slot gives next");
  strictEqual(queue.size, 0);
});

Deno.test("handles stay stale when a slot was used more often than it has generations", () => {
  const queue = new EventQueue();
  const first = queue.add(ms(1), NOBODY, 0, 0);
  queue.cancel(first);
  const uses = 2 ** 22 + 10;
  for (let i = 0; i < uses; i++) {
    const handle = queue.add(ms(1), NOBODY, 0, 0);
    if (handle === first) throw new Error(`use ${i} has the first one's handle`);
    queue.cancel(handle);
    if (queue.has(handle)) throw new Error(`use ${i} has a handle that is never stale`);
  }
  const rest = Array.from({ length: 300 }, (_, i) => queue.add(ms(1), NOBODY, 0, i));
  strictEqual(new Set(rest).size, 300);
  ok(!rest.includes(first));
  strictEqual(queue.cancel(first), false);
  strictEqual(drain(queue).length, 300);
});

Deno.test("memory is bounded by the events that were pending together", () => {
  const queue = new EventQueue();
  let highest = 0;
  for (let i = 0; i < 100_000; i++) {
    const handle = queue.add(ms(i), NOBODY, 0, i);
    highest = Math.max(highest, handle % 2 ** 24);
    if (i >= 10) queue.cancel(handle);
  }
  strictEqual(queue.size, 10);
  ok(highest < 64, `slot ${highest} was used`);
});

Deno.test("memory is bounded also where events far ahead are cancelled a million times", () => {
  const queue = new EventQueue();
  for (let i = 0; i < 1_000; i++) queue.add(us(i), NOBODY, 0, i); // so many that there are buckets
  let highest = 0;
  for (let i = 0; i < 1_000_000; i++) {
    const handle = queue.add(i % 3 === 0 ? seconds(240) : us(i % 999), NOBODY, 0, i);
    highest = Math.max(highest, handle % 2 ** 24);
    queue.cancel(handle);
  }
  strictEqual(queue.size, 1_000);
  ok(highest < 1_024, `slot ${highest} was used`);
});

/** One step of a random history. Times are few, so that many are equal. */
type Command =
  | { do: "add"; at: number }
  | { do: "take" }
  | { do: "cancel"; nth: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("add" as const), at: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("take" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cancel" as const), nth: fc.nat(999) }) },
);

/** The same queue as a sorted list. */
class Model {
  #events: { at: number; arg: number }[] = [];

  get size(): number {
    return this.#events.length;
  }

  get nextAt(): number {
    return this.#events[0]?.at ?? NEVER;
  }

  add(at: number, arg: number): void {
    const later = this.#events.findIndex((event) => event.at > at);
    this.#events.splice(later < 0 ? this.#events.length : later, 0, { at, arg });
  }

  take(): number | undefined {
    return this.#events.shift()?.arg;
  }

  cancel(arg: number): boolean {
    const index = this.#events.findIndex((event) => event.arg === arg);
    if (index >= 0) this.#events.splice(index, 1);
    return index >= 0;
  }
}

Deno.test("a random mix of add, cancel and take agrees with a sorted list", () => {
  const histories = fc.array(command, { maxLength: 400, size: "max" });
  fc.assert(fc.property(histories, agreesWithModel), { numRuns: 500 });
});

function agreesWithModel(history: Command[]): void {
  const queue = new EventQueue();
  const model = new Model();
  const handles: Handle[] = [];
  for (const step of history) {
    if (step.do === "add") {
      model.add(step.at, handles.length);
      handles.push(queue.add(step.at, NOBODY, 0, handles.length));
    } else if (step.do === "take") {
      const expected = model.take();
      strictEqual(queue.take(), expected !== undefined);
      if (expected !== undefined) strictEqual(queue.arg, expected);
    } else if (handles.length > 0) {
      const arg = step.nth % handles.length; // often stale
      const expected = model.cancel(arg);
      strictEqual(queue.has(handles[arg]!), expected);
      strictEqual(queue.cancel(handles[arg]!), expected);
    }
    strictEqual(queue.size, model.size);
    strictEqual(queue.nextAt, model.nextAt);
  }
  while (queue.take()) strictEqual(queue.arg, model.take());
  strictEqual(model.size, 0);
}
