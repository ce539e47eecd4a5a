import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { formatMistakes, loadTopology } from "../../mod.ts";
import { runScenario, scalePaths, scenarioText } from "../support/scenarios.ts";

/*
 * Tens of thousands of connections, millions of records: some seconds each, so
 * they run only where they are asked for, every night and by hand:
 *
 *   deno task scale
 */

const isAsked = Deno.args.includes("--scale");

for (const path of scalePaths()) {
  Deno.test(`${path}: it has no mistakes`, () => {
    const { mistakes } = loadTopology(scenarioText(path), `topologies/${path}`);
    strictEqual(mistakes === null ? "" : formatMistakes(mistakes), "");
  });

  Deno.test({
    name: `${path}: its expectations hold (deno task scale)`,
    ignore: !isAsked,
    fn: () => {
      const failed = runScenario(path).verdicts.filter((verdict) => !verdict.holds)
        .map(({ expectation, expected, found }) => ({ expectation, expected, found }));
      deepStrictEqual(failed, []);
    },
  });
}
