import { strictEqual } from "node:assert/strict";
import { INITIAL_SSTHRESH } from "../../engine/tcp/mod.ts";
import { NO_THRESHOLD } from "../../timeline/no_threshold.ts";

Deno.test("the threshold that stands for none is that of the engine", () => {
  strictEqual(NO_THRESHOLD, INITIAL_SSTHRESH);
});
