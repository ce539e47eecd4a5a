import { strictEqual } from "node:assert/strict";
import {
  seqAdd,
  seqDiff,
  seqGEQ,
  seqGT,
  seqInWindow,
  seqLEQ,
  seqLT,
  seqMax,
  seqMin,
} from "../../../engine/tcp/seq.ts";

/** Where the numbers lie, and the number there that stands just before the edge. */
const places: [string, number][] = [
  ["plain", 1000],
  ["across 2^31", 0x7fffffff],
  ["across 2^32", -1],
];

for (const [place, a] of places) {
  Deno.test(`Sequence numbers ${place} are ordered [RFC 9293 3.4]`, () => {
    for (const distance of [1, 2, 1460, 0x3fffffff, 0x7fffffff]) {
      const b = seqAdd(a, distance);
      strictEqual(b, b | 0);
      strictEqual(seqLT(a, b), true);
      strictEqual(seqLT(b, a), false);
      strictEqual(seqLEQ(a, b), true);
      strictEqual(seqLEQ(b, a), false);
      strictEqual(seqGT(a, b), false);
      strictEqual(seqGT(b, a), true);
      strictEqual(seqGEQ(a, b), false);
      strictEqual(seqGEQ(b, a), true);
      strictEqual(seqDiff(b, a), distance);
      strictEqual(seqDiff(a, b), -distance);
      strictEqual(seqMax(a, b), b);
      strictEqual(seqMax(b, a), b);
      strictEqual(seqMin(a, b), a);
      strictEqual(seqMin(b, a), a);
      strictEqual(seqAdd(b, -distance), a);
    }
  });

  Deno.test(`A sequence number ${place} equals itself [RFC 9293 3.4]`, () => {
    strictEqual(seqLT(a, a), false);
    strictEqual(seqGT(a, a), false);
    strictEqual(seqLEQ(a, a), true);
    strictEqual(seqGEQ(a, a), true);
    strictEqual(seqDiff(a, a), 0);
  });

  Deno.test(`A window ${place} holds its start but not its end [RFC 9293 3.4]`, () => {
    strictEqual(seqInWindow(seqAdd(a, -1), a, 10), false);
    strictEqual(seqInWindow(a, a, 10), true);
    strictEqual(seqInWindow(seqAdd(a, 9), a, 10), true);
    strictEqual(seqInWindow(seqAdd(a, 10), a, 10), false);
    strictEqual(seqInWindow(a, a, 0), false);
    strictEqual(seqInWindow(seqAdd(a, 2 ** 30 - 1), a, 2 ** 30), true);
    strictEqual(seqInWindow(seqAdd(a, 2 ** 30), a, 2 ** 30), false);
  });
}

Deno.test("seqAdd takes any whole number, modulo 2^32", () => {
  strictEqual(seqAdd(5, 2 ** 32), 5);
  strictEqual(seqAdd(5, 2 ** 40 + 3), 8);
  strictEqual(seqAdd(-1, 1), 0);
});
