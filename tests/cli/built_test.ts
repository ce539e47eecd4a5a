import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { build, type Outcome, spawnCli, TOPOLOGY, withFolder } from "../support/cli.ts";

const BUILT = "dist/cablepull.js";

await build();

/** What a command did, and the files that it wrote, in base64. */
interface Run extends Outcome {
  files: Record<string, string>;
}

/** Runs the command line with a folder of its own, which `{}` in its arguments names. */
function runWith(module: string, args: readonly string[], stdin: string): Promise<Run> {
  return withFolder(async (folder) => {
    const outcome = await spawnCli(args.map((arg) => arg.replace("{}", folder)), stdin, module);
    const stdout = outcome.stdout.replaceAll(folder, "{}");
    return { ...outcome, stdout, files: filesOf(folder) };
  });
}

/** The same from the sources, and built. */
async function both(args: readonly string[], stdin = ""): Promise<[Run, Run]> {
  return [await runWith("main.ts", args, stdin), await runWith(BUILT, args, stdin)];
}

function filesOf(folder: string): Run["files"] {
  const files: Run["files"] = {};
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

Deno.test("the built program records while it runs, a payload worth a thread that hashes", async () => {
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
  const commands = [
    ["schema", "topology"],
    ["profile", "windows"],
    ["drill", "tests/drill/scripts/established"],
    ["drill", "topologies"],
    ["check", "no.yaml"],
    ["run", "--no"],
  ];
  for (const args of commands) {
    const [sources, built] = await both(args);
    deepStrictEqual(built, sources);
  }
});
