import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { matchesGolden } from "../support/golden.ts";
import { runScenario, scalePaths, scenarioPaths, scenarioText } from "../support/scenarios.ts";

const paths = scenarioPaths();
const digests: Record<string, string> = {};

for (const path of paths) {
  Deno.test(`${path}: its expectations hold, and it runs twice to the same digest`, () => {
    const first = runScenario(path);
    digests[path] = first.digest;
    const failed = first.verdicts.filter((verdict) => !verdict.holds)
      .map(({ expectation, expected, found }) => ({ expectation, expected, found }));
    deepStrictEqual(failed, []);
    ok(first.verdicts.length > 0, "it expects something");
    strictEqual(runScenario(path).digest, first.digest);
  });
}

Deno.test("Every scenario names its schema, for editors", () => {
  for (const path of [...paths, ...scalePaths()]) {
    match(
      scenarioText(path),
      /^# yaml-language-server: \$schema=(\.\.\/)+topology\.schema\.json\n/,
    );
  }
});

/** Users compare digests, so a change of one is a decision: write the table anew only then. */
Deno.test("Every scenario has the digest that tests/golden/digests.json has", () => {
  const all = paths.map((path) => [path, digests[path] ?? runScenario(path).digest]);
  const table = JSON.stringify(Object.fromEntries(all), null, 2);
  matchesGolden("tests/golden/digests.json", `${table}\n`);
});
