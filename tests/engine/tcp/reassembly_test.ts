import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { ReassemblyQueue } from "../../../engine/tcp/reassembly.ts";
import { ReceiveBuffer } from "../../../engine/tcp/receive_buffer.ts";
import { seqAdd, seqDiff } from "../../../engine/tcp/seq.ts";

/** RCV.NXT of the tests, so that what follows lies plain and across the edges. */
const places: [string, number][] = [
  ["plain", 5001],
  ["across 2^31", 0x7fffffff - 5],
  ["across 2^32", -6],
];

/** The byte that the stream has at an offset behind the start. */
const byteAt = (offset: number): number => (offset * 7 + 1) & 0xff;

function stream(from: number, to: number): Uint8Array {
  return Uint8Array.from({ length: to - from }, (_, i) => byteAt(from + i));
}

/** The held blocks as offsets behind `start`. */
function blocks(queue: ReassemblyQueue, start: number): [number, number][] {
  return Array.from({ length: queue.count }, (_, i) => {
    const block = queue.blockAt(i)!;
    return [seqDiff(block.start, start), seqDiff(block.end, start)];
  });
}

for (const [place, start] of places) {
  const insert = (queue: ReassemblyQueue, from: number, to: number): boolean =>
    queue.insert(seqAdd(start, from), stream(from, to), 0, to - from);

  Deno.test(`Segments out of order ${place} wait for the gap to fill [RFC 9293 SHLD-31]`, () => {
    const queue = new ReassemblyQueue();
    const buffer = new ReceiveBuffer();
    strictEqual(insert(queue, 4, 8), true);
    strictEqual(insert(queue, 8, 12), true);
    strictEqual(queue.takeContiguous(start, buffer), 0);
    strictEqual(queue.bytes, 8);
    deepStrictEqual(blocks(queue, start), [[4, 12]]);
    strictEqual(insert(queue, 0, 4), true);
    strictEqual(queue.takeContiguous(start, buffer), 12);
    deepStrictEqual(buffer.take(100), stream(0, 12));
    strictEqual(queue.bytes, 0);
    strictEqual(queue.count, 0);
  });

  Deno.test(`Blocks ${place} are those that SACK reports, the newest by order [RFC 2018 4]`, () => {
    const queue = new ReassemblyQueue();
    insert(queue, 10, 12);
    insert(queue, 2, 4);
    insert(queue, 6, 8);
    deepStrictEqual(blocks(queue, start), [[2, 4], [6, 8], [10, 12]]);
    const order = (i: number) => queue.blockAt(i)!.order;
    strictEqual(order(1) > order(0) && order(0) > order(2), true);
    strictEqual(insert(queue, 10, 12), false); // a duplicate makes its block the newest
    strictEqual(order(2) > order(1), true);
    insert(queue, 4, 6);
    deepStrictEqual(blocks(queue, start), [[2, 8], [10, 12]]);
    strictEqual(order(0) > order(1), true);
    strictEqual(queue.blockAt(2), undefined);
  });

  Deno.test(`Only up to the first gap ${place} is taken`, () => {
    const queue = new ReassemblyQueue();
    const buffer = new ReceiveBuffer();
    insert(queue, 0, 3);
    insert(queue, 5, 9);
    strictEqual(queue.takeContiguous(start, buffer), 3);
    deepStrictEqual(blocks(queue, start), [[5, 9]]);
    strictEqual(queue.bytes, 4);
  });

  Deno.test(`Bytes ${place} that RCV.NXT has passed are forgotten`, () => {
    const queue = new ReassemblyQueue();
    const buffer = new ReceiveBuffer();
    insert(queue, 2, 4);
    insert(queue, 5, 9);
    strictEqual(queue.takeContiguous(seqAdd(start, 7), buffer), 2);
    deepStrictEqual(buffer.take(9), stream(7, 9));
    strictEqual(queue.bytes, 0);
    insert(queue, 2, 4);
    strictEqual(queue.takeContiguous(seqAdd(start, 7), buffer), 0);
    strictEqual(queue.count, 0);
    strictEqual(queue.bytes, 0);
  });

  Deno.test(`Overlaps ${place} keep the bytes that came first`, () => {
    const queue = new ReassemblyQueue();
    const buffer = new ReceiveBuffer();
    insert(queue, 2, 4);
    insert(queue, 6, 8);
    const other = new Uint8Array(12).fill(0xee);
    strictEqual(queue.insert(start, other, 2, 10), true);
    strictEqual(queue.bytes, 10);
    strictEqual(queue.takeContiguous(start, buffer), 10);
    const mixed = new Uint8Array(10).fill(0xee);
    mixed.set(stream(2, 4), 2);
    mixed.set(stream(6, 8), 6);
    deepStrictEqual(buffer.take(10), mixed);
  });

  Deno.test(`Any segments ${place} in any order give the stream once`, () => {
    const segment = fc.tuple(fc.nat(60), fc.integer({ min: 0, max: 25 }));
    fc.assert(fc.property(fc.array(segment, { maxLength: 40 }), (segments) => {
      const queue = new ReassemblyQueue();
      const buffer = new ReceiveBuffer();
      const held = new Set<number>();
      let next = 0;
      segments.forEach(([at, length], i) => {
        const from = Math.max(at, next); // as the caller trims to the window
        const to = Math.max(from, at + length);
        const news = stream(from, to).filter((_, k) => !held.has(from + k)).length;
        strictEqual(insert(queue, from, to), news > 0);
        for (let k = from; k < to; k++) held.add(k);
        const whole = [...held].filter((k) => k >= next).length;
        strictEqual(queue.bytes, whole);
        if (i % 3 !== 2) return;
        const moved = queue.takeContiguous(seqAdd(start, next), buffer);
        let reach = next;
        while (held.has(reach)) reach++;
        strictEqual(moved, reach - next);
        deepStrictEqual([...buffer.take(1000)], [...stream(next, reach)]);
        next = reach;
      });
      let sum = 0;
      let last = next;
      for (const [from, to] of blocks(queue, start)) {
        strictEqual(from >= last && to > from, true);
        sum += to - from;
        last = to + 1; // blocks do not touch
      }
      strictEqual(sum, queue.bytes);
    }));
  });
}

Deno.test("ReassemblyQueue clears", () => {
  const queue = new ReassemblyQueue();
  queue.insert(10, stream(0, 5), 0, 5);
  queue.clear();
  strictEqual(queue.bytes, 0);
  strictEqual(queue.count, 0);
  strictEqual(queue.takeContiguous(10, new ReceiveBuffer()), 0);
});
