import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { seconds } from "../../../engine/base/time.ts";
import { summaryLines, textLines } from "../../../mod.ts";
import { stateLines } from "../../../timeline/text/states.ts";
import { runScenario } from "../../support/scenarios.ts";

Deno.test("States over time: a row for each step, the end, and the most there ever were at once", () => {
  const { timeline } = runScenario("closing/ports-run-out.yaml");
  deepStrictEqual(stateLines(timeline, seconds(30), 100).slice(0, 8), [
    "",
    "Connections of client by state, every 30 s",
    "  seconds  SYN-SENT  ESTABLISHED  FIN-WAIT-1  FIN-WAIT-2  TIME-WAIT",
    "        0         1            -           -           -          -",
    "       30         -            -           -           -        100",
    "       60         -            -           -           -        100",
    "      end         -            -           -           -          -",
    "  at most         1            1           1           1        100",
  ]);
});

Deno.test("States over time: without a step there are at most a dozen rows, in steps of 1, 2 or 5", () => {
  const { timeline } = runScenario("closing/ports-run-out.yaml");
  const lines = stateLines(timeline, 0, 100);
  strictEqual(lines[1], "Connections of client by state, every 10 s");
  strictEqual(lines.indexOf("", 1), 12); // the steps 0 to 60, the end, the most, and three of the head
});

Deno.test("States over time: where they are too wide columns go on below", () => {
  const { timeline } = runScenario("closing/ports-run-out.yaml");
  const lines = stateLines(timeline, seconds(30), 60);
  ok(lines.every((line) => line.length <= 60));
  deepStrictEqual(lines.slice(8, 11), [
    "  seconds  TIME-WAIT",
    "        0          -",
    "       30        100",
  ]);
});

Deno.test("The view counts states where a host has more than 50 connections, or is asked to", () => {
  const many = runScenario("closing/ports-run-out.yaml");
  const few = runScenario("closing/client-first.yaml");
  const counts = (lines: Iterable<string>): boolean =>
    [...lines].some((line) => line.startsWith("Connections of client by state"));
  for (const [{ timeline, info, verdicts }, isMany] of [[many, true], [few, false]] as const) {
    strictEqual(counts(textLines(timeline, info, verdicts)), isMany);
    ok(counts(textLines(timeline, info, verdicts, { states: 0 })));
    ok(!counts(summaryLines(timeline, info, verdicts)));
    ok(counts(summaryLines(timeline, info, verdicts, { states: seconds(1) })));
  }
});
