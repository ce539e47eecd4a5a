import { pcapngChunks } from "../timeline/files.ts";
import { build, Run, StreamedRun, type Topology } from "../topologies/runs.ts";
import { LOSSY_UPLOAD } from "./lossy_upload.ts";
import type { Result, Workload } from "./workload.ts";

/** The ways of recording: what becomes of the records of one run. */
const ways = {
  "in memory": (topology: Topology, source: unknown): number => {
    const run = new Run(topology, source);
    run.advance();
    return run.timeline.size;
  },
  "to NDJSON": (topology: Topology, source: unknown): number => {
    let bytes = 0;
    for (const piece of new StreamedRun(topology, source).bytes()) bytes += piece.length;
    return bytes;
  },
  "to pcapng": (topology: Topology, source: unknown): number => {
    const run = new Run(topology, source);
    run.advance();
    const { timeline, info } = run.finish();
    let bytes = 0;
    for (const chunk of pcapngChunks(timeline, info, { inPlace: true })) bytes += chunk.length;
    return bytes;
  },
};

/** A result is of so many runs each, by turns: of either, the one that was disturbed least. */
const TURNS = 3;

/**
 * How many times as long a run takes that is recorded. Each has its own run
 * without recording right before: what else the machine does slows both.
 */
class Recording implements Workload {
  readonly name: string;
  readonly unit = "times";
  readonly isComparison = true;
  readonly #record: (topology: Topology, source: unknown) => number;

  constructor(way: keyof typeof ways) {
    this.name = `recording, ${way}, beside the run without`;
    this.#record = ways[way];
  }

  async run(): Promise<Result> {
    // Only here, so that what measures something else has neither YAML nor schemas in its memory.
    const { loadTopology } = await import("../topologies/mod.ts");
    const loaded = loadTopology(LOSSY_UPLOAD, "recording.yaml");
    if (loaded.mistakes !== null) throw new Error("The topology of a benchmark has mistakes");
    const { topology, source } = loaded;
    let without = Infinity;
    let recorded = Infinity;
    for (let turn = 0; turn < TURNS; turn++) {
      without = Math.min(
        without,
        took(() => {
          const { sim } = build(topology, null);
          sim.run();
          return sim.processed;
        }),
      );
      recorded = Math.min(recorded, took(() => this.#record(topology, source)));
    }
    return { value: recorded / without, operations: 1 };
  }
}

/** Milliseconds; `work` returns a number above 0 as a sign that it did something. */
function took(work: () => number): number {
  const start = performance.now();
  if (!(work() > 0)) throw new Error("A benchmark of recording did nothing");
  return performance.now() - start;
}

/** What recording costs, by where the records go. */
export const recordingWorkloads: readonly Workload[] = Object.keys(ways)
  .map((way) => new Recording(way as keyof typeof ways));
