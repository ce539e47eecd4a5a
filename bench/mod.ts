/**
 * Measures the hot paths: `deno task bench [--runs N] [--only TEXT] [--json FILE]`.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { bulkWorkloads } from "./bulk.ts";
import { cableWorkloads } from "./cable.ts";
import { measure, type Measurement } from "./measure.ts";
import { schedulerWorkloads } from "./scheduler.ts";
import { headLine, measurementLine } from "./table.ts";
import type { Workload } from "./workload.ts";

const workloads: readonly Workload[] = [...schedulerWorkloads, ...cableWorkloads, ...bulkWorkloads];

const { values: options } = parseArgs({
  args: Deno.args,
  options: {
    runs: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    json: { type: "string" },
  },
});

const runs = Number(options.runs);
if (!(Number.isInteger(runs) && runs >= 1)) {
  throw new RangeError(`Cannot measure: --runs must be a whole number >= 1: it is ${options.runs}`);
}

const chosen = workloads.filter((workload) => workload.name.includes(options.only));
if (chosen.length === 0) {
  const names = workloads.map((workload) => workload.name).join("; ");
  throw new RangeError(
    `Cannot measure: --only must be part of one of ${names}: it is ${options.only}`,
  );
}

const measurements: Measurement[] = [];
print(headLine());
for (const workload of chosen) {
  const measurement = measure(workload, runs);
  measurements.push(measurement);
  print(measurementLine(measurement));
}
if (options.json !== undefined) {
  const system = { deno: Deno.version.deno, v8: Deno.version.v8, target: Deno.build.target };
  Deno.writeTextFileSync(
    options.json,
    JSON.stringify({ system, runs, measurements }, null, 2) + "\n",
  );
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
