import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { LONGEST_RUN, SortedRun } from "../../../engine/sim/sorted_run.ts";

/** What a run gives, first to last, as `[time, order, slot]`. */
function drain(run: SortedRun): number[][] {
  const events: number[][] = [];
  for (; run.size > 0; run.removeFirst()) events.push([run.firstAt, run.firstOrder, run.first]);
  return events;
}

const times = fc.array(fc.nat(20), { maxLength: LONGEST_RUN, size: "max" });

Deno.test("a run is in the order of time and of adding, also when one was removed", () => {
  fc.assert(fc.property(times, fc.nat(), fc.boolean(), (times, nth, isLastFirst) => {
    const run = new SortedRun();
    const events = times.map((time, i) => [time, i, 1_000 + i]);
    const pushed = isLastFirst ? events.toReversed() : events;
    for (const [time, order, slot] of pushed) run.push(slot!, time!, order!);
    run.sort();
    strictEqual(run.size, times.length);
    if (times.length > 0) {
      run.remove(1_000 + nth % times.length);
      events.splice(nth % times.length, 1);
    }
    deepStrictEqual(drain(run), events.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]!));
  }));
});
