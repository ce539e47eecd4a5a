import { childMs } from "./child.ts";
import type { Result, Workload } from "./workload.ts";

/** Runs for each thread: about two seconds, beside which the start of a worker is little. */
const RUNS = 1500;

/**
 * How many times the throughput of one thread several have, on simulations that
 * have nothing to do with each other. Each thread gets as many of them as the
 * one alone, right after it: what else the machine does slows both. Either side
 * is a whole command, with its start. Worth more than 0.9 for each thread.
 */
class Workers implements Workload {
  readonly name: string;
  readonly unit = "times";
  readonly #threads: number;

  constructor(threads: number) {
    this.name = `workers, throughput of ${threads} beside 1`;
    this.#threads = threads;
  }

  async run(): Promise<Result> {
    const one = await sweepMs(1);
    const several = await sweepMs(this.#threads);
    return { value: this.#threads * one / several, operations: RUNS * (1 + this.#threads) };
  }
}

function sweepMs(threads: number): Promise<number> {
  const topology = "topologies/closing/client-first.yaml";
  const seeds = `1..${RUNS * threads}`;
  return childMs("main.ts", ["sweep", topology, "--seeds", seeds, "--workers", String(threads)]);
}

/** Twice as many threads each time, up to as many as there are cores. */
export const workersWorkloads: readonly Workload[] = threadCounts(navigator.hardwareConcurrency)
  .map((threads) => new Workers(threads));

function threadCounts(cores: number): number[] {
  const counts: number[] = [];
  for (let count = 2; count < cores; count *= 2) counts.push(count);
  return cores === 1 ? [] : [...counts, cores];
}
