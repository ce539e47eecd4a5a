import { type Nanos, NEVER } from "../engine/base/time.ts";
import { EndlessLoop } from "../nodes/programs/mod.ts";
import { Run, type RunResult } from "../topologies/mod.ts";
import { ExportFiles } from "./export_files.ts";
import { type ExportOptions, exportsOf } from "./exports.ts";
import { BadInput, ExitStatus } from "./failure.ts";
import { Interrupt } from "./interrupt.ts";
import { loadFile } from "./load.ts";
import { Progress } from "./progress.ts";
import { print, type Streams, tell } from "./streams.ts";
import { streamCommand } from "./stream.ts";
import { Turns } from "./turns.ts";
import { viewLines, type ViewOptions } from "./view.ts";

/** What `run` was asked for. */
export interface RunOptions extends ViewOptions, ExportOptions {
  ndjson?: string;
  seed?: number;
  set?: readonly string[];
  tcp?: boolean;
  until?: Nanos;
}

/** Events between two looks at the clock. */
const SLICE = 20_000;

/**
 * The most records that a run may have, with the ladder and without: either
 * takes about 3 GB, and a heap ends at 4.
 */
const MOST_RECORDS = 4_000_000;
const MOST_WITHOUT_LADDER = 15_000_000;

/** Why a run went no further. */
type Ending = "finished" | "interrupted" | "full";

/**
 * Runs a topology, prints its timeline and tells whether its expectations hold.
 *
 * @throws {BadInput} if the topology has mistakes, or a file cannot be read or written.
 * @throws {Interruption} if Ctrl-C comes while a file is written.
 */
export async function runCommand(
  path: string,
  options: RunOptions,
  streams: Streams,
): Promise<ExitStatus> {
  const { ndjson } = options;
  if (ndjson !== undefined) return await streamCommand(path, { ...options, ndjson }, streams);
  const { topology, source } = await loadFile(path, streams.stdin, options);
  const interrupt = new Interrupt();
  const exports = new ExportFiles<RunResult>();
  let ending: Ending;
  let result: RunResult;
  try {
    await exports.open(await exportsOf(options, topology), [path]);
    const run = new Run(topology, source, options.until ?? NEVER);
    ending = await runToEnd(run, interrupt, new Progress(streams.stderr), mostRecords(options));
    result = run.finish(ending !== "finished");
    for (const remark of remarksOn(run, ending)) await tell(streams.stderr, remark);
    const before = interrupt.count;
    await exports.write(result, () => interrupt.count > before);
  } finally {
    interrupt.stop();
    await exports.close();
  }
  const lines = exports.stdoutChunks(result) ?? viewLines(result, options, streams.stdout);
  await print(streams.stdout, lines);
  return statusOf(ending, result);
}

/** Lets the run go on to its end, or until Ctrl-C, or until it has too many records. */
async function runToEnd(
  run: Run,
  interrupt: Interrupt,
  progress: Progress,
  mostRecords: number,
): Promise<Ending> {
  const turns = new Turns();
  let ending: Ending | null = null;
  while (ending === null) {
    if (advance(run)) {
      ending = "finished";
    } else {
      await progress.show(run.now, run.processed);
      await turns.takeIfDue();
      if (interrupt.count > 0) ending = "interrupted";
      else if (run.timeline.size > mostRecords) ending = "full";
    }
  }
  await progress.clear();
  return ending;
}

/** @throws {BadInput} if a program goes round in a loop and time stands still. */
function advance(run: Run): boolean {
  try {
    return run.advance(SLICE);
  } catch (error) {
    throw error instanceof EndlessLoop ? new BadInput(error.message) : error;
  }
}

function mostRecords({ json, pcapng, quiet }: RunOptions): number {
  return quiet === true || json === "-" || pcapng === "-" ? MOST_WITHOUT_LADDER : MOST_RECORDS;
}

function* remarksOn(run: Run, ending: Ending): Generator<string> {
  if (run.ranTooLong) yield "Stopped after 24 h of virtual time: set `stop` to run longer";
  if (ending === "interrupted") yield "Interrupted: this is the beginning of the run only";
  if (ending === "full") {
    yield `Stopped after ${run.timeline.size.toLocaleString("en")} records, which is as many as ` +
      "there may be: this is the beginning of the run only; --until ends it earlier";
  }
}

function statusOf(ending: Ending, result: RunResult): ExitStatus {
  if (ending === "interrupted") return ExitStatus.Interrupted;
  if (ending === "full") return ExitStatus.BadInput;
  return result.holds ? ExitStatus.Ok : ExitStatus.ExpectationFailed;
}
