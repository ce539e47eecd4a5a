import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { callCli } from "./support/cli.ts";
import { formatMistakes, loadTopology, Run, type RunResult, textLines } from "../mod.ts";

const README = Deno.readTextFileSync(new URL("../README.md", import.meta.url));

/** The fenced blocks of the README in that language. */
function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp("```" + language + "\n(.*?)```", "gs"))]
    .map((found) => found[1] ?? "");
}

function run(text: string, name: string): RunResult {
  const loaded = loadTopology(text, name);
  if (loaded.mistakes !== null) throw new Error(loaded.mistakes.map((it) => it.message).join("\n"));
  const topology = new Run(loaded.topology, loaded.source);
  topology.advance();
  return topology.finish();
}

Deno.test("The README shows what its first command prints", () => {
  const file = "topologies/closing/client-first.yaml";
  const { timeline, info, verdicts } = run(Deno.readTextFileSync(file), file);
  const printed = [...textLines(timeline, info, verdicts, { width: 100 })].join("\n");
  ok(README.includes(file));
  strictEqual(blocks("text")[0], printed + "\n");
});

Deno.test("The README's topology holds what it expects", () => {
  const [text] = blocks("yaml");
  const { verdicts } = run(text ?? "", "README.md");
  deepStrictEqual(verdicts.filter((verdict) => !verdict.holds), []);
  ok(verdicts.length > 0);
});

Deno.test("The README shows a message as it is", () => {
  const [text] = blocks("yaml");
  const loaded = loadTopology((text ?? "").replace("os: windows", "os: linus"), "upload.yaml");
  strictEqual(blocks("text")[1], `${formatMistakes(loaded.mistakes ?? [])}\n`);
});

Deno.test("The README begins with the two commands of a stranger", () => {
  const [commands] = blocks("sh");
  match(commands ?? "", /^npx -y deno@2\.9\.6 task run topologies\/closing\/client-first\.yaml/);
  match(commands ?? "", /\nnpx -y deno@2\.9\.6 task test/);
});

Deno.test("The README shows the table that its sweep prints", async () => {
  const isOfSweep = (block: string): boolean => block.startsWith("deno task sweep ");
  const command = blocks("sh").find(isOfSweep) ?? "";
  const args = command.replace("deno task ", "").replaceAll(/\\\n|'/g, "").trim().split(/ +/);
  const { stdout } = await callCli(args);
  const [table] = stdout.split("\n\nExpectations", 1);
  ok(blocks("text").includes(`${table}\n`), stdout);
});
