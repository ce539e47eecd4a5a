import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { measure, medianOf } from "../../bench/measure.ts";
import { headLine, measurementLine } from "../../bench/table.ts";

Deno.test("the median is the value in the middle, or between the two in the middle", () => {
  strictEqual(medianOf([1, 2, 9]), 2);
  strictEqual(medianOf([1, 2, 4, 9]), 3);
});

Deno.test("a workload is run once to warm up and then measured", async () => {
  const values = [99, 30, 10, 20];
  const workload = {
    name: "some work",
    unit: "ns/event",
    run: () => ({ value: values.shift()!, operations: 7 }),
  };
  const measurement = await measure(workload, 3);
  deepStrictEqual(measurement.results.map((result) => result.value), [30, 10, 20]);
  deepStrictEqual([measurement.median, measurement.lowest, measurement.highest], [20, 10, 30]);
  strictEqual(
    measurementLine(measurement).replace(/ +/g, " "),
    "some work 20.0 10.0 30.0 ns/event",
  );
  strictEqual(headLine().length, measurementLine(measurement).length - "ns/event".length + 4);
});
