import { COMMAND_LINE } from "./built.ts";
import { childMs } from "./child.ts";
import type { Result, Workload } from "./workload.ts";

/** Runs for each thread: several seconds, beside which the start of a worker is little. */
const RUNS = 5000;

/**
 * How many times the throughput of one thread several have, on simulations that
 * have nothing to do with each other. Each has as many of them to do as the one
 * alone, right after it: what else the machine does slows both. Either side is a
 * whole command, with its start. Worth more than 0.9 for each thread.
 *
 * As processes of their own they share nothing but the machine: what these do not
 * reach, workers cannot. One alone has the other cores for V8's compiler and collector.
 */
class Several implements Workload {
  readonly name: string;
  readonly unit = "times";
  readonly #count: number;
  readonly #areWorkers: boolean;

  constructor(count: number, areWorkers: boolean) {
    this.name = `${areWorkers ? "workers" : "processes"}, throughput of ${count} beside 1`;
    this.#count = count;
    this.#areWorkers = areWorkers;
  }

  async run(): Promise<Result> {
    const count = this.#count;
    const one = await sweepMs(RUNS, 1);
    const several = this.#areWorkers
      ? await sweepMs(RUNS * count, count)
      : await processesMs(count);
    return { value: count * one / several, operations: RUNS * (1 + count) };
  }
}

/** Until the last of so many processes is done. */
async function processesMs(count: number): Promise<number> {
  const all = await Promise.all(Array.from({ length: count }, () => sweepMs(RUNS, 1)));
  return Math.max(...all);
}

function sweepMs(runs: number, threads: number): Promise<number> {
  const topology = "topologies/closing/client-first.yaml";
  const args = ["sweep", topology, "--seeds", `1..${runs}`, "--workers", String(threads)];
  return childMs(COMMAND_LINE, args);
}

/** Twice as many each time, up to as many as there are cores. */
export const workersWorkloads: readonly Workload[] = threadCounts(navigator.hardwareConcurrency)
  .flatMap((count) => [new Several(count, true), new Several(count, false)]);

function threadCounts(cores: number): number[] {
  const counts: number[] = [];
  for (let count = 2; count < cores; count *= 2) counts.push(count);
  return cores === 1 ? [] : [...counts, cores];
}
