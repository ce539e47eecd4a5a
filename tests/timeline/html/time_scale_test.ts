import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { Lines } from "../../../timeline/html/viewer/scene/lines.ts";
import { LINE, TimeScale } from "../../../timeline/html/viewer/scene/time_scale.ts";

/** Points of time after those silences, each with so many lines. */
function linesAfter(silences: readonly number[], heights: readonly number[] = []): Lines {
  let at = 0;
  const times = Float64Array.from([0, ...silences.map((silence) => at += silence)]);
  return {
    times,
    heights: Uint16Array.from(times, (_, i) => heights[i] ?? 1),
    firstId: Uint32Array.from(times, (_, i) => i + 1),
    instant: Uint32Array.from(times, (_, i) => i),
    line: new Uint16Array(times.length),
  };
}

const silences = fc.array(fc.integer({ min: 1, max: 120_000_000_000 }), {
  minLength: 1,
  maxLength: 40,
});
const scale = fc.double({ min: 1e-9, max: 10, noNaN: true });

Deno.test("time never goes up, and each line has its height where it can be read", () => {
  fc.assert(fc.property(silences, scale, fc.boolean(), (silences, scale, isFolding) => {
    const time = new TimeScale(linesAfter(silences, [3, 1, 4]), 1e-6);
    time.set(scale, isFolding);
    for (let i = 0; i < time.count; i++) {
      ok((time.tops[i + 1] ?? 0) - (time.tops[i] ?? 0) >= (i === 0 ? 3 : 1) * time.line - 1e-6);
    }
    if (scale >= 1e-6) strictEqual(time.line, LINE);
  }));
});

Deno.test("a place is found again from its height", () => {
  fc.assert(
    fc.property(
      silences,
      scale,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (silences, scale, share) => {
        const time = new TimeScale(linesAfter(silences), 1e-6);
        time.set(scale, true);
        const y = share * time.height;
        ok(Math.abs(time.yAt(time.placeAt(y)) - y) <= 1e-6 * Math.max(1, time.height));
      },
    ),
  );
});

Deno.test("without folding a silence is to scale; folded it is short, and grows with its length", () => {
  const [short, minute] = [20_000_000, 60_000_000_000];
  const time = new TimeScale(linesAfter([short, minute, 2 * minute]), 96 / short);
  const heightOf = (instant: number): number =>
    (time.tops[instant + 1] ?? 0) - (time.tops[instant] ?? 0);
  time.set(96 / short, false);
  strictEqual(Math.round(heightOf(0)), 96);
  strictEqual(Math.round(heightOf(1)), 96 * minute / short);
  time.set(96 / short, true);
  strictEqual(Math.round(heightOf(0)), 96);
  ok(heightOf(1) < 400 && heightOf(1) > heightOf(0));
  ok(heightOf(2) > heightOf(1));
  ok(time.isFolded(1) && !time.isFolded(0));
});

Deno.test("the whole fits where it is made to fit, folded and to scale", () => {
  fc.assert(
    fc.property(silences, fc.boolean(), (silences, isFolding) => {
      const time = new TimeScale(linesAfter(silences), 1e-6);
      const least = time.fitting(800, isFolding);
      time.set(least, isFolding);
      ok(time.height <= 800);
    }),
    { numRuns: 30 },
  );
});
