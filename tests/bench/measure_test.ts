import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { runHere } from "../../bench/alone.ts";
import { measure, medianOf } from "../../bench/measure.ts";
import { headLine, measurementLines } from "../../bench/table.ts";
import { MOST_MEASURED, MOST_RUNS } from "../../bench/warm_up.ts";
import type { Result, Workload } from "../../bench/workload.ts";

/** A workload whose runs give these values, one after the other. */
function workload(values: readonly number[], more: Partial<Result & Workload> = {}): Workload {
  const left = [...values];
  return {
    name: "some work",
    unit: "ns/event",
    isLong: more.isLong ?? false,
    run: () => ({ value: left.shift()!, operations: 7, ...more }),
  };
}

const inTurn = (work: Workload) => () => ({ result: work.run() as Result, peakMB: 3 });

Deno.test("the median is the value in the middle, or between the two in the middle", () => {
  strictEqual(medianOf([1, 2, 9]), 2);
  strictEqual(medianOf([1, 2, 4, 9]), 3);
});

Deno.test("a process warms a workload up and then measures it, a long one at once", async () => {
  const warm = [50, 10, 70, 20, 40, 60, 30, 80, 0];
  strictEqual(warm.length, MOST_MEASURED);
  const values = [...Array<number>(1 + MOST_RUNS).fill(99), ...warm];
  strictEqual((await runHere(workload(values))).result.value, 40, "the one in the middle");
  strictEqual((await runHere(workload([99, 30], { isLong: true }))).result.value, 99);
});

Deno.test("a workload is measured so many times, a long one once", () => {
  const work = workload([30, 10, 20]);
  const measurement = measure(work, 3, inTurn(work));
  deepStrictEqual(measurement.results.map((result) => result.value), [30, 10, 20]);
  deepStrictEqual([measurement.median, measurement.lowest, measurement.highest], [20, 10, 30]);
  const long = workload([30, 10, 20], { isLong: true });
  strictEqual(measure(long, 3, inTurn(long)).results.length, 1);
});

Deno.test("a line tells the medians of what the simulator did, and nothing of what it did not count", () => {
  const took = { milliseconds: 500, processorMs: 250 };
  const work = workload([20, 20], {
    work: { ...took, segments: 1_000, connections: 0, events: 3_000 },
    lines: ["a line of its own"],
  });
  const measurement = measure(work, 2, inTurn(work));
  const [line, ...lines] = measurementLines(measurement);
  strictEqual(
    line!.replace(/ +/g, " "),
    "some work 20.0 20.0 20.0 ns/event 2000 500 - 6000 3.00 0.50",
  );
  deepStrictEqual(lines, ["  a line of its own"]);
  strictEqual(headLine().length, line!.length);
});
