import { NEVER } from "../engine/base/time.ts";
import { EndlessLoop } from "../nodes/programs/mod.ts";
import { formatDuration, groupThousands } from "../timeline/mod.ts";
import { StreamedRun } from "../topologies/mod.ts";
import { BadInput, ExitStatus } from "./failure.ts";
import { Interrupt } from "./interrupt.ts";
import { loadFile } from "./load.ts";
import { OutputFile } from "./output_file.ts";
import { Progress } from "./progress.ts";
import type { RunOptions } from "./run.ts";
import { print, type Streams, tell, WriteFailure, writeText } from "./streams.ts";
import { Turns } from "./turns.ts";
import { WorkerHash } from "./worker_hash.ts";

/** Events between two writes: their records stand in memory together. */
const SLICE = 1000;

/** What needs the whole timeline, and so cannot stand beside `--ndjson`. */
const ELSEWHERE = [
  "json",
  "pcapng",
  "nic",
  "svg",
  "html",
  "mermaid",
  "perfetto",
  "packetdrill",
  "connection",
  "from",
  "states",
  "every",
  "full",
  "quiet",
  "ascii",
] as const;

/**
 * Runs a topology and writes each record as a line of JSON as it happens, in
 * memory that does not grow with their number. Expectations are not judged.
 *
 * @throws {BadInput} if the topology has mistakes, or a file cannot be read or written.
 */
export async function streamCommand(
  path: string,
  options: RunOptions & { ndjson: string },
  streams: Streams,
): Promise<ExitStatus> {
  for (const other of ELSEWHERE) {
    if (options[other] === undefined) continue;
    throw new BadInput(`--ndjson must stand without --${other}, which needs the whole timeline`);
  }
  const { topology, source } = await loadFile(path, streams.stdin, options);
  const interrupt = new Interrupt();
  const hash = new WorkerHash();
  let file: OutputFile | null = null;
  try {
    if (options.ndjson !== "-") file = await OutputFile.open(options.ndjson, [path], "--ndjson");
    if (topology.expect.length > 0) {
      await tell(streams.stderr, "Expectations are not judged: --ndjson keeps no timeline");
    }
    const run = new StreamedRun(topology, source, options.until ?? NEVER, hash);
    const target = file;
    const write = (lines: Iterable<Uint8Array>): Promise<void> =>
      target === null ? writeText(streams.stdout, lines) : target.append(lines);
    const isPartial = await stream(run, write, interrupt, new Progress(streams.stderr));
    file?.keep();
    if (run.ranTooLong) {
      await tell(streams.stderr, "Stopped after 24 h of virtual time: set `stop` to run longer");
    }
    if (isPartial) await tell(streams.stderr, "Interrupted: this is the beginning of the run only");
    if (file !== null) await print(streams.stdout, [summary(run, topology.seed, isPartial)]);
    return isPartial ? ExitStatus.Interrupted : ExitStatus.Ok;
  } catch (error) {
    if (!(error instanceof WriteFailure)) throw error;
    if (error.cause instanceof Deno.errors.BrokenPipe) return ExitStatus.Ok; // it had enough
    throw new BadInput(`<stdout>: cannot be written: ${error.message}`);
  } finally {
    interrupt.stop();
    hash.close();
    await file?.close();
  }
}

/** Lets the run go on to its end or until Ctrl-C; returns whether it was interrupted. */
async function stream(
  run: StreamedRun,
  write: (lines: Iterable<Uint8Array>) => Promise<void>,
  interrupt: Interrupt,
  progress: Progress,
): Promise<boolean> {
  const turns = new Turns();
  while (interrupt.count === 0 && !advance(run)) {
    await write(run.takeBytes());
    await progress.show(run.now, run.processed);
    await turns.takeIfDue();
  }
  await progress.clear();
  const isPartial = interrupt.count > 0;
  await write(run.finishBytes(isPartial));
  return isPartial;
}

/** @throws {BadInput} if a program goes round in a loop and time stands still. */
function advance(run: StreamedRun): boolean {
  try {
    return run.advance(SLICE);
  } catch (error) {
    throw error instanceof EndlessLoop ? new BadInput(error.message) : error;
  }
}

function summary(run: StreamedRun, seed: number, isPartial: boolean): string {
  const ended = isPartial ? "Interrupted" : "Ended";
  const records = groupThousands(run.records);
  return `${ended} after ${formatDuration(run.now)}: ${records} records, seed ${seed}\n`;
}
