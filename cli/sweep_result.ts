import { digestOfTexts } from "../timeline/mod.ts";
import type { Plan, PlannedRun } from "./sweep_plan.ts";
import type { SweepResult } from "./sweep_run.ts";

/** A run that was done. */
export interface SweptRun extends PlannedRun, SweepResult {
  /** Its place in the order of all runs, from 1. */
  readonly index: number;
}

/** What came of a sweep. */
export interface Sweep {
  readonly plan: Plan;
  /** Those that were done, in their order. */
  readonly runs: readonly SweptRun[];
  /** How many there were to do. */
  readonly planned: number;
  /** Whether it was interrupted. */
  readonly partial: boolean;
  /** A hash over the digests of all runs, in order. */
  readonly digest: string;
}

/** Whether a run came to its end and all its expectations hold. */
export function holds({ summary }: SweptRun): boolean {
  return summary !== null && summary.failures.length === 0;
}

/** The expectations of a run that do not hold, with what was found instead. */
export function failuresOf({ summary, case: { expectations } }: SweptRun): [string, string][] {
  return (summary?.failures ?? []).map(({ expectation, found }) => [
    expectations[expectation]!,
    found,
  ]);
}

/** Joins the runs of a plan with what came of them, null where nothing did. */
export function sweepOf(
  plan: Plan,
  planned: readonly PlannedRun[],
  results: readonly (SweepResult | null)[],
): Sweep {
  const runs: SweptRun[] = [];
  const outcomes: string[] = [];
  planned.forEach((run, i) => {
    const result = results[i] ?? null;
    if (result === null) return;
    runs.push({ ...run, ...result, index: i + 1 });
    outcomes.push(`${i + 1} ${result.summary?.digest ?? result.error}\n`);
  });
  const partial = runs.length < planned.length;
  return { plan, runs, planned: planned.length, partial, digest: digestOfTexts(outcomes) };
}
