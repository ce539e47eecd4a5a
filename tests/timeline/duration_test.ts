import { strictEqual } from "node:assert/strict";
import { NEVER } from "../../engine/base/time.ts";
import { formatDuration, formatSeconds } from "../../timeline/mod.ts";
import { groupThousands } from "../../timeline/duration.ts";

Deno.test("a duration is written exactly, in the largest unit that it fills", () => {
  strictEqual(formatDuration(120_000_000_000), "120 s");
  strictEqual(formatDuration(120_000_000_001), "120.000000001 s");
  strictEqual(formatDuration(40_500_000), "40.5 ms");
  strictEqual(formatDuration(999), "999 ns");
  strictEqual(formatDuration(1_000), "1 us");
  strictEqual(formatDuration(-2_000), "-2 us");
  strictEqual(formatDuration(0), "0 s");
  strictEqual(formatDuration(7_200_000_000_000), "7,200 s");
  strictEqual(formatDuration(NEVER), "ever");
});

Deno.test("a point in time has as many digits as asked for", () => {
  strictEqual(formatSeconds(120_040_000_000, 9), "120.040000000");
  strictEqual(formatSeconds(120_040_000_000, 3), "120.040");
  strictEqual(formatSeconds(1, 9), "0.000000001");
  strictEqual(formatSeconds(5_000_000_000, 0), "5");
});

Deno.test("digits of large numbers are grouped by three", () => {
  strictEqual(groupThousands(999), "999");
  strictEqual(groupThousands(33_580), "33,580");
  strictEqual(groupThousands(1_000_000), "1,000,000");
});
