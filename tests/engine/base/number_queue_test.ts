import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { NumberQueue } from "../../../engine/base/number_queue.ts";
import { PAGE } from "../../../engine/base/pages.ts";

const WIDTH = 4;

/** A queue beside the same as an array; records count up. */
class Pair {
  readonly #queue: NumberQueue;
  #array: number[] = [];
  #next = 1;

  constructor(capacity: number) {
    this.#queue = new NumberQueue(WIDTH, capacity);
  }

  add(count: number): void {
    for (let i = 0; i < count; i++) {
      const at = this.#queue.add();
      for (let j = 0; j < WIDTH; j++) this.#queue.back[at + j] = this.#next + j / WIDTH;
      strictEqual(this.#queue.last, at);
      this.#array.push(this.#next++);
    }
    this.check();
  }

  drop(count: number): void {
    for (let i = 0; i < count && this.#array.length > 0; i++) {
      this.#checkFirst();
      this.#queue.drop();
      this.#array.shift();
    }
    this.check();
  }

  clear(): void {
    this.#queue.clear();
    this.#array = [];
    this.check();
  }

  check(): void {
    strictEqual(this.#queue.size, this.#array.length);
    if (this.#array.length === 0) return;
    this.#checkFirst();
    const { back, last } = this.#queue;
    strictEqual(back[last], this.#array.at(-1), "the last record stays where it was put");
  }

  #checkFirst(): void {
    const { front, first } = this.#queue;
    const number = this.#array[0]!;
    const expected = Float64Array.from({ length: WIDTH }, (_, j) => number + j / WIDTH);
    deepStrictEqual(front.subarray(first, first + WIDTH), expected);
  }
}

const command = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant("add" as const), fc.nat(12)) },
  { weight: 4, arbitrary: fc.tuple(fc.constant("drop" as const), fc.nat(12)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant("add" as const), fc.nat(3 * PAGE)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant("drop" as const), fc.nat(4 * PAGE)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("clear" as const), fc.constant(0)) },
);

Deno.test("a queue of numbers gives what an array would, with pages behind it and without", () => {
  const histories = fc.array(command, { maxLength: 40, size: "max" });
  fc.assert(
    fc.property(fc.constantFrom(1, 4, PAGE), histories, (capacity, history) => {
      const pair = new Pair(capacity);
      for (const [what, count] of history) pair[what](count);
      pair.drop(Infinity);
    }),
    { numRuns: 150 },
  );
});

for (const behind of [1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE]) {
  Deno.test(`a queue with ${behind} behind its ring is emptied, and goes on`, () => {
    const pair = new Pair(4);
    pair.add(3);
    pair.drop(2); // the ring's first one stands in its middle
    pair.add(PAGE - 1 + behind);
    pair.drop(PAGE + behind - 1);
    pair.add(1);
    pair.drop(2);
    pair.add(2 * PAGE);
    pair.drop(2 * PAGE);
  });
}

Deno.test("a queue of many gives back the memory of those that went", () => {
  const queue = new NumberQueue(WIDTH, 4);
  const seen = new Set<Float64Array>();
  for (let i = 0; i < PAGE; i++) queue.add();
  for (let i = 0; i < 20 * PAGE; i++) {
    queue.add();
    queue.drop();
    seen.add(queue.back);
  }
  strictEqual(seen.size <= 3, true, `a page or two more than the ring, not ${seen.size} in all`);
});
