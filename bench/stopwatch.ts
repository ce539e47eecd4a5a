import process from "node:process";

/** What a piece of work took. */
export interface Took {
  /** Wall clock. */
  readonly milliseconds: number;
  /**
   * Processor time of all threads of the process, those of the collector and
   * the compiler too. Where it is less than the wall clock, others had the
   * processor meanwhile: then only this figure counts.
   */
  readonly processorMs: number;
}

/** Does some work and says what it took. */
export function timed(work: () => void): Took {
  const processor = process.cpuUsage();
  const start = performance.now();
  work();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(processor);
  return { milliseconds, processorMs: (user + system) / 1e3 };
}
