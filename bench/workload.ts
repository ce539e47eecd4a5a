import type { Took } from "./stopwatch.ts";

/** What one run of a workload measured. */
export interface Result {
  /** In the workload's unit. */
  value: number;
  /** How many operations it is the mean of. */
  operations: number;
  /** What the simulator did meanwhile, where that is counted. */
  work?: Work;
  /** Lines to print below the workload's own. */
  lines?: readonly string[];
}

/** What a simulator did in one run, and what that took without building the network. */
export interface Work extends Took {
  /** That arrived at a NIC, ACKs included. */
  readonly segments: number;
  /** That were opened and are gone again; 0 where they do not count. */
  readonly connections: number;
  readonly events: number;
}

/** Something to measure: one file each, listed in mod.ts. */
export interface Workload {
  /** Says what is done and how much of it: `scheduler, hold, 1000 pending`. */
  readonly name: string;
  /** What a result's value counts: `ns/event`, `Mbit/s`. */
  readonly unit: string;
  /** Whether one run without another to warm up is enough, because it takes so long. */
  readonly isLong?: boolean;
  /** Whether its value is a ratio of two parts of one process, which have to be on one processor. */
  readonly isComparison?: boolean;
  /** Sets up, does the work once and says what it took. Equal work each time. */
  run(): Result | Promise<Result>;
}
