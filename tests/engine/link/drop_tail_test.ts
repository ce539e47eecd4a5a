import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { Admission, DropTail } from "../../../engine/link/mod.ts";

Deno.test("a frame that starts at once does not wait, even with a limit of 0", () => {
  const queue = new DropTail(0, 0);
  strictEqual(queue.offer(1500, 10, 10), Admission.Take);
  strictEqual(queue.offer(1500, 11, 10), Admission.Drop);
  strictEqual(queue.packetsAt(10), 0);
});

Deno.test("a packet limit counts those that wait", () => {
  const queue = new DropTail(2, Infinity);
  deepStrictEqual([100, 200, 300].map((at) => queue.offer(1500, at, 0)), [1, 1, 0]);
  strictEqual(queue.packetsAt(0), 2);
});

Deno.test("a byte limit counts the bytes that wait, the new ones included", () => {
  const queue = new DropTail(Infinity, 3000);
  strictEqual(queue.offer(1500, 100, 0), Admission.Take);
  strictEqual(queue.offer(1501, 200, 0), Admission.Drop);
  strictEqual(queue.offer(1500, 200, 0), Admission.Take);
  strictEqual(queue.offer(1, 300, 0), Admission.Drop);
  strictEqual(queue.bytesAt(0), 3000);
});

Deno.test("a frame stops waiting when its first bit leaves", () => {
  const queue = new DropTail(1, Infinity);
  queue.offer(1500, 100, 0);
  strictEqual(queue.packetsAt(99), 1);
  strictEqual(queue.offer(1500, 200, 99), Admission.Drop);
  strictEqual(queue.offer(1500, 200, 100), Admission.Take);
  strictEqual(queue.bytesAt(100), 1500);
  strictEqual(queue.bytesAt(200), 0);
});

Deno.test("a queue keeps its order while it grows and wraps around", () => {
  const queue = new DropTail(Infinity, Infinity);
  let joined = 0;
  for (let now = 0; now < 1000; now++) {
    for (let i = 0; i < (now < 500 ? 2 : 1); i++) queue.offer(10, now + 500, now), joined++;
    const waiting = now < 500 ? joined : 2 * (999 - now) + (now - 499);
    strictEqual(queue.packetsAt(now), waiting, `at ${now}`);
    strictEqual(queue.bytesAt(now), waiting * 10);
  }
});

Deno.test("a cleared queue is empty", () => {
  const queue = new DropTail(1, Infinity);
  queue.offer(1500, 100, 0);
  queue.clear();
  strictEqual(queue.bytesAt(0), 0);
  strictEqual(queue.offer(1500, 100, 0), Admission.Take);
});

Deno.test("a limit must be a whole number from 0", () => {
  throws(() => new DropTail(-1, 0), {
    message: "Cannot make a queue: its limit must be a whole number of packets from 0: it is -1",
  });
  throws(() => new DropTail(0, NaN), {
    message: "Cannot make a queue: its limit must be a whole number of bytes from 0: it is NaN",
  });
});
