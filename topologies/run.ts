import { type Nanos, NEVER, seconds } from "../engine/base/time.ts";
import type { StopReason } from "../engine/sim/mod.ts";
import { formatPrefix } from "../engine/wire/mod.ts";
import type { Network } from "../nodes/network.ts";
import {
  evaluate,
  type HostInfo,
  type LinkInfo,
  type RunInfo,
  Timeline,
  type Verdict,
} from "../timeline/mod.ts";
import { build } from "./build.ts";
import type { HostSpec, LinkEnd, LinkSpec, Topology } from "./topology.ts";

/** The version of cablepull: runs of different versions may have different digests. */
export const VERSION = "0.1.0";

/**
 * When a run without `stop` ends at the latest: keep-alive probes and programs
 * that never end would let it go on for ever.
 */
export const LONGEST_RUN: Nanos = seconds(24 * 3600);

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
  readonly network: Network;
  readonly #source: unknown;
  /** Where it was told to end, by the topology or its owner. */
  readonly #asked: Nanos;
  readonly #until: Nanos;
  #isOver = false;
  /** Whether something was left to happen when the longest run was over. */
  ranTooLong = false;

  /** `source` is the topology as plain data, for the exports; `until` ends the run earlier. */
  constructor(topology: Topology, source: unknown, until: Nanos = NEVER) {
    this.topology = topology;
    this.#source = source;
    this.#asked = Math.min(topology.stop, until);
    this.#until = this.#asked === NEVER ? LONGEST_RUN : this.#asked;
    this.network = build(topology, this.timeline);
  }

  /** The point of virtual time reached; of a run that is over, when it ended. */
  get now(): Nanos {
    return this.#isOver ? this.timeline.endedAt : this.network.sim.now;
  }

  /** Events that have happened. */
  get processed(): number {
    return this.network.sim.processed;
  }

  /** Lets at most so many events happen; returns whether the run is over. */
  advance(maxEvents: number = Infinity): boolean {
    const { sim } = this.network;
    if (sim.nextAt > this.#until) return this.#stop();
    const reason: StopReason = sim.run({ until: this.#until, maxEvents });
    return reason === "budget" ? false : this.#stop();
  }

  /** The run is over: how far time went counts, if it was cut short. */
  #stop(): boolean {
    const wasCut = this.network.sim.nextAt !== NEVER;
    if (wasCut) this.timeline.end(Math.max(this.#until, this.timeline.endedAt));
    this.ranTooLong = wasCut && this.#asked === NEVER;
    this.#isOver = true;
    return true;
  }

  /** The result so far; `partial` where the run was interrupted. */
  finish(partial = false): RunResult {
    const { timeline, topology } = this;
    const hosts = [...topology.hosts.map(hostInfo), ...topology.switches.map(switchInfo)];
    const verdicts = evaluate(topology.expect, timeline, hosts);
    const info: RunInfo = {
      title: topology.title,
      version: VERSION,
      seed: topology.seed,
      partial,
      topology: this.#source,
      hosts,
      links: topology.links.map(linkInfo),
    };
    return { timeline, info, verdicts, holds: verdicts.every((verdict) => verdict.holds) };
  }
}

function hostInfo(host: HostSpec): HostInfo {
  const nics = host.nics.map((nic) => ({ name: nic.name, address: formatPrefix(nic) }));
  return { name: host.name, os: host.os, nics };
}

function switchInfo(name: string): HostInfo {
  return { name, os: "", nics: [] };
}

function linkInfo(link: LinkSpec): LinkInfo {
  const { forward } = link.settings;
  return {
    name: link.name,
    ends: [endName(link.ends[0]), endName(link.ends[1])],
    latency: forward.latency,
    rateBps: Number.isFinite(forward.rateBps) ? forward.rateBps : 0,
  };
}

function endName(end: LinkEnd): string {
  return end.nic === "" ? end.node : `${end.node}.${end.nic}`;
}
