import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { parseSeeds } from "../../cli/sweep_seeds.ts";
import { combinationsOf, parseAxis } from "../../cli/sweep_axes.ts";
import { shortNames } from "../../cli/sweep_table.ts";
import { callCli, LONG_TOPOLOGY, startCli, TOPOLOGY, withFolder } from "../support/cli.ts";

/** Runs that differ by seed. */
const LOSSY = TOPOLOGY.replace("rate: 20Mbps", "loss: 0%, jitter: 1ms");

/** What stands in the JSON of a sweep, as far as it is looked at. */
interface SweepJson {
  partial: boolean;
  digest: string;
  runs: {
    index: number;
    seed: number;
    set: Record<string, string>;
    digest: string;
    holds: boolean;
    error?: string;
    verdicts: { holds: boolean }[];
    callErrors: { call: string; error: string }[];
  }[];
}

async function sweepJson(args: readonly string[], topology: string): Promise<SweepJson> {
  const { stdout } = await callCli(["sweep", "-", "--json", "-", ...args], topology);
  return JSON.parse(stdout);
}

Deno.test("a sweep gives the same bytes on 1, 2 and 3 threads", async () => {
  await withFolder(async (folder) => {
    const args = ["--seeds", "1..25", "--set", "links.cable.loss=0%,5%,30%"];
    const outcomes = [];
    for (const workers of ["1", "2", "3"]) {
      const [json, csv] = [`${folder}/${workers}.json`, `${folder}/${workers}.csv`];
      const files = ["--json", json, "--csv", csv, "--workers", workers];
      const outcome = await callCli(["sweep", "-", ...args, ...files], LOSSY);
      outcomes.push({
        ...outcome,
        json: await Deno.readTextFile(json),
        csv: await Deno.readTextFile(csv),
      });
    }
    const [one, two, three] = outcomes;
    ok(one !== undefined);
    deepStrictEqual([one.status, one.stderr], [1, ""]);
    deepStrictEqual(two, one);
    deepStrictEqual(three, one);
    const { runs }: SweepJson = JSON.parse(one.json);
    strictEqual(runs.length, 75);
    ok(new Set(runs.map((run) => run.digest)).size > 50, "the runs differ");
    strictEqual(one.csv.trimEnd().split("\n").length, 76);
  });
});

Deno.test("the last axis is the fastest, and all seeds of a combination stand together", async () => {
  const args = ["--seeds", "7,3", "--set", "links.cable.loss=0%,1%"];
  const { runs } = await sweepJson([...args, "--set", "hosts.client.os=linux,windows"], LOSSY);
  deepStrictEqual(
    runs.map(({ index, seed, set }) => [index, ...Object.values(set), seed]),
    [
      [1, "0%", "linux", 7],
      [2, "0%", "linux", 3],
      [3, "0%", "windows", 7],
      [4, "0%", "windows", 3],
      [5, "1%", "linux", 7],
      [6, "1%", "linux", 3],
      [7, "1%", "windows", 7],
      [8, "1%", "windows", 3],
    ],
  );
});

Deno.test("a run of a sweep is the run that run shows with the same seed and settings", async () => {
  const setting = "links.cable.loss=20%";
  const { runs } = await sweepJson(["--seeds", "1..3", "--set", setting], LOSSY);
  for (const { seed, digest, verdicts } of runs) {
    const args = ["--seed", String(seed), "--set", setting, "--json", "-"];
    const alone = JSON.parse((await callCli(["run", "-", ...args], LOSSY)).stdout);
    strictEqual(alone.digest, digest);
    deepStrictEqual(
      verdicts.map(({ holds }) => holds),
      alone.expectations.map(({ holds }: { holds: boolean }) => holds),
    );
  }
});

Deno.test("without seeds and settings, the file's own seed runs once", async () => {
  const { runs } = await sweepJson([], `seed: 42\n${TOPOLOGY}`);
  deepStrictEqual(runs.map(({ index, seed, set, holds }) => [index, seed, set, holds]), [
    [1, 42, {}, true],
  ]);
});

Deno.test("the exit status of a sweep is 0 if all hold, 1 if one does not", async () => {
  const args = ["sweep", "-", "--seeds", "1,2"];
  const all = await callCli(args, TOPOLOGY);
  deepStrictEqual([all.status, all.stderr], [0, ""]);
  match(all.stdout, /^2 runs: all hold all expectations$/m);
  const some = await callCli([...args, "--set", "expect[0].for=60s,61s"], TOPOLOGY);
  deepStrictEqual([some.status, some.stderr], [1, ""]);
  match(some.stdout, /^4 runs \(2 combinations, 2 seeds\): 2 hold all expectations, 2 do not$/m);
  match(
    some.stdout,
    /^The first that does not: deno task run - --set 'expect\[0\]\.for=61s' --seed 1$/m,
  );
});

Deno.test("a run that never ends costs no other its result, and the status is 2", async () => {
  const loop = `title: A loop
stop: 1s
hosts: { client: { os: linux, address: 10.0.0.1/24 } }
programs:
  client: { app: [{ loop: { times: forever, steps: [{ sleep: 1ms }] } }] }
`;
  const set = ["--set", "programs.client.app[0].loop.steps[0].sleep=1ms,0ms,2ms"];
  for (const workers of ["1", "2"]) {
    const { status, stdout, stderr } = await callCli(
      ["sweep", "-", "--json", "-", ...set, "--workers", workers],
      loop,
    );
    strictEqual(status, 2);
    match(stderr, /^Run 2 came to no end: Cannot run loop of program "client.app": .*\n$/);
    const { runs }: SweepJson = JSON.parse(stdout);
    deepStrictEqual(runs.map((run) => run.error === undefined), [true, false, true]);
  }
});

Deno.test("many seeds share a line, which says how far they differ; --full has one for each", async () => {
  const topology = TOPOLOGY.replace("rate: 20Mbps", "loss: 0%");
  const args = ["sweep", "-", "--seeds", "1..40", "--set", "links.cable.loss=0%,30%"];
  const { stdout } = await callCli(args, topology);
  match(stdout, /^40 seeds each; of what differs: least \/ median \/ most$/m);
  match(stdout, /^ {2}0% {2}40 of 40 /m);
  match(stdout, /^ 30% {2}\d+ of 40 .*\d ?\/ ?\d+/m);
  ok(
    stdout.split("\n").filter((line) => !line.startsWith("The first")).every((line) =>
      line.length <= 100
    ),
  );
  const { stdout: full } = await callCli([...args, "--full"], topology);
  strictEqual(full.match(/^ *(0|30)% /gm)?.length, 80);
});

Deno.test("a quiet sweep says only how many hold", async () => {
  const { stdout } = await callCli(["sweep", "-", "--quiet", "--seeds", "1..3"], TOPOLOGY);
  match(stdout, /^3 runs: all hold all expectations\nDigest sha256:[0-9a-f]{64}\n$/);
});

Deno.test("settings that leave no room for figures get numbers", async () => {
  const title = `title=${"a".repeat(90)},${"b".repeat(90)}`;
  const { stdout } = await callCli(["sweep", "-", "--set", title], TOPOLOGY);
  match(stdout, /^case 1: title=a+\ncase 2: title=b+\n\ncase {2}seed /m);
});

Deno.test("Ctrl-C gives the runs that are done and says that there are more", async () => {
  await withFolder(async (folder) => {
    const [input, output] = [`${folder}/long.yaml`, `${folder}/out.json`];
    await Deno.writeTextFile(input, LONG_TOPOLOGY);
    const sizes = "programs.client.app[1].send.bytes=1kB,1000GB";
    const child = startCli(["sweep", input, "--set", sizes, "--workers", "1", "--json", output]);
    while (!await isThere(output)) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGINT");
    const { code, stderr } = await child.output();
    match(new TextDecoder().decode(stderr), /^Interrupted: this is [01] of 2 runs\n$/);
    strictEqual(code, 130);
    const { partial, runs }: SweepJson = JSON.parse(await Deno.readTextFile(output));
    strictEqual(partial, true);
    deepStrictEqual(runs.map(({ index }) => index), runs.length === 0 ? [] : [1]);
  });
});

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

const SEEDS = "--seeds must be seeds such as 7, 1..100 or 1..10,42, each once";
const VALUES = "a setting must be a path and its values, such as links.cable.loss=0%,1%";
const LOSS = "links.cable.loss must be a percentage from 0% to 100%, such as 0.1%";

/** Wrong arguments, each with its message. */
const WRONG: readonly (readonly [args: string, message: string])[] = [
  ["--seeds 5..1", `${SEEDS}: 5..1 goes down`],
  ["--seeds 1..", `${SEEDS}: it is "1.."`],
  ["--seeds -1", `${SEEDS}: it is "-1"`],
  ["--seeds 1,2,1", `${SEEDS}: 1 is there twice`],
  ["--seeds 1..5,3", `${SEEDS}: 3 is there twice`],
  ["--seeds 4294967296", `${SEEDS}: 4294967296 is above 4294967295`],
  ["--seeds 0..4294967295", `${SEEDS}: 0..4294967295 are more than 100,000`],
  ["--seeds 1 --seeds 2", "--seeds must be there once: it is there twice"],
  [
    "--seeds 1 --set seed=1,2",
    "--set seed must not stand with --seeds: give all seeds with --seeds",
  ],
  ["--set links.cable.loss", `--set links.cable.loss: ${VALUES}`],
  ["--set =1%", `--set =1%: ${VALUES}`],
  [
    "--set links.cable.loss=1%,",
    '--set links.cable.loss=1%,: a value must not be empty: write null or "" for nothing',
  ],
  [
    "--set links.cable.loss=1%,1%",
    "--set links.cable.loss=1%,1%: each value must be there once: 1% is there twice",
  ],
  [
    "--set links.cable.loss=0% --set links.cable.loss=1%",
    "--set links.cable.loss=1%: links.cable.loss must be set once, with all its values: " +
    "it is set twice",
  ],
  ["--set title=[a,b", "--set title=[a,b: a quote or bracket must be closed"],
  [
    "--set links.cable.loss=0%,200% --set hosts.client.os=linux,linus",
    "--set hosts.client.os=linus: hosts.client.os must be rfc9293, linux, windows or freebsd: " +
    `it is "linus"; did you mean "linux"?\n--set links.cable.loss=200%: ${LOSS}: it is "200%"`,
  ],
  [
    "--set links.cabel.loss=0%",
    '--set links.cabel.loss=0%: links has no "cabel": it has cable; did you mean "cable"?',
  ],
  ["--workers 0", '--workers must be a whole number from 1 to 999: it is "0"'],
  ["--json - --csv -", "--json and --csv must not both go to standard output"],
  [
    `--seeds 1..50001 --set links.cable.loss=0%,1%`,
    "A sweep must have at most 100,000 runs: 2 combinations with 50,001 seeds are 100,002",
  ],
];

for (const [args, message] of WRONG) {
  Deno.test(`sweep ${args} is told what is wrong before anything runs`, async () => {
    const { status, stdout, stderr } = await callCli(["sweep", "-", ...args.split(" ")], TOPOLOGY);
    strictEqual(stderr, `${message}\n`);
    deepStrictEqual([status, stdout], [2, ""]);
  });
}

Deno.test("a mistake in the topology itself is told once, with its place", async () => {
  const args = ["sweep", "-", "--seeds", "1..5", "--set", "hosts.client.os=linux,windows"];
  const { status, stderr } = await callCli(args, TOPOLOGY.replace("latency", "latncy"));
  strictEqual(status, 2);
  match(stderr, /^<stdin>:6:39: links\.cable has no key "latncy": [^\n]*\n$/);
});

Deno.test("seeds are numbers and ranges, in the order in which they are written", () => {
  deepStrictEqual(parseSeeds("7", undefined), [7]);
  deepStrictEqual(parseSeeds("3..5", undefined), [3, 4, 5]);
  deepStrictEqual(parseSeeds("9, 1..2,0", undefined), [9, 1, 2, 0]);
  deepStrictEqual(parseSeeds("4294967295", undefined), [4294967295]);
});

Deno.test("values are split at commas, but not within brackets and quotes", () => {
  const valuesOf = (text: string): readonly string[] => parseAxis(`a.b=${text}`)[0]!.values;
  deepStrictEqual(valuesOf("1ms, 2ms"), ["1ms", "2ms"]);
  deepStrictEqual(valuesOf("[a,b],{ c: [d,e] }"), ["[a,b]", "{ c: [d,e] }"]);
  deepStrictEqual(valuesOf(`"a,b",'c,d',e`), [`"a,b"`, "'c,d'", "e"]);
  deepStrictEqual(valuesOf("it's,isn't"), ["it's", "isn't"]);
  deepStrictEqual(valuesOf("a=b,c=d"), ["a=b", "c=d"]);
});

Deno.test("without axes there is one combination, of nothing", () => {
  deepStrictEqual([...combinationsOf([])], [{ values: [], settings: [] }]);
});

Deno.test("a column is called by as much of its path as tells it from the others", () => {
  deepStrictEqual(shortNames(["links.a.loss", "hosts.client.os"]), ["loss", "os"]);
  deepStrictEqual(shortNames(["links.a.loss", "links.b.loss"]), ["a.loss", "b.loss"]);
});
