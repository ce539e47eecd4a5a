import { type Nanos, NEVER, seconds } from "../engine/base/time.ts";
import type { StopReason } from "../engine/sim/mod.ts";
import type { Network } from "../nodes/network.ts";
import type { Recorder } from "../nodes/records.ts";
import { build } from "./build.ts";
import type { Topology } from "./topology.ts";

/**
 * When a run without `stop` ends at the latest: keep-alive probes and programs
 * that never end would let it go on for ever.
 */
export const LONGEST_RUN: Nanos = seconds(24 * 3600);

/** A recorder that knows when the run ended. */
export interface EndingRecorder extends Recorder {
  readonly endedAt: Nanos;
  end(at: Nanos): void;
}

/** A topology on its way through virtual time, whoever records it. */
export class Course {
  readonly network: Network;
  /** Whether something was left to happen when the longest run was over. */
  ranTooLong = false;
  readonly #recorder: EndingRecorder;
  /** Where it was told to end, by the topology or its owner. */
  readonly #asked: Nanos;
  readonly #until: Nanos;
  #isOver = false;

  /** `until` ends it earlier than the topology does. */
  constructor(topology: Topology, recorder: EndingRecorder, until: Nanos) {
    this.#recorder = recorder;
    this.#asked = Math.min(topology.stop, until);
    this.#until = this.#asked === NEVER ? LONGEST_RUN : this.#asked;
    this.network = build(topology, recorder);
  }

  /** The point of virtual time reached; of a run that is over, when it ended. */
  get now(): Nanos {
    return this.#isOver ? this.#recorder.endedAt : this.network.sim.now;
  }

  /** Events that have happened. */
  get processed(): number {
    return this.network.sim.processed;
  }

  /** Lets at most so many events happen; returns whether the run is over. */
  advance(maxEvents: number): boolean {
    const { sim } = this.network;
    if (sim.nextAt > this.#until) return this.#stop();
    const reason: StopReason = sim.run({ until: this.#until, maxEvents });
    return reason === "budget" ? false : this.#stop();
  }

  /** The run is over: how far time went counts, if it was cut short. */
  #stop(): boolean {
    const recorder = this.#recorder;
    const wasCut = this.network.sim.nextAt !== NEVER;
    if (wasCut) recorder.end(Math.max(this.#until, recorder.endedAt));
    this.ranTooLong = wasCut && this.#asked === NEVER;
    this.#isOver = true;
    return true;
  }
}
