import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { Actor } from "../../../engine/sim/actor.ts";
import { EventQueue, NO_EVENT } from "../../../engine/sim/event_queue.ts";
import { NowQueue } from "../../../engine/sim/now_queue.ts";

const NOBODY: Actor = { onEvent: () => {} };

/** Adds one event to `added`, takes the first out, or cancels one, often a stale one. */
type Step = "add" | "take" | number;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant("add" as const) },
  { weight: 2, arbitrary: fc.constant("take" as const) },
  { weight: 3, arbitrary: fc.nat(999) },
);

Deno.test("a random mix of add, take and cancel agrees with a list", () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 300, size: "max" }), agreesWithList));
});

function agreesWithList(steps: readonly Step[]): void {
  const queue = new NowQueue();
  const handles: number[] = [];
  let waiting: number[] = [];
  for (const step of steps) {
    if (step === "add") {
      const arg = handles.length;
      handles.push(queue.add(3 * arg, NOBODY, -arg, arg + 0.5)); // others have orders in between
      waiting.push(arg);
    } else if (step === "take") {
      if (waiting.length === 0) continue;
      const arg = waiting.shift()!;
      const { firstOrder, firstKind, firstArg, firstTarget } = queue;
      deepStrictEqual([firstOrder, firstKind, firstArg], [3 * arg, -arg | 0, arg + 0.5]);
      strictEqual(firstTarget, NOBODY);
      queue.shift();
    } else if (handles.length > 0) {
      const arg = step % handles.length;
      strictEqual(queue.has(handles[arg]!), waiting.includes(arg));
      strictEqual(queue.cancel(handles[arg]!), waiting.includes(arg));
      waiting = waiting.filter((other) => other !== arg);
    }
    strictEqual(queue.size, waiting.length);
  }
}

Deno.test("handles that no queue gave are stale", () => {
  const queue = new NowQueue();
  const handle = queue.add(0, NOBODY, 0, 0);
  for (const wrong of [handle - 1, handle + 1, handle + 0.5, NO_EVENT, -1, NaN, -Infinity]) {
    strictEqual(queue.has(wrong), false, String(wrong));
    strictEqual(queue.cancel(wrong), false, String(wrong));
  }
  ok(queue.has(handle));
});

Deno.test("events that are cancelled behind one that waits give their room back", () => {
  const queue = new NowQueue();
  const first = queue.add(0, NOBODY, 0, 1);
  for (let i = 1; i < 100_000; i++) queue.cancel(queue.add(i, NOBODY, 0, 2));
  const last = queue.add(100_000, NOBODY, 0, 3);
  ok(queue.room <= 16, `room for ${queue.room}`);
  deepStrictEqual([queue.size, queue.has(first), queue.has(last)], [2, true, true]);
  queue.shift();
  deepStrictEqual([queue.size, queue.firstArg], [1, 3]);
});

Deno.test("events for now are taken by the order of adding among those that were there before", () => {
  const queue = new EventQueue();
  queue.add(5, NOBODY, 0, 0);
  queue.add(5, NOBODY, 0, 1);
  queue.take(); // from here on, 5 is now
  queue.add(5, NOBODY, 0, 2);
  const cancelled = queue.add(5, NOBODY, 0, 3);
  queue.add(6, NOBODY, 0, 5);
  queue.add(5, NOBODY, 0, 4);
  queue.cancel(cancelled);
  strictEqual(queue.size, 4);
  strictEqual(queue.nextAt, 5);
  strictEqual(queue.take(4), false);
  const args: number[] = [];
  while (queue.take()) args.push(queue.arg);
  deepStrictEqual(args, [1, 2, 4, 5]);
});
