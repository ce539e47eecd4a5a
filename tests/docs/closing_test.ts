import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { callCli } from "../support/cli.ts";
import { matchesGolden } from "../support/golden.ts";
import { argumentsOf, printedIn, withOutputs } from "../support/printed.ts";
import { scenarioPaths } from "../support/scenarios.ts";

const ENGLISH = "docs/closing.md";
const CHINESE = "docs/closing.zh.md";

function read(path: string): string {
  return Deno.readTextFileSync(new URL(`../../${path}`, import.meta.url));
}

for (const path of [ENGLISH, CHINESE]) {
  Deno.test(`${path}: each command prints what stands below it`, async () => {
    const text = read(path);
    const outputs = new Map<string, string>();
    for (const { command } of printedIn(text)) {
      const { status, stdout, stderr } = await callCli(argumentsOf(command));
      deepStrictEqual([status, stderr], [0, ""], command);
      outputs.set(command, stdout);
    }
    ok(outputs.size > 0);
    matchesGolden(path, withOutputs(text, outputs));
  });

  Deno.test(`${path}: no output stands without its command`, () => {
    const text = read(path);
    strictEqual(text.match(/^```text$/gm)?.length, printedIn(text).length);
  });

  Deno.test(`${path}: the scenarios that it names are there, and each claim's are named`, () => {
    const text = read(path);
    const named = new Set(text.match(/topologies\/[\w/-]+\.yaml/g));
    const all = scenarioPaths().map((scenario) => `topologies/${scenario}`);
    const claims = all.filter((scenario) => scenario.startsWith("topologies/claims/"));
    deepStrictEqual([...named].filter((scenario) => !all.includes(scenario)), []);
    deepStrictEqual(claims.filter((scenario) => !named.has(scenario)), []);
  });
}

Deno.test("The Chinese text runs the commands of the English one, in the same order", () => {
  const commandsIn = (path: string) => printedIn(read(path)).map(({ command }) => command);
  deepStrictEqual(commandsIn(CHINESE), commandsIn(ENGLISH));
});
