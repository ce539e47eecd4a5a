import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { ReceiveBuffer } from "../../../engine/tcp/receive_buffer.ts";

function pattern(length: number, from = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (from + i) * 7 & 0xff);
}

Deno.test("ReceiveBuffer reads at most max bytes and at most what fits", () => {
  const buffer = new ReceiveBuffer();
  buffer.append(pattern(10), 0, 10);
  const target = new Uint8Array(6);
  strictEqual(buffer.readInto(target, 1, 3), 3);
  deepStrictEqual([...target], [0, ...pattern(3), 0, 0]);
  strictEqual(buffer.readInto(target, 4, 100), 2);
  deepStrictEqual([...target.subarray(4)], [...pattern(2, 3)]);
  strictEqual(buffer.readInto(target, 6, 100), 0);
  strictEqual(buffer.length, 5);
});

Deno.test("ReceiveBuffer gives 0 bytes while it is empty", () => {
  const buffer = new ReceiveBuffer();
  strictEqual(buffer.readInto(new Uint8Array(5), 0, 5), 0);
  strictEqual(buffer.take(5).length, 0);
  strictEqual(buffer.skip(5), 0);
});

Deno.test("ReceiveBuffer takes without a copy what the sender had in one piece", () => {
  const sent = pattern(5000);
  const buffer = new ReceiveBuffer();
  for (let at = 0; at < 5000; at += 1000) buffer.append(sent, at, 1000);
  const taken = buffer.take(4500);
  strictEqual(taken.buffer, sent.buffer);
  strictEqual(taken.length, 4500);
  strictEqual(buffer.length, 500);
});

Deno.test("ReceiveBuffer takes one contiguous piece from many", () => {
  const buffer = new ReceiveBuffer();
  buffer.append(pattern(4), 0, 4);
  buffer.append(pattern(4, 4), 0, 4);
  deepStrictEqual([...buffer.take(6)], [...pattern(6)]);
  deepStrictEqual([...buffer.take(6)], [...pattern(2, 6)]);
});

Deno.test("ReceiveBuffer skips and clears", () => {
  const buffer = new ReceiveBuffer();
  buffer.append(pattern(10), 0, 10);
  strictEqual(buffer.skip(4), 4);
  deepStrictEqual([...buffer.take(2)], [...pattern(2, 4)]);
  buffer.clear();
  strictEqual(buffer.length, 0);
  buffer.append(pattern(3), 0, 3);
  deepStrictEqual([...buffer.take(9)], [...pattern(3)]);
});

Deno.test("ReceiveBuffer gives the bytes in the order in which they came", () => {
  const command = fc.record({
    do: fc.constantFrom("append" as const, "read" as const, "take" as const, "skip" as const),
    length: fc.nat(50),
  });
  fc.assert(fc.property(fc.array(command, { maxLength: 120 }), (commands) => {
    const buffer = new ReceiveBuffer();
    let front = 0;
    let end = 0;
    for (const { do: what, length } of commands) {
      const count = Math.min(length, end - front);
      if (what === "append") {
        buffer.append(pattern(length, end), 0, length);
        end += length;
        continue;
      }
      if (what === "read") {
        const target = new Uint8Array(length);
        strictEqual(buffer.readInto(target, 0, length), count);
        deepStrictEqual([...target.subarray(0, count)], [...pattern(count, front)]);
      } else if (what === "take") {
        deepStrictEqual([...buffer.take(length)], [...pattern(count, front)]);
      } else {
        strictEqual(buffer.skip(length), count);
      }
      front += count;
      strictEqual(buffer.length, end - front);
    }
  }));
});
