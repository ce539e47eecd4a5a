import type { Result, Workload } from "./workload.ts";

/** Several runs of one workload. */
export interface Measurement {
  name: string;
  unit: string;
  median: number;
  lowest: number;
  highest: number;
  /** Of each run, in order. */
  results: Result[];
}

/** Runs a workload once to warm up, then `runs` times. */
export async function measure(workload: Workload, runs: number): Promise<Measurement> {
  await workload.run();
  const results: Result[] = [];
  while (results.length < runs) results.push(await workload.run());
  const values = results.map((result) => result.value).sort((a, b) => a - b);
  return {
    name: workload.name,
    unit: workload.unit,
    median: medianOf(values),
    lowest: values[0]!,
    highest: values.at(-1)!,
    results,
  };
}

/** The middle of sorted values, or between the two in the middle. */
export function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
