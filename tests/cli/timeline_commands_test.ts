import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { decodeTrace, traceFaults } from "../support/perfetto.ts";
import { callCli, TOPOLOGY, withFolder } from "../support/cli.ts";

const REFUSED = TOPOLOGY.replace("port: 80", "port: 81");

async function timelineOf(topology: string, ...args: string[]): Promise<string> {
  return (await callCli(["run", "-", "--json", "-", ...args], topology)).stdout;
}

Deno.test("why tells the story of a call, of a record, and of the first call that failed", async () => {
  const timeline = await timelineOf(REFUSED);
  const byCall = await callCli(["why", "-", "--call", "client.connect"], timeline);
  deepStrictEqual([byCall.status, byCall.stderr], [0, ""]);
  match(byCall.stdout, /In short: nobody listened on port 80/);
  const [, id = ""] = /^Why #(\d+)/.exec(byCall.stdout) ?? [];
  strictEqual((await callCli(["why", "-", "--record", id], timeline)).stdout, byCall.stdout);
  strictEqual((await callCli(["why", "-"], timeline)).stdout, byCall.stdout);
});

Deno.test("why answers what it cannot find, and files that are no timelines", async () => {
  const timeline = await timelineOf(REFUSED);
  const cases: [string[], string, RegExp][] = [
    [["--record", "99999"], timeline, /^<stdin>: Cannot find record: .*: it is 99999\n$/],
    [["--call", "client.recv"], timeline, /^<stdin>: Cannot find call "client.recv": /],
    [["--call", "client.connect", "--nth", "2"], timeline, /must be from 1 to 1: it is 2\n$/],
    [["--call", "connect"], timeline, /^--call must be a host and a call, such as .*"connect"\n$/],
    [["--record", "0"], timeline, /^--record must be a whole number from 1 up: it is "0"\n$/],
    [["--record", "1", "--nth", "2"], timeline, /^--record must be there alone/],
    [[], TOPOLOGY, /^<stdin>:1:1: this is not valid JSON\n$/],
    [[], "{}", /^<stdin>: must be a timeline that run --json wrote: it is not\n {2}format: /],
    [[], timeline.replace('"id":2,', '"id":7,'), /records\[1\].id must be 2: it is 7\n$/],
  ];
  for (const [args, stdin, message] of cases) {
    const { status, stdout, stderr } = await callCli(["why", "-", ...args], stdin);
    deepStrictEqual([status, stdout], [2, ""], stderr);
    match(stderr, message);
  }
});

Deno.test("diff ends with 0 for equal runs and 1 for others, and shows where they part", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/one.json`;
    await Deno.writeTextFile(path, await timelineOf(TOPOLOGY));
    const same = await callCli(["diff", path, "-"], await timelineOf(TOPOLOGY));
    deepStrictEqual([same.status, same.stderr], [0, ""]);
    const args = ["--set", "hosts.server.os=windows", "--seed", "4"];
    const other = await callCli(["diff", path, "-"], await timelineOf(TOPOLOGY, ...args));
    deepStrictEqual([other.status, other.stderr], [1, ""]);
    match(other.stdout, /^ {2}hosts.server.os +"linux" -> "windows"$/m);
    match(other.stdout, /^They part at #\d+/m);
    strictEqual((await callCli(["diff", "-", "-"])).status, 2);
  });
});

Deno.test("verify runs twice and prints the digest that run prints", async () => {
  const { status, stdout, stderr } = await callCli(["verify", "-"], TOPOLOGY);
  deepStrictEqual([status, stderr], [0, ""]);
  const [digest = ""] = /sha256:[0-9a-f]{64}/.exec(stdout) ?? [];
  strictEqual(stdout, `<stdin>: both runs have digest ${digest}\n`);
  match((await callCli(["run", "-", "--quiet"], TOPOLOGY)).stdout, new RegExp(digest));
  strictEqual((await callCli(["verify", "-"], "hosts: 1")).status, 2);
});

Deno.test("run writes a Mermaid diagram and an SVG into their files", async () => {
  await withFolder(async (folder) => {
    const [mermaid, svg] = [`${folder}/run.mmd`, `${folder}/run.svg`];
    const args = ["run", "-", "--quiet", "--mermaid", mermaid, "--svg", svg];
    strictEqual((await callCli(args, TOPOLOGY)).status, 0);
    match(await Deno.readTextFile(mermaid), /^sequenceDiagram\n/);
    match(await Deno.readTextFile(svg), /^<svg [^]*<\/svg>\n$/);
  });
  const { stdout } = await callCli(["run", "-", "--mermaid", "-"], TOPOLOGY);
  match(stdout, /^sequenceDiagram\n {4}participant h1 as client\n/);
});

Deno.test("run writes a trace for Perfetto into its file", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/run.pftrace`;
    strictEqual((await callCli(["run", "-", "--quiet", "--perfetto", path], TOPOLOGY)).status, 0);
    const items = decodeTrace(await Deno.readFile(path));
    deepStrictEqual(traceFaults(items), []);
    ok(items.some((it) => "track" in it && it.track.name === "client.conn"));
  });
});

/** The timeline in a page. */
function dataOf(page: string): unknown {
  return JSON.parse(/<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(page)?.[1] ?? "");
}

Deno.test("run writes a page, and report makes the same of the JSON", async () => {
  await withFolder(async (folder) => {
    const [html, json, again] = [
      `${folder}/run.html`,
      `${folder}/run.json`,
      `${folder}/again.html`,
    ];
    const args = ["run", "-", "--quiet", "--html", html, "--json", json];
    strictEqual((await callCli(args, TOPOLOGY)).status, 0);
    const page = await Deno.readTextFile(html);
    match(page, /^<!doctype html>[^]*<title>Client closes first - cablepull<[^]*<\/html>\n$/);
    const { status, stdout, stderr } = await callCli(["report", json, "--html", again]);
    deepStrictEqual([status, stdout, stderr], [0, "", ""]);
    const reported = await Deno.readTextFile(again);
    deepStrictEqual(dataOf(reported), dataOf(page));
    strictEqual((await callCli(["report", json])).stdout, reported);
  });
});

Deno.test("report keeps the timeline that it reads, and answers what is none", async () => {
  await withFolder(async (folder) => {
    const json = `${folder}/run.json`;
    await callCli(["run", "-", "--quiet", "--json", json], TOPOLOGY);
    const before = await Deno.readTextFile(json);
    const onto = await callCli(["report", json, "--html", json]);
    deepStrictEqual([onto.status, onto.stdout], [2, ""]);
    match(onto.stderr, /--html must be another file than the timeline\n$/);
    strictEqual(await Deno.readTextFile(json), before);
    const none = await callCli(["report", "-", "--html", `${folder}/page.html`], "{}");
    deepStrictEqual([none.status, none.stdout], [2, ""]);
    match(none.stderr, /^<stdin>: must be a timeline that run --json wrote/);
    deepStrictEqual(Array.from(Deno.readDirSync(folder), ({ name }) => name), ["run.json"]);
  });
});
