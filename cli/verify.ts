import { type Nanos, NEVER } from "../engine/base/time.ts";
import { EndlessLoop } from "../nodes/programs/mod.ts";
import { digest } from "../timeline/mod.ts";
import { Run } from "../topologies/mod.ts";
import { BadInput, ExitStatus, Interruption } from "./failure.ts";
import { Interrupt } from "./interrupt.ts";
import { loadFile } from "./load.ts";
import { print, type Streams } from "./streams.ts";
import { Turns } from "./turns.ts";

/** What `verify` was asked for. */
export interface VerifyOptions {
  seed?: number;
  set?: readonly string[];
  until?: Nanos;
}

/** Events between two looks at the outside world. */
const SLICE = 20_000;

/** As many as `run` may have without a view. */
const MOST_RECORDS = 15_000_000;

/**
 * Runs a topology twice and prints the digest: status 0 if both runs have the
 * same, 1 if not.
 *
 * @throws {BadInput} if the topology has mistakes, or one of its programs never waits.
 * @throws {Interruption} after Ctrl-C.
 */
export async function verifyCommand(
  path: string,
  options: VerifyOptions,
  streams: Streams,
): Promise<ExitStatus> {
  const { topology, source } = await loadFile(path, streams.stdin, options);
  const interrupt = new Interrupt();
  const digests: string[] = [];
  try {
    while (digests.length < 2) {
      const run = new Run(topology, source, options.until ?? NEVER);
      await runToEnd(run, interrupt);
      digests.push(digest(run.timeline));
    }
  } finally {
    interrupt.stop();
  }
  const [one = "", other = ""] = digests;
  const name = path === "-" ? "<stdin>" : path;
  const text = one === other
    ? `${name}: both runs have digest ${one}\n`
    : `${name}: the runs differ: their digests are\n  ${one}\n  ${other}\n`;
  await print(streams.stdout, [text]);
  return one === other ? ExitStatus.Ok : ExitStatus.ExpectationFailed;
}

async function runToEnd(run: Run, interrupt: Interrupt): Promise<void> {
  const turns = new Turns();
  while (!advance(run)) {
    await turns.takeIfDue();
    if (interrupt.count > 0) throw new Interruption("Interrupted: nothing was compared");
    if (run.timeline.size > MOST_RECORDS) {
      throw new BadInput(
        `Cannot verify: a run must have at most ${MOST_RECORDS.toLocaleString("en")} records: ` +
          "it has more; --until ends it earlier",
      );
    }
  }
}

function advance(run: Run): boolean {
  try {
    return run.advance(SLICE);
  } catch (error) {
    throw error instanceof EndlessLoop ? new BadInput(error.message) : error;
  }
}
