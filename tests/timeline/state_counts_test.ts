import { deepStrictEqual, throws } from "node:assert/strict";
import { seconds } from "../../engine/base/time.ts";
import { stateCounts } from "../../mod.ts";
import { runScenario } from "../support/scenarios.ts";

Deno.test("State counts tell how many ports TIME-WAIT keeps, until a minute later", () => {
  const { timeline } = runScenario("closing/ports-run-out.yaml");
  const client = stateCounts(timeline, seconds(30)).filter(({ host }) => host === "client");
  deepStrictEqual(client.map(({ at, counts }) => [at / seconds(1), counts]).slice(1, 3), [
    [30, { "TIME-WAIT": 100 }],
    [60, { "TIME-WAIT": 100 }],
  ]);
  deepStrictEqual(client.at(-1)?.counts, {}, "at the end all are CLOSED");
});

Deno.test("State counts of a step that is no length of time are refused", () => {
  const { timeline } = runScenario("closing/refused.yaml");
  for (const step of [0, -1, 0.5, NaN]) {
    throws(() => stateCounts(timeline, step), { name: "RangeError", message: /step must be/ });
  }
});
