import type { Alone } from "./alone.ts";
import type { Result, Work, Workload } from "./workload.ts";

/** Several runs of one workload. */
export interface Measurement {
  name: string;
  unit: string;
  median: number;
  lowest: number;
  highest: number;
  figures: Figures;
  /** Of each run, in order. */
  results: Result[];
}

/** Medians of the runs; 0 where a run does not count that. */
export interface Figures {
  readonly segmentsPerSecond: number;
  readonly usPerSegment: number;
  readonly usPerConnection: number;
  readonly eventsPerSecond: number;
  readonly peakMB: number;
  /** Processor time by wall clock: below 1 others had the processor, and times mean little. */
  readonly processors: number;
}

/** Has a workload run so many times; one that takes long, once. */
export function measure(workload: Workload, runs: number, run: () => Alone): Measurement {
  const alone = Array.from({ length: workload.isLong === true ? 1 : runs }, run);
  const results = alone.map((it) => it.result);
  const values = results.map((result) => result.value).sort(byValue);
  return {
    name: workload.name,
    unit: workload.unit,
    median: medianOf(values),
    lowest: values[0]!,
    highest: values.at(-1)!,
    figures: figuresOf(alone),
    results,
  };
}

function figuresOf(alone: readonly Alone[]): Figures {
  const median = (figure: (work: Work) => number): number => {
    const values = alone.flatMap(({ result }) => result.work ?? []).map(figure);
    return values.length === 0 ? 0 : medianOf(values.sort(byValue));
  };
  return {
    segmentsPerSecond: median((it) => it.segments * 1e3 / it.milliseconds),
    usPerSegment: median((it) => per(it.milliseconds * 1e3, it.segments)),
    usPerConnection: median((it) => per(it.milliseconds * 1e3, it.connections)),
    eventsPerSecond: median((it) => it.events * 1e3 / it.milliseconds),
    processors: median((it) => it.processorMs / it.milliseconds),
    peakMB: medianOf(alone.map((it) => it.peakMB).sort(byValue)),
  };
}

function per(value: number, count: number): number {
  return count === 0 ? 0 : value / count;
}

/** The middle of sorted values, or between the two in the middle. */
export function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Equal numbers are the same here, so that no tie is left open. */
export function byValue(a: number, b: number): number {
  return a - b;
}
