import { Rng } from "../engine/base/rng.ts";
import { ms, type Nanos, us } from "../engine/base/time.ts";
import { type Actor, type Lane, Simulator } from "../engine/sim/mod.ts";
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

/** How many lines there are, and how many frames are on each. */
const LINES = 4;
const FRAMES = 1_000;

/** What happens on a line. */
const Arrival = 0;
const Wake = 1;

/** A line on which each frame that arrives sends another one, and wakes a thread. */
class Line implements Actor {
  readonly #simulator: Simulator;
  readonly #lane: Lane;
  readonly #latency: Nanos;

  constructor(simulator: Simulator, latency: Nanos) {
    this.#simulator = simulator;
    this.#lane = simulator.lane(this);
    this.#latency = latency;
  }

  send(now: Nanos, frame: number): void {
    this.#lane.add(now + this.#latency, Arrival, frame);
  }

  onEvent(kind: number, arg: number, now: Nanos): void {
    if (kind === Arrival) this.#simulator.schedule(now, this, Wake, arg);
    else this.send(now, arg);
  }
}

/** What a bulk run asks of a simulator: arrivals in order, and as many events for now. */
class Lines implements Workload {
  readonly name = `scheduler, ${LINES} lanes of ${FRAMES}, half of the events for now`;
  readonly unit = "ns/event";

  run(): Result {
    const simulator = new Simulator();
    for (let i = 0; i < LINES; i++) {
      const line = new Line(simulator, ms(10 + i));
      for (let frame = 0; frame < FRAMES; frame++) line.send(frame * us(10), frame);
    }
    const start = performance.now();
    simulator.run({ maxEvents: EVENTS });
    const took = performance.now() - start;
    return { value: took * 1e6 / EVENTS, operations: EVENTS };
  }
}

/** The event queue alone: small, middle and large, and as a bulk run has it. */
export const schedulerWorkloads: readonly Workload[] = [
  new Hold(1_000),
  new Hold(100_000),
  new Hold(1_000_000),
  new Lines(),
];
