import { deepStrictEqual, notStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { Rng } from "../../../engine/base/rng.ts";

function draws(rng: Rng, count = 8): number[] {
  return Array.from({ length: count }, () => rng.uint32());
}

Deno.test("a stream gives the same numbers in every version", () => {
  // Other numbers here mean another digest for every topology with luck in it.
  deepStrictEqual(draws(new Rng(7), 3), [552043551, 2253096261, 750149547]);
  deepStrictEqual(draws(new Rng(7).fork("cable").fork("loss"), 3), [
    1660655594,
    2809555548,
    3538556209,
  ]);
});

Deno.test("equal seeds give equal streams, other seeds other ones", () => {
  deepStrictEqual(draws(new Rng(42)), draws(new Rng(42)));
  const firsts = new Set<number>();
  for (let seed = -500; seed < 500; seed++) firsts.add(new Rng(seed).uint32());
  strictEqual(firsts.size, 1000);
});

Deno.test("seeds use all of their 53 bits", () => {
  notStrictEqual(new Rng(2 ** 32 + 1).uint32(), new Rng(1).uint32());
  notStrictEqual(new Rng(2 ** 52).uint32(), new Rng(0).uint32());
});

Deno.test("a seed that is not a whole number below 2^53 is refused", () => {
  for (const seed of [0.5, NaN, Infinity, 2 ** 53]) throws(() => new Rng(seed), RangeError);
  throws(() => new Rng(1.5), {
    message: "Cannot seed: seed must be a whole number below 2^53: it is 1.5",
  });
});

Deno.test("a fork does not depend on numbers that were drawn before", () => {
  const untouched = draws(new Rng(7).fork("cable"));
  const root = new Rng(7);
  draws(root, 100);
  draws(root.fork("other"), 100);
  deepStrictEqual(draws(root.fork("cable")), untouched);
});

Deno.test("a fork takes no number from its parent", () => {
  const alone = new Rng(7);
  const parent = new Rng(7);
  parent.fork("a");
  parent.fork("b").uint32();
  deepStrictEqual(draws(parent), draws(alone));
});

Deno.test("forks of the same name are the same stream from its beginning", () => {
  const root = new Rng(7);
  const first = root.fork("cable");
  const expected = draws(first);
  deepStrictEqual(draws(root.fork("cable")), expected);
});

Deno.test("every path of names is a stream of its own", () => {
  const root = new Rng(7);
  const streams = [
    root,
    root.fork(""),
    root.fork("").fork(""),
    root.fork("a"),
    root.fork("b"),
    root.fork("ab"),
    root.fork("ba"),
    root.fork("a").fork("b"),
    root.fork("b").fork("a"),
    root.fork("a").fork(""),
    root.fork("").fork("a"),
    root.fork("a\u0001b"),
    root.fork("7"),
    new Rng(8).fork("a"),
    new Rng(77),
  ];
  strictEqual(new Set(streams.map((rng) => draws(rng, 2).join())).size, streams.length);
});

Deno.test("forks with similar names are not correlated", () => {
  // Pairs of streams agree in half of their bits: 100,000 bits, 6 standard deviations are 950.
  const root = new Rng(1);
  for (let pair = 0; pair < 20; pair++) {
    const a = root.fork(`link ${pair}`);
    const b = root.fork(`link ${pair + 1}`);
    let differing = 0;
    for (let i = 0; i < 3125; i++) differing += bitCount(a.uint32() ^ b.uint32());
    ok(Math.abs(differing - 50_000) < 950, `${differing} bits differ`);
  }
});

function bitCount(word: number): number {
  let count = 0;
  for (let rest = word >>> 0; rest > 0; rest = (rest & (rest - 1)) >>> 0) count++;
  return count;
}

Deno.test("uint32 gives whole numbers below 2^32 over the whole range", () => {
  const numbers = draws(new Rng(3), 10_000);
  ok(numbers.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 32));
  ok(Math.min(...numbers) < 2 ** 24);
  ok(Math.max(...numbers) > 2 ** 32 - 2 ** 24);
});

Deno.test("float64 gives multiples of 2^-53 of at least 0 and below 1, even ones and odd ones", () => {
  const rng = new Rng(3);
  let sum = 0;
  let odd = 0;
  for (let i = 0; i < 100_000; i++) {
    const x = rng.float64();
    const units = x * 2 ** 53;
    ok(x >= 0 && x < 1 && Number.isInteger(units));
    sum += x;
    odd += units % 2;
  }
  ok(Math.abs(sum / 100_000 - 0.5) < 0.006);
  ok(Math.abs(odd / 100_000 - 0.5) < 0.01);
});

Deno.test("below gives all numbers below its limit equally often", () => {
  for (const limit of [1, 2, 3, 6, 7, 10]) {
    const rng = new Rng(5).fork(`limit ${limit}`);
    const counts = new Array<number>(limit).fill(0);
    for (let i = 0; i < 10_000 * limit; i++) counts[rng.below(limit)]!++;
    ok(counts.every((count) => Math.abs(count - 10_000) < 600), counts.join());
  }
});

Deno.test("below is unbiased where the limit does not divide the range", () => {
  // Of 3 * 2^30, a draw modulo the limit would give the lowest third twice as often.
  for (const limit of [3 * 2 ** 30, 3 * 2 ** 51]) {
    const rng = new Rng(6).fork(`limit ${limit}`);
    let lowest = 0;
    for (let i = 0; i < 30_000; i++) if (rng.below(limit) < limit / 3) lowest++;
    ok(Math.abs(lowest - 10_000) < 500, `${lowest}`);
  }
});

Deno.test("below takes limits up to 2^53", () => {
  const rng = new Rng(5);
  for (const limit of [2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 5e9, 2 ** 53 - 1, 2 ** 53]) {
    let highest = 0;
    for (let i = 0; i < 1000; i++) {
      const drawn = rng.below(limit);
      ok(Number.isInteger(drawn) && drawn >= 0 && drawn < limit);
      highest = Math.max(highest, drawn);
    }
    ok(highest > limit * 0.98);
  }
});

Deno.test("below refuses limits that leave nothing to draw, or that it cannot keep", () => {
  for (const limit of [0, -1, 1.5, NaN, Infinity, 2 ** 53 + 2]) {
    throws(() => new Rng(1).below(limit), RangeError, String(limit));
  }
});

Deno.test("chance never happens with probability 0 and always with 1", () => {
  const rng = new Rng(9);
  for (let i = 0; i < 10_000; i++) {
    strictEqual(rng.chance(0), false);
    strictEqual(rng.chance(1), true);
  }
});

Deno.test("chance happens as often as it says", () => {
  const rng = new Rng(9);
  let happened = 0;
  for (let i = 0; i < 100_000; i++) if (rng.chance(0.01)) happened++;
  ok(Math.abs(happened - 1000) < 200, `${happened}`);
});

Deno.test("another probability moves no later draw", () => {
  const after = [0, 0.3, 1].map((probability) => {
    const rng = new Rng(9);
    rng.chance(probability);
    return rng.uint32();
  });
  strictEqual(new Set(after).size, 1);
});

Deno.test("chance refuses what is no probability", () => {
  for (const probability of [-0.1, 1.1, NaN]) {
    throws(() => new Rng(1).chance(probability), RangeError, String(probability));
  }
});
