/**
 * cablepull: a deterministic emulator of networks, for people who must know
 * what TCP does when things go wrong.
 *
 * A topology in YAML says which hosts, links, programs and faults there are;
 * {@linkcode Run} runs it in virtual time and gives its timeline. The same
 * topology and seed give the same timeline, everywhere. No permission is
 * needed.
 *
 * @example A port that nobody listens on
 * ```ts
 * import { loadTopology, Run } from "./mod.ts";
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
 *
 * const run = new Run(loaded.topology, loaded.source);
 * run.advance();
 * strictEqual(run.finish().holds, true);
 * strictEqual(run.now, 20_000_000); // one round trip, in nanoseconds
 * ```
 *
 * @module
 */
export {
  formatMistakes,
  type Loaded,
  type LoadOptions,
  loadTopology,
  LONGEST_RUN,
  type Mistake,
  Run,
  type RunResult,
  type Topology,
  topologyJsonSchema,
  VERSION,
} from "./topologies/mod.ts";
export {
  connectionNames,
  digest,
  type Expectation,
  finalStates,
  jsonChunks,
  type RunInfo,
  statePath,
  summaryLines,
  textLines,
  type TextOptions,
  Timeline,
  type TimelineJson,
  timelineJsonSchema,
  timelineSchema,
  type Verdict,
  why,
} from "./timeline/mod.ts";
export type { CallResult, RecordBody, Recorder, RecordId } from "./nodes/records.ts";
