import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import {
  diffTimelines,
  jsonChunks,
  loadTopology,
  Run,
  type TimelineJson,
  timelineSchema,
} from "../../../mod.ts";
import { TOPOLOGY } from "../../support/cli.ts";

const NAMES = ["one.json", "other.json"] as const;

function timelineOf(text: string, set: readonly string[] = [], seed = 1): TimelineJson {
  const loaded = loadTopology(text, "test.yaml", { set, seed });
  if (loaded.mistakes !== null) throw new SyntaxError(JSON.stringify(loaded.mistakes));
  const run = new Run(loaded.topology, loaded.source);
  run.advance();
  const { timeline, info, verdicts } = run.finish();
  return timelineSchema.parse(
    JSON.parse(Array.from(jsonChunks(timeline, info, verdicts)).join("")),
  );
}

Deno.test("equal runs are equal, and the diff says that nothing was given differently", () => {
  const { equal, lines } = diffTimelines(timelineOf(TOPOLOGY), timelineOf(TOPOLOGY), NAMES);
  strictEqual(equal, true);
  strictEqual(lines[0], "Both were given the same version, seed and topology");
  match(lines.join("\n"), /The same happened in both: \d+ records/);
});

Deno.test("a change of the topology is told by its path, and where the runs part because of it", () => {
  const one = timelineOf(TOPOLOGY);
  const other = timelineOf(TOPOLOGY, ["links.cable.latency=30ms"]);
  const { equal, lines } = diffTimelines(one, other, NAMES);
  strictEqual(equal, false);
  deepStrictEqual(lines.slice(0, 2), [
    "What was given differently:",
    '  links.cable.latency  "20ms" -> "30ms"',
  ]);
  const first = one.records.findIndex((record, index) => record.at !== other.records[index]?.at);
  const text = lines.join("\n");
  match(text, new RegExp(`^They part at #${first + 1}, by at$`, "m"));
  match(text, /in both\n.*\n.*\n.*\n {2}one.json\n.*#\d+ {2}0.020\d+ {2}server receives SYN/);
  match(text, /other.json\n.*#\d+ {2}0.030\d+ {2}server receives SYN/);
});

Deno.test("a change in a list of steps has its index, and a seed is told", () => {
  const one = timelineOf(TOPOLOGY);
  const other = timelineOf(TOPOLOGY.replace("bytes: 1000", "bytes: 900"), [], 2);
  const text = diffTimelines(one, other, NAMES).lines.join("\n");
  match(text, /^ {2}seed +1 -> 2$/m);
  match(text, /^ {2}programs.client.app\[1\].send.bytes +1000 -> 900$/m);
});

Deno.test("a run that ends earlier parts after its last record", () => {
  const one = timelineOf(TOPOLOGY);
  const other = timelineOf(TOPOLOGY, ["stop=100ms"]);
  const { equal, lines } = diffTimelines(one, other, NAMES);
  strictEqual(equal, false);
  match(lines.join("\n"), new RegExp(`They part at #${other.records.length + 1}\n`));
  match(lines.join("\n"), /^ {2}other.json has ended$/m);
  match(lines.join("\n"), /^ {2}stop +nothing -> "100ms"$/m);
});

Deno.test("data of other bytes but equal length differs by its digest", () => {
  const one = timelineOf(TOPOLOGY);
  const other = { ...one, digest: one.digest.replace(/.$/, (last) => last === "0" ? "1" : "0") };
  const { equal, lines } = diffTimelines(one, other, NAMES);
  strictEqual(equal, false);
  match(lines.join("\n"), /All records are alike but the digests differ/);
});
