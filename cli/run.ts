import { type Nanos, NEVER } from "../engine/base/time.ts";
import { Run, type RunResult } from "../topologies/mod.ts";
import { jsonChunks } from "../timeline/mod.ts";
import { ExitStatus } from "./failure.ts";
import { Interrupt, nextTurn } from "./interrupt.ts";
import { loadFile } from "./load.ts";
import { OutputFile } from "./output_file.ts";
import { Progress } from "./progress.ts";
import { print, type Streams, tell } from "./streams.ts";
import { viewLines, type ViewOptions } from "./view.ts";

/** What `run` was asked for. */
export interface RunOptions extends ViewOptions {
  json?: string;
  seed?: number;
  set?: readonly string[];
  until?: Nanos;
}

/** Events between two looks at the outside world. */
const SLICE = 20_000;

/**
 * Runs a topology, prints its timeline and tells whether its expectations hold.
 *
 * @throws {BadInput} if the topology has mistakes, or a file cannot be read or written.
 * @throws {Interruption} if Ctrl-C comes while the JSON is written.
 */
export async function runCommand(
  path: string,
  options: RunOptions,
  streams: Streams,
): Promise<ExitStatus> {
  const { topology, source } = await loadFile(path, streams.stdin, options);
  const file = options.json === undefined || options.json === "-"
    ? null
    : await OutputFile.open(options.json, path);
  const interrupt = new Interrupt();
  let result: RunResult;
  try {
    const run = new Run(topology, source, options.until ?? NEVER);
    const isFinished = await runToEnd(run, interrupt, new Progress(streams.stderr));
    result = run.finish(!isFinished);
    for (const remark of remarksOn(run, isFinished)) await tell(streams.stderr, remark);
    const before = interrupt.count;
    await file?.write(jsonOf(result), () => interrupt.count > before);
  } finally {
    interrupt.stop();
    await file?.close();
  }
  const lines = options.json === "-" ? jsonOf(result) : viewLines(result, options, streams.stdout);
  await print(streams.stdout, lines);
  if (result.info.partial) return ExitStatus.Interrupted;
  return result.holds ? ExitStatus.Ok : ExitStatus.ExpectationFailed;
}

/** Lets the run go on to its end, or until Ctrl-C; returns whether it got there. */
async function runToEnd(run: Run, interrupt: Interrupt, progress: Progress): Promise<boolean> {
  while (!run.advance(SLICE)) {
    await progress.show(run.now, run.processed);
    await nextTurn();
    if (interrupt.count > 0) break;
  }
  await progress.clear();
  return interrupt.count === 0;
}

function* remarksOn(run: Run, isFinished: boolean): Generator<string> {
  if (run.ranTooLong) yield "Stopped after 24 h of virtual time: set `stop` to run longer";
  if (!isFinished) yield "Interrupted: this is the beginning of the run only";
}

function jsonOf(result: RunResult): Iterable<string> {
  return jsonChunks(result.timeline, result.info, result.verdicts);
}
