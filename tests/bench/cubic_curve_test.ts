import { ok } from "node:assert/strict";
import { cubicCurve } from "../../bench/cubic_curve.ts";

Deno.test("CUBIC's recorded window follows C (t - K)^3 + W_max after a loss, within 5 % [RFC 9438 4.2]", () => {
  const { wMax, k, points } = cubicCurve();
  ok(wMax > 500 && k > 5, `a loss at ${wMax} segments, K = ${k} s`);
  ok(points.length > 10_000 && points.at(-1)!.time > 1.9 * k);
  for (const { time, window, formula } of points) {
    ok(Math.abs(window / formula - 1) < 0.05, `${window} and ${formula} segments at ${time} s`);
  }
});
