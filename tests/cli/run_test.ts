import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { timelineSchema } from "../../mod.ts";
import { callCli, FakeOutput, TOPOLOGY } from "../support/cli.ts";

const FAILING = TOPOLOGY.replace("for: 60s", "for: 61s");
const LOSSY = TOPOLOGY.replace("latency: 20ms", "latency: 20ms, loss: 10%")
  .replace("bytes: 1000", "bytes: 100kB");

function digestIn(text: string): string {
  const [digest] = /sha256:[0-9a-f]{64}/.exec(text) ?? [];
  ok(digest !== undefined, text);
  return digest;
}

Deno.test("the exit status is 0 where all expectations hold, and 1 where one does not", async () => {
  const held = await callCli(["run", "-"], TOPOLOGY);
  const failed = await callCli(["run", "-"], FAILING);
  deepStrictEqual([held.status, held.stderr], [0, ""]);
  deepStrictEqual([failed.status, failed.stderr], [1, ""]);
  match(held.stdout, /Expectations: 1 of 1 hold/);
  match(failed.stdout, /Expectations: 0 of 1 hold/);
});

Deno.test("--quiet prints the same without the ladder", async () => {
  const whole = await callCli(["run", "-"], TOPOLOGY);
  const quiet = await callCli(["run", "-", "--quiet"], TOPOLOGY);
  match(whole.stdout, /ESTABLISHED/);
  strictEqual(/SYN|ESTABLISHED/.test(quiet.stdout), false);
  strictEqual(digestIn(quiet.stdout), digestIn(whole.stdout));
});

Deno.test("--states counts connections by state, in steps of --every, also beside --quiet", async () => {
  const states = await callCli(["run", "-", "--quiet", "--states"], TOPOLOGY);
  match(states.stdout, /Connections of client by state, every \d+ .*\n +seconds +SYN-SENT/);
  const every = await callCli(["run", "-", "--every", "7s"], TOPOLOGY);
  match(every.stdout, /Connections of client by state, every 7 s\n/);
  const none = await callCli(["run", "-", "--every", "0s"], TOPOLOGY);
  deepStrictEqual([none.status, none.stdout], [2, ""]);
  match(none.stderr, /--every must be a time above 0 with its unit/);
});

Deno.test("--tcp records what senders know, as a topology with record: { tcp: true } does", async () => {
  const json = async (args: string[], text: string) => {
    const { status, stdout } = await callCli(["run", "-", "--json", "-", ...args], text);
    strictEqual(status, 0);
    return timelineSchema.parse(JSON.parse(stdout));
  };
  const asked = await json(["--tcp"], TOPOLOGY);
  strictEqual(asked.digest, (await json([], `${TOPOLOGY}record: { tcp: true }\n`)).digest);
  const kinds = (records: readonly { kind: string }[]) => new Set(records.map((it) => it.kind));
  ok(kinds(asked.records).has("tcp"));
  strictEqual(kinds((await json([], TOPOLOGY)).records).has("tcp"), false);
  const streamed = await callCli(["run", "-", "--tcp", "--ndjson", "-"], TOPOLOGY);
  const lines = streamed.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  strictEqual(lines.at(-1).digest, asked.digest);
  deepStrictEqual(
    lines.filter((it) => it.kind === "tcp"),
    asked.records.filter((it) => it.kind === "tcp"),
  );
});

Deno.test("--from leaves out what comes before it in the ladder, and changes nothing else", async () => {
  const whole = await callCli(["run", "-"], TOPOLOGY);
  const late = await callCli(["run", "-", "--from", "1s"], TOPOLOGY);
  match(whole.stdout, /SYN-SENT/);
  strictEqual(/SYN-SENT|FIN-WAIT-1/.test(late.stdout), false);
  match(late.stdout, /TIME-WAIT \u2192 CLOSED/);
  strictEqual(digestIn(late.stdout), digestIn(whole.stdout));
});

Deno.test("--ascii and --width shape the ladder", async () => {
  const { stdout } = await callCli(["run", "-", "--ascii", "--width", "70"], TOPOLOGY);
  strictEqual([...stdout].every((char) => char <= "~"), true);
  ok(stdout.split("\n").filter((line) => line.includes("|")).every((line) => line.length <= 70));
});

Deno.test("--json - writes the JSON alone, and it is as the schema says", async () => {
  const { status, stdout } = await callCli(["run", "-", "--json", "-"], TOPOLOGY);
  strictEqual(status, 0);
  const timeline = timelineSchema.parse(JSON.parse(stdout));
  strictEqual(timeline.partial, false);
  strictEqual(timeline.records.length > 20, true);
});

Deno.test("a seed gives one digest, and another seed another where there is chance", async () => {
  const run = async (seed: string): Promise<string> =>
    digestIn((await callCli(["run", "-", "--quiet", "--seed", seed], LOSSY)).stdout);
  const seven = await run("7");
  strictEqual(await run("7"), seven);
  notStrictEqual(await run("8"), seven);
});

Deno.test("--set changes the topology, and the JSON has it as changed", async () => {
  const args = ["run", "-", "--json", "-", "--set", "hosts.client.os=windows", "--seed", "5"];
  const timeline = timelineSchema.parse(JSON.parse((await callCli(args, TOPOLOGY)).stdout));
  strictEqual(timeline.hosts[0]?.os, "windows");
  strictEqual(timeline.seed, 5);
  const again = await callCli(["run", "-", "--json", "-"], JSON.stringify(timeline.topology));
  strictEqual(timelineSchema.parse(JSON.parse(again.stdout)).digest, timeline.digest);
});

Deno.test("--until ends a run earlier than its stop, not later", async () => {
  const endOf = async (text: string, until: string): Promise<number> => {
    const { stdout } = await callCli(["run", "-", "--json", "-", "--until", until], text);
    return timelineSchema.parse(JSON.parse(stdout)).endedAt;
  };
  strictEqual(await endOf(TOPOLOGY, "30ms"), 30_000_000);
  strictEqual(await endOf(TOPOLOGY, "0s"), 0);
  strictEqual(await endOf(`stop: 40ms\n${TOPOLOGY}`, "30ms"), 30_000_000);
  strictEqual(await endOf(`stop: 40ms\n${TOPOLOGY}`, "50ms"), 40_000_000);
});

/** Both ends wait for the other's FIN, and probes keep the connection up for ever. */
const KEEPALIVE = TOPOLOGY
  .replace("send: { on: conn, bytes: 1000 }", "recv: { on: conn, until: eof }")
  .replace(
    /(connect: .*)/,
    "$1\n      - setsockopt: { on: conn, option: SO_KEEPALIVE, value: true }",
  )
  .replace(/expect:\n.*\n/, "");

Deno.test("a run that would never end stops after 24 h and says so, unless told when", async () => {
  const { status, stderr } = await callCli(["run", "-", "--quiet"], KEEPALIVE);
  strictEqual(stderr, "Stopped after 24 h of virtual time: set `stop` to run longer\n");
  strictEqual(status, 0);
  const told = await callCli(["run", "-", "--quiet"], `stop: 25h\n${KEEPALIVE}`);
  strictEqual(told.stderr, "");
  match(told.stdout, /Ended after 90,000 s/);
});

Deno.test("a loop in which time stands still is a mistake of the topology", async () => {
  const loop =
    "loop: { times: 1000000000, steps: [{ getsockopt: { on: conn, option: SO_ERROR } }] }";
  const { status, stdout, stderr } = await callCli(
    ["run", "-"],
    TOPOLOGY.replace(", rate: 20Mbps", "").replace("send: { on: conn, bytes: 1000 }", loop),
  );
  strictEqual(
    stderr,
    'Cannot run loop of program "client.app": it must wait in some step: ' +
      "it ran 100000 times at 0.040s\n",
  );
  strictEqual(status, 2);
  strictEqual(stdout, "");
});

Deno.test("a reader that has enough is no failure, and hides none", async () => {
  const stdout = new FakeOutput(new Deno.errors.BrokenPipe("Broken pipe (os error 32)"));
  strictEqual((await callCli(["run", "-"], TOPOLOGY, { stdout })).status, 0);
  strictEqual((await callCli(["run", "-"], FAILING, { stdout })).status, 1);
  strictEqual((await callCli(["--help"], "", { stdout })).status, 0);
});

Deno.test("a full disk behind standard output is told", async () => {
  const stdout = new FakeOutput(new Error("No space left on device (os error 28)"));
  for (const args of [["run", "-"], ["check", "-"], ["schema", "topology"], ["--help"]]) {
    const { status, stderr } = await callCli(args, TOPOLOGY, { stdout });
    strictEqual(status, 2);
    strictEqual(stderr, "<stdout>: cannot be written: no space left on device\n");
  }
});

Deno.test("a standard error that nobody reads changes no status", async () => {
  const stderr = new FakeOutput(new Deno.errors.BrokenPipe("Broken pipe (os error 32)"));
  strictEqual((await callCli(["run", "no.yaml"], "", { stderr })).status, 2);
});

Deno.test("a fault of our own is told as that, with status 3", async () => {
  const stdout = new FakeOutput();
  stdout.isTerminal = () => {
    throw new Error("a bug");
  };
  const { status, stderr } = await callCli(["run", "-"], TOPOLOGY, { stdout });
  strictEqual(status, 3);
  match(stderr, /^This is a fault of cablepull .*\ncablepull run -\nError: a bug\n {4}at /);
});
