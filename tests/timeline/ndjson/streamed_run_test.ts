import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  digest,
  jsonChunks,
  loadTopology,
  Run,
  StreamedRun,
  timelineSchema,
} from "../../../mod.ts";
import { scenarioPaths, scenarioText } from "../../support/scenarios.ts";
import { LOSSY_TEXT } from "../pcapng/lossy_text.ts";

type Line = Record<string, unknown> & { kind: string };

function load(text: string) {
  const loaded = loadTopology(text, "test.yaml");
  if (loaded.mistakes !== null) throw new SyntaxError("the topology has mistakes");
  return loaded;
}

function linesOf(text: string, slice?: number): Line[] {
  const { topology, source } = load(text);
  const chunks = [...new StreamedRun(topology, source).lines(slice)];
  return chunks.join("").trimEnd().split("\n").map((line) => JSON.parse(line));
}

function wholeOf(text: string) {
  const { topology, source } = load(text);
  const run = new Run(topology, source);
  run.advance();
  const { timeline, info, verdicts } = run.finish();
  const json = timelineSchema.parse(
    JSON.parse([...jsonChunks(timeline, info, verdicts)].join("")),
  );
  return { json, digest: digest(timeline) };
}

/** The records among the lines, each connection under the last name that it got. */
function recordsOf(lines: readonly Line[]): Line[] {
  const last = new Map<unknown, unknown>();
  for (const { kind, name, was } of lines) {
    if (kind === "connection" && was !== null && was !== name) last.set(was, name);
  }
  return lines.filter(({ kind }) => !["run", "connection", "end"].includes(kind)).map((record) => {
    const name = last.get(record["connection"]);
    return name === undefined ? record : { ...record, connection: name };
  });
}

for (const path of scenarioPaths()) {
  Deno.test(`${path}: streamed, its records and its digest are those of the JSON export`, () => {
    const text = scenarioText(path);
    const whole = wholeOf(text);
    const lines = linesOf(text);
    deepStrictEqual(recordsOf(lines), whole.json.records);
    const end = lines.at(-1)!;
    deepStrictEqual(end, {
      kind: "end",
      endedAt: whole.json.endedAt,
      records: whole.json.records.length,
      digest: whole.digest,
      partial: false,
    });
    strictEqual(lines[0]?.kind, "run");
    deepStrictEqual(lines[0]?.["hosts"], whole.json.hosts);
  });
}

Deno.test("a connection is introduced before its first record, and again when it gets its name", () => {
  const lines = linesOf(scenarioText("closing/client-first.yaml"), 1);
  const introductions = lines.filter(({ kind }) => kind === "connection");
  const server = introductions.filter(({ host }) => host === "server");
  deepStrictEqual(server.at(-1)?.["name"], "server.conn");
  const known = new Set<unknown>([null]);
  for (const line of lines) {
    if (line.kind === "connection") known.add(line["name"]);
    else if ("connection" in line) ok(known.has(line["connection"]), JSON.stringify(line));
  }
  deepStrictEqual(server.at(-1)?.["was"], "server.[10.0.0.1:56374]");
  deepStrictEqual(server.at(-1)?.["localAddress"], "10.0.0.2");
});

Deno.test("the records of a stream do not depend on how often it is taken", () => {
  deepStrictEqual(recordsOf(linesOf(LOSSY_TEXT, 1)), recordsOf(linesOf(LOSSY_TEXT, 1_000_000)));
});

Deno.test("what a stream keeps does not grow with the run", () => {
  const most = (bytes: string): { kept: number; records: number } => {
    const { topology, source } = load(LOSSY_TEXT.replace("300kB", bytes));
    const run = new StreamedRun(topology, source);
    let kept = 0;
    let isOver = false;
    while (!isOver) {
      isOver = run.advance(1000);
      kept = Math.max(kept, run.kept);
      for (const _ of run.take()); // forgets what it gives
      strictEqual(run.kept, 0);
    }
    return { kept, records: run.records };
  };
  const short = most("1MB");
  const long = most("8MB");
  ok(long.records > 6 * short.records, `${long.records}, ${short.records}`);
  ok(long.kept < 1.5 * short.kept, `${long.kept}, ${short.kept}`);
});
