import { type Nanos, NEVER } from "../engine/base/time.ts";
import { groupThousands } from "../timeline/mod.ts";
import type { Command } from "./commander.ts";
import { type Export, ExportFiles } from "./export_files.ts";
import { ExitStatus } from "./failure.ts";
import { readInput } from "./input.ts";
import { Interrupt } from "./interrupt.ts";
import { parseOutput, parseUntil, parseWorkers } from "./options.ts";
import { runJobs } from "./pool.ts";
import { CountProgress } from "./progress.ts";
import { print, type Streams, tell } from "./streams.ts";
import { type Axis, parseAxis } from "./sweep_axes.ts";
import { csvChunks } from "./sweep_csv.ts";
import { sweepJsonChunks } from "./sweep_json.ts";
import { type Plan, planOf, runsOf } from "./sweep_plan.ts";
import { reportLines } from "./sweep_report.ts";
import { holds, type Sweep, sweepOf } from "./sweep_result.ts";
import { type SweepJob, sweepWork } from "./sweep_run.ts";
import { parseSeeds } from "./sweep_seeds.ts";

/** The columns where there is no terminal. */
const WIDTH = 100;

/** What `sweep` was asked for. */
export interface SweepOptions {
  seeds?: readonly number[];
  set?: readonly Axis[];
  until?: Nanos;
  workers?: number;
  json?: string;
  csv?: string;
  full?: boolean;
  quiet?: boolean;
}

/** Adds the command that runs a topology with many settings and seeds. */
export function addSweepCommand(
  program: Command,
  streams: Streams,
  onEnd: (status: ExitStatus) => void,
): void {
  program.command("sweep")
    .description(
      "run a topology with each combination of values and each seed; the exit status is 1 if an " +
        "expectation of a run fails",
    )
    .argument("<file>", "the topology, or - for standard input")
    .option("--seeds <list>", "seeds in place of the file's: 7, 1..100 or 1..10,42", parseSeeds)
    .option(
      "--set <path=values>",
      "values with commas between: links.cable.loss=0%,0.1%,1% (repeatable: each with each)",
      parseAxis,
    )
    .option("--until <time>", "end each run at this point of virtual time: 5m", parseUntil)
    .option("--workers <number>", "run on so many threads; 1: without workers", parseWorkers)
    .option(
      "--json <file>",
      "write an object for each run; - writes to standard output",
      parseOutput("--json"),
    )
    .option(
      "--csv <file>",
      "write a row for each run; - writes to standard output",
      parseOutput("--csv"),
    )
    .option("--full", "print a line for each run, however many there are")
    .option("--quiet", "print only how many runs hold their expectations")
    .action(async (file: string, options: SweepOptions) =>
      onEnd(await sweepCommand(file, options, streams))
    );
}

/**
 * Runs a topology with each combination of settings and each seed, on all
 * cores, and prints what came of it.
 *
 * @throws {BadInput} if something is wrong with the topology, with any of the
 * settings, or with a file that is to be written.
 * @throws {Interruption} if Ctrl-C comes before the first run, or while a file is written.
 */
async function sweepCommand(
  path: string,
  options: SweepOptions,
  streams: Streams,
): Promise<ExitStatus> {
  const { name, bytes } = await readInput(path, streams.stdin);
  const interrupt = new Interrupt();
  const exports = new ExportFiles<Sweep>();
  let sweep: Sweep;
  try {
    const { set = [], seeds = null, until = NEVER } = options;
    const plan = await planOf(name, bytes, set, seeds, interrupt.signal);
    await exports.open(exportsOf(options), [path]);
    sweep = await runAll(plan, until, options.workers ?? null, interrupt.signal, streams);
    if (sweep.partial) await tell(streams.stderr, remarkOnEnd(sweep));
    const before = interrupt.count;
    await exports.write(sweep, () => interrupt.count > before);
  } finally {
    interrupt.stop();
    await exports.close();
  }
  const width = streams.stdout.isTerminal() ? Deno.consoleSize().columns : WIDTH;
  const lines = exports.stdoutChunks(sweep) ?? reportLines(sweep, path, options, width);
  await print(streams.stdout, lines);
  return await statusOf(sweep, streams);
}

function exportsOf({ json, csv }: SweepOptions): Export<Sweep>[] {
  const exports: Export<Sweep>[] = [];
  if (json !== undefined) exports.push({ option: "--json", path: json, chunks: sweepJsonChunks });
  if (csv !== undefined) exports.push({ option: "--csv", path: csv, chunks: csvChunks });
  return exports;
}

async function runAll(
  plan: Plan,
  until: Nanos,
  workers: number | null,
  signal: AbortSignal,
  streams: Streams,
): Promise<Sweep> {
  const runs = runsOf(plan);
  const jobs = runs.map(({ case: { topology }, seed }): SweepJob => ({ topology, seed, until }));
  const progress = new CountProgress(streams.stderr, jobs.length, "runs");
  const results = await runJobs(jobs, sweepWork, {
    most: workers ?? navigator.hardwareConcurrency,
    isExact: workers !== null,
    onDone: (done) => progress.show(done),
    signal,
  });
  await progress.clear();
  return sweepOf(plan, runs, results);
}

function remarkOnEnd({ runs, planned }: Sweep): string {
  const [done, all] = [groupThousands(runs.length), groupThousands(planned)];
  return `Interrupted: this is ${done} of ${all} runs`;
}

/** @throws {Error} if a run ended by a fault of ours. */
async function statusOf({ runs, partial }: Sweep, streams: Streams): Promise<ExitStatus> {
  const fault = runs.find((run) => run.fault !== "");
  if (fault !== undefined) throw new Error(`run ${fault.index}: ${fault.fault}`);
  if (partial) return ExitStatus.Interrupted;
  const failed = runs.find((run) => run.summary === null);
  if (failed !== undefined) {
    await tell(streams.stderr, `Run ${failed.index} came to no end: ${failed.error}`);
    return ExitStatus.BadInput;
  }
  return runs.every(holds) ? ExitStatus.Ok : ExitStatus.ExpectationFailed;
}
