import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { build, type Outcome, spawnCli, TOPOLOGY, withFolder } from "../support/cli.ts";

const BUILT = "dist/cablepull.js";

await build();

/** Runs the command line from its sources, and built, each with a folder of its own: `{}` names it. */
async function both(
  args: readonly string[],
  stdin = "",
): Promise<[Outcome & { files: Files }, Outcome & { files: Files }]> {
  const run = async (folder: string, module: string) => {
    const outcome = await spawnCli(args.map((arg) => arg.replace("{}", folder)), stdin, module);
    return { ...outcome, stdout: outcome.stdout.replaceAll(folder, "{}"), files: filesOf(folder) };
  };
  let outcomes: [Outcome & { files: Files }, Outcome & { files: Files }] | undefined;
  await withFolder(async (one) => {
    await withFolder(async (other) => {
      outcomes = [await run(one, "main.ts"), await run(other, BUILT)];
    });
  });
  return outcomes!;
}

type Files = Record<string, string>;

function filesOf(folder: string): Files {
  const files: Files = {};
  for (const { name } of Deno.readDirSync(folder)) {
    files[name] = Deno.readFileSync(`${folder}/${name}`).toBase64();
  }
  return files;
}

Deno.test("the built program writes what the sources write", async () => {
  const kinds = ["json", "pcapng", "html", "svg", "perfetto"];
  const exports = kinds.flatMap((kind) => [`--${kind}`, `{}/run.${kind}`]);
  for (const topology of ["closing/refused", "faults/lost-fin", "path/mtu-icmp"]) {
    const [sources, built] = await both(["run", `topologies/${topology}.yaml`, ...exports]);
    strictEqual(Object.keys(sources.files).length, kinds.length, sources.stderr);
    deepStrictEqual(built, sources);
  }
});

Deno.test("the built program records while it runs, and hashes on another thread", async () => {
  const large = TOPOLOGY.replace("bytes: 1000", "bytes: 12MB").replace("20Mbps", "1Gbps");
  const [sources, built] = await both(["run", "-", "--ndjson", "{}/run.ndjson"], large);
  strictEqual(sources.status, 0, sources.stderr);
  deepStrictEqual(built, sources);
});

Deno.test("the built program sweeps on several threads, with the same bytes", async () => {
  const lossy = TOPOLOGY.replace("rate: 20Mbps", "loss: 5%, jitter: 1ms");
  const args = ["sweep", "-", "--seeds", "1..3000", "--workers", "2", "--csv", "{}/runs.csv"];
  const [sources, built] = await both(args, lossy);
  match(sources.stdout, /3,?000/);
  deepStrictEqual(built, sources);
});

Deno.test("the built program's other commands and mistakes are those of the sources", async () => {
  const commands = [["schema"], ["profile", "windows"], ["check", "no.yaml"], ["run", "--no"], [
    "drill",
    "topologies",
  ]];
  for (const args of commands) {
    const [sources, built] = await both(args);
    deepStrictEqual(built, sources);
  }
});
