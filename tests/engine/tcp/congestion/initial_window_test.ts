import { strictEqual } from "node:assert/strict";
import { initialWindow } from "../../../../engine/tcp/congestion/mod.ts";

Deno.test("The initial window is 2, 3 or 4 segments by their size [RFC 5681 3.1]", () => {
  strictEqual(initialWindow("rfc5681", 2191), 2 * 2191);
  strictEqual(initialWindow("rfc5681", 2190), 3 * 2190);
  strictEqual(initialWindow("rfc5681", 1460), 4380);
  strictEqual(initialWindow("rfc5681", 1096), 3 * 1096);
  strictEqual(initialWindow("rfc5681", 1095), 4 * 1095);
  strictEqual(initialWindow("rfc5681", 536), 2144);
});

Deno.test("The initial window is min(10 MSS, max(2 MSS, 14600)) [RFC 6928 2]", () => {
  strictEqual(initialWindow("rfc6928", 1460), 14_600);
  strictEqual(initialWindow("rfc6928", 536), 5360);
  strictEqual(initialWindow("rfc6928", 4000), 14_600);
  strictEqual(initialWindow("rfc6928", 8960), 17_920);
});
