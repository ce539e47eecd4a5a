import { type Nanos, NEVER } from "../engine/base/time.ts";
import { RecordStream } from "../timeline/mod.ts";
import { Course } from "./course.ts";
import { runInfo } from "./run_info.ts";
import type { Topology } from "./topology.ts";

/**
 * A topology that runs and tells its records as lines of JSON while it does,
 * without keeping them: a run of any length takes little memory. The lines are
 * those of {@linkcode RecordStream}; expectations are not judged.
 *
 * @example Counting what was sent
 * ```ts
 * import { loadTopology } from "./load.ts";
 * import { StreamedRun } from "./streamed_run.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const loaded = loadTopology(
 *   `
 * title: A port that nobody listens on
 * hosts:
 *   client: { os: linux, address: 10.0.0.1/24 }
 *   server: { os: linux, address: 10.0.0.2/24 }
 * links:
 *   cable: { between: [client, server], latency: 10ms }
 * programs:
 *   client: { app: [{ connect: { to: "server:80", as: conn } }] }
 * `,
 *   "refused.yaml",
 * );
 * if (loaded.mistakes !== null) throw new Error("it has mistakes");
 * const run = new StreamedRun(loaded.topology, loaded.source);
 * let sent = 0;
 * for (const lines of run.lines()) {
 *   for (const line of lines.trimEnd().split("\n")) {
 *     const { kind, event } = JSON.parse(line);
 *     if (kind === "segment" && event === "sent") sent++;
 *   }
 * }
 * strictEqual(sent, 2); // SYN, and RST
 * ```
 */
export class StreamedRun {
  readonly #topology: Topology;
  readonly #source: unknown;
  readonly #stream = new RecordStream();
  readonly #course: Course;
  #hasHead = false;

  /** `source` is the topology as plain data, for the first line; `until` ends the run earlier. */
  constructor(topology: Topology, source: unknown, until: Nanos = NEVER) {
    this.#topology = topology;
    this.#source = source;
    this.#course = new Course(topology, this.#stream.window, until);
  }

  /** The point of virtual time reached. */
  get now(): Nanos {
    return this.#course.now;
  }

  /** Events that have happened. */
  get processed(): number {
    return this.#course.processed;
  }

  /** Whether something was left to happen when the longest run was over. */
  get ranTooLong(): boolean {
    return this.#course.ranTooLong;
  }

  /** How many records there were. */
  get records(): number {
    return this.#stream.window.size;
  }

  /** How many of them are kept: those that {@linkcode take} has not given yet. */
  get kept(): number {
    return this.#stream.window.kept;
  }

  /** Lets at most so many events happen; returns whether the run is over. */
  advance(maxEvents: number): boolean {
    return this.#course.advance(maxEvents);
  }

  /** The lines that are new since the last time, in pieces; the head before all others. */
  *take(): Generator<string> {
    if (!this.#hasHead) {
      this.#hasHead = true;
      yield this.#stream.head(runInfo(this.#topology, this.#source, false));
    }
    yield* this.#stream.lines();
  }

  /** The last lines; `partial` where the run was interrupted. */
  *finish(partial = false): Generator<string> {
    yield* this.take();
    yield this.#stream.tail(partial);
  }

  /** Runs to the end, and gives all lines in pieces; `slice` events happen before the next look. */
  *lines(slice = 2000): Generator<string> {
    while (!this.advance(slice)) yield* this.take();
    yield* this.finish();
  }
}
