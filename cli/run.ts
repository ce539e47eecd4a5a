import { type Nanos, NEVER } from "../engine/base/time.ts";
import { Run, type RunResult } from "../topologies/mod.ts";
import { jsonChunks, summaryLines, textLines } from "../timeline/mod.ts";
import { BadInput, ExitStatus } from "./failure.ts";
import { openOutput, writeChunks } from "./files.ts";
import { loadFile } from "./load.ts";
import { Progress } from "./progress.ts";

/** What `run` was asked for. */
export interface RunOptions {
  json?: string;
  seed?: number;
  set?: readonly string[];
  until?: Nanos;
  quiet?: boolean;
  full?: boolean;
  ascii?: boolean;
  width?: number;
}

/** Events between two looks at the outside world. */
const SLICE = 20_000;

/** Runs a topology, prints its timeline and tells whether its expectations hold. */
export async function runCommand(path: string, options: RunOptions): Promise<ExitStatus> {
  const { topology, source } = await loadFile(path, options);
  if (options.json !== undefined && options.json === path && path !== "-") {
    throw new BadInput(`${path}: --json must be another file than the topology`);
  }
  const isStandardOutput = options.json === "-";
  const file = options.json === undefined || isStandardOutput
    ? null
    : await openOutput(options.json);
  const run = new Run(topology, source, options.until ?? NEVER);
  const finished = await runToEnd(run);
  const result = run.finish(!finished);
  if (isStandardOutput) await writeChunks(Deno.stdout, jsonOf(result));
  else await writeChunks(Deno.stdout, linesOf(result, options));
  if (file !== null) {
    await writeChunks(file, jsonOf(result));
    file.close();
  }
  if (run.ranTooLong) await warn("Stopped after 24 h of virtual time: set `stop` to run longer");
  if (!finished) {
    await warn("Interrupted: what was written is the beginning of the run only");
    return ExitStatus.Interrupted;
  }
  return result.holds ? ExitStatus.Ok : ExitStatus.ExpectationFailed;
}

/** Lets the run go on to its end, or until Ctrl-C; returns whether it got there. */
async function runToEnd(run: Run): Promise<boolean> {
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
  };
  Deno.addSignalListener("SIGINT", interrupt);
  const progress = new Progress();
  try {
    while (!run.advance(SLICE)) {
      progress.show(run.now, run.processed);
      await nextTurn();
      if (isInterrupted) return false;
    }
    return true;
  } finally {
    progress.clear();
    Deno.removeSignalListener("SIGINT", interrupt);
  }
}

/** Lets signals in. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function jsonOf(result: RunResult): Iterable<string> {
  return jsonChunks(result.timeline, result.info, result.verdicts);
}

function* linesOf(result: RunResult, options: RunOptions): Generator<string> {
  const { timeline, info, verdicts } = result;
  const { full = false, ascii = false } = options;
  const color = Deno.stdout.isTerminal() && !Deno.noColor;
  const width = options.width ?? terminalWidth();
  const view = { width, color, ascii, full };
  const lines = options.quiet === true
    ? summaryLines(timeline, info, verdicts, view)
    : textLines(timeline, info, verdicts, view);
  for (const line of lines) yield line + "\n";
}

/** The terminal's width, or 100 columns elsewhere. */
function terminalWidth(): number {
  return Deno.stdout.isTerminal() ? Deno.consoleSize().columns : 100;
}

async function warn(message: string): Promise<void> {
  await writeChunks(Deno.stderr, [`${message}\n`]);
}
