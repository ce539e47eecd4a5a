/** What one run of a workload measured. */
export interface Result {
  /** In the workload's unit. */
  value: number;
  /** How many operations it is the mean of. */
  operations: number;
}

/** Something to measure: one file each, listed in mod.ts. */
export interface Workload {
  /** Says what is done and how much of it: `scheduler, hold, 1000 pending`. */
  readonly name: string;
  /** What a result's value counts: `ns/event`, `Mbit/s`. */
  readonly unit: string;
  /** Sets up, does the work once and says what it took. Equal work each time. */
  run(): Result | Promise<Result>;
}
