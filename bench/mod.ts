/**
 * Measures the hot paths; `deno task bench --help` tells what there is. Each run is in a
 * process of its own (`--alone`).
 *
 * @module
 */
import { runAlone, runHere } from "./alone.ts";
import { buildAll } from "./built.ts";
import { bulkWorkloads } from "./bulk.ts";
import { cableWorkloads } from "./cable.ts";
import { churnWorkloads } from "./churn.ts";
import { growthWorkloads } from "./growth.ts";
import { measure, type Measurement } from "./measure.ts";
import { pageWorkloads } from "./page.ts";
import { BadOption, type BenchOptions, isChosen, readOptions, USAGE } from "./options.ts";
import { againstNs3 } from "./peers/against.ts";
import { recordingWorkloads } from "./recording.ts";
import { schedulerWorkloads } from "./scheduler.ts";
import { startUpWorkloads } from "./start_up.ts";
import { headLine, measurementLines } from "./table.ts";
import { timeWaitWorkloads } from "./time_wait.ts";
import { workersWorkloads } from "./workers.ts";
import type { Workload } from "./workload.ts";

const workloads: readonly Workload[] = [
  ...schedulerWorkloads,
  ...cableWorkloads,
  ...bulkWorkloads,
  ...churnWorkloads,
  ...timeWaitWorkloads,
  ...growthWorkloads,
  ...recordingWorkloads,
  ...pageWorkloads(),
  ...startUpWorkloads,
  ...workersWorkloads,
];

try {
  await perform(readOptions(Deno.args));
} catch (error) {
  if (!(error instanceof BadOption)) throw error;
  Deno.stderr.writeSync(new TextEncoder().encode(`${error.message}\n`));
  Deno.exit(2);
}

async function perform(options: BenchOptions): Promise<void> {
  if (options.help) print(USAGE);
  else if (options.alone !== "") print(JSON.stringify(await runHere(workloadNamed(options.alone))));
  else if (options.texts[0] === "goodput") { for await (const line of showGoodput()) print(line); }
  else if (options.against !== "") {
    const isBuilt = buildUnless(options);
    for (const line of againstNs3(options.runs, options.texts, isBuilt)) print(line);
  } else measureAll(options);
}

async function* showGoodput(): AsyncGenerator<string> {
  const { cubicLines } = await import("./cubic_curve.ts");
  const { goodputLines } = await import("./goodput.ts");
  yield* goodputLines();
  yield* cubicLines();
}

/** Whether the programs that are measured were built, which they are unless sources are asked for. */
function buildUnless({ sources }: BenchOptions): boolean {
  if (!sources) buildAll();
  print(sources ? "ours: from the sources" : "ours: built into one file");
  return !sources;
}

function measureAll(options: BenchOptions): void {
  const { texts, runs, json } = options;
  const names = workloads.map((workload) => workload.name);
  for (const text of texts) {
    if (names.some((name) => isChosen(name, [text]))) continue;
    throw new BadOption(`TEXT must be part of one of these: it is "${text}"\n${names.join("\n")}`);
  }
  const isBuilt = buildUnless(options);
  const measurements: Measurement[] = [];
  print(headLine());
  for (const workload of workloads.filter(({ name }) => isChosen(name, texts))) {
    const measurement = measure(workload, runs, () => runAlone(workload, isBuilt));
    measurements.push(measurement);
    for (const line of measurementLines(measurement)) print(line);
  }
  if (json === "") return;
  const { deno, v8 } = Deno.version;
  const system = { deno, v8, target: Deno.build.target, isBuilt };
  Deno.writeTextFileSync(json, JSON.stringify({ system, runs, measurements }, null, 2) + "\n");
}

function workloadNamed(name: string): Workload {
  const workload = workloads.find((it) => it.name === name);
  if (workload === undefined) throw new RangeError(`Cannot measure: no workload is "${name}"`);
  return workload;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
