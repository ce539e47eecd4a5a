import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { callCli, FakeOutput, LONG_TOPOLOGY, TOPOLOGY, withFolder } from "../support/cli.ts";

const PLAIN = TOPOLOGY.replace(/expect:[^]*/, "");

Deno.test("--ndjson - writes a line of JSON for each record, from its head to the digest", async () => {
  const { status, stdout, stderr } = await callCli(["run", "-", "--ndjson", "-"], PLAIN);
  deepStrictEqual([status, stderr], [0, ""]);
  const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  deepStrictEqual([lines[0].kind, lines[0].format], ["run", "cablepull-records"]);
  const quiet = await callCli(["run", "-", "--quiet"], PLAIN);
  match(quiet.stdout, new RegExp(lines.at(-1).digest));
});

Deno.test("--ndjson writes to a file, says how the run ended, and that nothing was judged", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/out.ndjson`;
    await Deno.writeTextFile(path, "old ".repeat(100_000));
    const { status, stdout, stderr } = await callCli(["run", "-", "--ndjson", path], TOPOLOGY);
    strictEqual(status, 0);
    match(stdout, /^Ended after \S+ s: \d+ records, seed 1\n$/);
    strictEqual(stderr, "Expectations are not judged: --ndjson keeps no timeline\n");
    const text = await Deno.readTextFile(path);
    match(text, /^\{"kind":"run"[^]*\n\{"kind":"end"[^\n]*\}\n$/);
  });
});

Deno.test("--ndjson stands without what needs the whole timeline", async () => {
  for (const other of ["--json", "--pcapng"]) {
    const { status, stderr } = await callCli(["run", "-", "--ndjson", "-", other, "-"], TOPOLOGY);
    const message = `--ndjson must stand without ${other}, which needs the whole timeline\n`;
    deepStrictEqual([status, stderr], [2, message]);
  }
});

Deno.test("a stream that nobody reads any more ends the run", async () => {
  const stdout = new FakeOutput(new Deno.errors.BrokenPipe("Broken pipe"));
  const outcome = await callCli(["run", "-", "--ndjson", "-"], LONG_TOPOLOGY, { stdout });
  strictEqual(outcome.status, 0);
});
