import { type Nanos, NEVER } from "../engine/base/time.ts";
import type { Network } from "../nodes/network.ts";
import { evaluate, type RunInfo, Timeline, type Verdict } from "../timeline/mod.ts";
import { Course } from "./course.ts";
import { runInfo } from "./run_info.ts";
import type { Topology } from "./topology.ts";

/** What came of a run. */
export interface RunResult {
  timeline: Timeline;
  info: RunInfo;
  /** One for each expectation, in the order of the topology. */
  verdicts: Verdict[];
  /** Whether all expectations hold. */
  holds: boolean;
}

/**
 * A topology that runs, in as many steps as its owner likes.
 *
 * @example Two hosts say hello
 * ```ts
 * import { loadTopology } from "./load.ts";
 * import { Run } from "./run.ts";
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
 * expect:
 *   - { call: client.app.connect, returns: ECONNREFUSED }
 * `,
 *   "refused.yaml",
 * );
 * if (loaded.mistakes !== null) throw new Error("it has mistakes");
 * const run = new Run(loaded.topology, loaded.source);
 * run.advance();
 * strictEqual(run.finish().holds, true);
 * ```
 */
export class Run {
  readonly topology: Topology;
  readonly timeline: Timeline = new Timeline();
  readonly #source: unknown;
  readonly #course: Course;

  /** `source` is the topology as plain data, for the exports; `until` ends the run earlier. */
  constructor(topology: Topology, source: unknown, until: Nanos = NEVER) {
    this.topology = topology;
    this.#source = source;
    this.#course = new Course(topology, this.timeline, until);
  }

  get network(): Network {
    return this.#course.network;
  }

  /** The point of virtual time reached; of a run that is over, when it ended. */
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

  /** Lets at most so many events happen; returns whether the run is over. */
  advance(maxEvents: number = Infinity): boolean {
    return this.#course.advance(maxEvents);
  }

  /** The result so far; `partial` where the run was interrupted. */
  finish(partial = false): RunResult {
    const { timeline, topology } = this;
    const info = runInfo(topology, this.#source, partial);
    const verdicts = evaluate(topology.expect, timeline, info.hosts);
    return { timeline, info, verdicts, holds: verdicts.every((verdict) => verdict.holds) };
  }
}
