import { Rng } from "../engine/base/rng.ts";
import { ms, type Nanos } from "../engine/base/time.ts";
import { type Actor, Simulator } from "../engine/sim/mod.ts";
import type { Result, Workload } from "./workload.ts";

const EVENTS = 1_000_000;

/** A power of two, so that its last index is a mask. */
const DELAYS = 1 << 16;

/**
 * The hold model: each event that happens schedules another one, so that
 * always as many are pending. Delays are exponential, with a mean of 1 ms.
 */
class Hold implements Workload, Actor {
  readonly name: string;
  readonly unit = "ns/event";
  readonly #pending: number;
  #simulator: Simulator = new Simulator();
  #delays: Float64Array = new Float64Array(0);
  #drawn = 0;

  constructor(pending: number) {
    this.name = `scheduler, hold, ${pending} pending`;
    this.#pending = pending;
  }

  run(): Result {
    this.#setUp();
    const start = performance.now();
    this.#simulator.run({ maxEvents: EVENTS });
    const took = performance.now() - start;
    return { value: took * 1e6 / EVENTS, operations: EVENTS };
  }

  onEvent(kind: number, arg: number, now: Nanos): void {
    this.#simulator.schedule(now + this.#nextDelay(), this, kind, arg);
  }

  /** Fills the queue, and lets it come into the order that a long run has. */
  #setUp(): void {
    const rng = new Rng(1).fork(this.name);
    this.#simulator = new Simulator();
    this.#delays = new Float64Array(DELAYS);
    for (let i = 0; i < DELAYS; i++) {
      this.#delays[i] = Math.ceil(-Math.log(1 - rng.float64()) * ms(1));
    }
    for (let i = 0; i < this.#pending; i++) {
      this.#simulator.schedule(this.#nextDelay(), this, 0, i);
    }
    this.#simulator.run({ maxEvents: this.#pending });
  }

  #nextDelay(): Nanos {
    return this.#delays[this.#drawn++ & (DELAYS - 1)]!;
  }
}

/** The event queue alone, small, middle and large. */
export const schedulerWorkloads: readonly Workload[] = [
  new Hold(1_000),
  new Hold(100_000),
  new Hold(1_000_000),
];
