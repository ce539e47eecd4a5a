/**
 * Measures the hot paths: `deno task bench [TEXT] [--runs N] [--only TEXT] [--json FILE]`; a text
 * is that of `--only`. Each run is in a process of its own (`--alone`). `deno task bench goodput` measures none, but shows how much gets through in
 * virtual time: goodput beside ns-3's, and CUBIC's window beside its formula.
 * `--against ns3` runs the same work here and in ns-3 by turns, and prints the ratio.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { runAlone, runHere } from "./alone.ts";
import { bulkWorkloads } from "./bulk.ts";
import { cableWorkloads } from "./cable.ts";
import { churnWorkloads } from "./churn.ts";
import { cubicLines } from "./cubic_curve.ts";
import { goodputLines } from "./goodput.ts";
import { growthWorkloads } from "./growth.ts";
import { measure, type Measurement } from "./measure.ts";
import { pageWorkloads } from "./page.ts";
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

const { values: options, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    json: { type: "string" },
    against: { type: "string" },
    alone: { type: "string" },
  },
});

if (positionals[0] === "goodput") {
  for (const line of goodputLines()) print(line);
  for (const line of cubicLines()) print(line);
} else if (options.alone !== undefined) {
  print(JSON.stringify(await runHere(workloadNamed(options.alone))));
} else {
  measureAll();
}

function measureAll(): void {
  const runs = Number(options.runs);
  if (!(Number.isInteger(runs) && runs >= 1)) {
    throw new RangeError(
      `Cannot measure: --runs must be a whole number >= 1: it is ${options.runs}`,
    );
  }

  const only = positionals[0] ?? options.only;
  if (options.against !== undefined) return compare(options.against, runs, only);
  const chosen = workloads.filter((workload) => workload.name.includes(only));
  if (chosen.length === 0) {
    const names = workloads.map((workload) => workload.name).join("; ");
    throw new RangeError(
      `Cannot measure: --only must be part of one of ${names}: it is ${only}`,
    );
  }

  const measurements: Measurement[] = [];
  print(headLine());
  for (const workload of chosen) {
    const measurement = measure(workload, runs, () => runAlone(workload));
    measurements.push(measurement);
    for (const line of measurementLines(measurement)) print(line);
  }
  if (options.json !== undefined) {
    const system = { deno: Deno.version.deno, v8: Deno.version.v8, target: Deno.build.target };
    Deno.writeTextFileSync(
      options.json,
      JSON.stringify({ system, runs, measurements }, null, 2) + "\n",
    );
  }
}

function workloadNamed(name: string): Workload {
  const workload = workloads.find((it) => it.name === name);
  if (workload === undefined) throw new RangeError(`Cannot measure: no workload is "${name}"`);
  return workload;
}

function compare(peer: string, runs: number, only: string): void {
  if (peer !== "ns3") throw new RangeError(`Cannot compare: --against must be ns3: it is ${peer}`);
  for (const line of againstNs3(runs, only)) print(line);
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
