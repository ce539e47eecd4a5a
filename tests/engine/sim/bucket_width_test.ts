import { strictEqual } from "node:assert/strict";
import { widthByRate, widthBySample } from "../../../engine/sim/bucket_width.ts";

Deno.test("a bucket is as wide as six of the events that come soonest lie apart", () => {
  const everyTen = Float64Array.from({ length: 101 }, (_, i) => 10 * i);
  strictEqual(widthBySample(everyTen.slice(), 101), 60);
  strictEqual(widthBySample(everyTen.slice(), 1010), 6, "a sample of ten times as many");
});

Deno.test("events far ahead do not make buckets wider", () => {
  const times = Float64Array.from({ length: 100 }, (_, i) => i < 50 ? 10 * i : 1e12 + i);
  strictEqual(widthBySample(times, 100), 60);
});

Deno.test("where the first quarter is at one time, later events tell the width", () => {
  const times = Float64Array.from({ length: 100 }, (_, i) => i < 40 ? 0 : 10 * i);
  strictEqual(widthBySample(times, 100), 60);
});

Deno.test("a bucket is never narrower than a nanosecond", () => {
  strictEqual(widthBySample(new Float64Array(100).fill(7), 100), 1);
  strictEqual(widthByRate(5, 1000), 1);
});

Deno.test("six of the events that were taken fall into a bucket", () => {
  strictEqual(widthByRate(1000, 100), 60);
});
