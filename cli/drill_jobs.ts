import { type DrillOptions, runScript, ScriptError, type Verdict } from "../drill/mod.ts";

/** A script to run. */
export interface DrillJob {
  readonly index: number;
  readonly path: string;
  readonly text: string;
  readonly options: DrillOptions;
}

/** How it came out. */
export interface DrillResult {
  readonly index: number;
  readonly verdict: Verdict;
  /** It is not a script at all: its message has its own place. */
  readonly isUnreadable: boolean;
  /** A fault of cablepull, with its stack; "" for none. */
  readonly fault: string;
}

/** Runs a script; one that cannot be read fails. */
export function runOrExplain({ index, path, text, options }: DrillJob): DrillResult {
  try {
    const verdict = runScript(text, path, options);
    return { index, verdict, isUnreadable: false, fault: "" };
  } catch (error) {
    const isUnreadable = error instanceof ScriptError;
    const fault = isUnreadable ? "" : error instanceof Error ? error.stack ?? "" : String(error);
    const place = isUnreadable ? error.place : null;
    const message = isUnreadable
      ? error.message.slice(error.message.indexOf("Cannot"))
      : `a fault of cablepull: ${error instanceof Error ? error.message : String(error)}`;
    const verdict: Verdict = {
      path,
      status: "failed",
      place,
      message,
      expected: "",
      seen: "",
      timeline: [],
      printed: [],
    };
    return { index, verdict, isUnreadable, fault };
  }
}

/** Scripts that are worth starting a worker for. */
const SCRIPTS_PER_WORKER = 40;

/** Runs all jobs, on as many cores as is worth it; gives their results by index. */
export async function runJobs(
  jobs: readonly DrillJob[],
  most: number,
  onDone: (done: number) => Promise<void>,
): Promise<DrillResult[]> {
  const count = Math.min(most, Math.ceil(jobs.length / SCRIPTS_PER_WORKER));
  const results: DrillResult[] = [];
  if (count <= 1) {
    for (const job of jobs) {
      results.push(runOrExplain(job));
      await onDone(results.length);
    }
    return results;
  }
  const open = [...jobs].reverse();
  const work = Array.from({ length: count }, () => workThrough(open, results, onDone));
  await Promise.all(work);
  return results.sort((a, b) => a.index - b.index);
}

async function workThrough(
  open: DrillJob[],
  results: DrillResult[],
  onDone: (done: number) => Promise<void>,
): Promise<void> {
  const worker = new Worker(new URL("./drill_worker.ts", import.meta.url), { type: "module" });
  try {
    for (let job = open.pop(); job !== undefined; job = open.pop()) {
      results.push(await ask(worker, job));
      await onDone(results.length);
    }
  } finally {
    worker.terminate();
  }
}

function ask(worker: Worker, job: DrillJob): Promise<DrillResult> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<DrillResult>) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`${job.path}: ${event.message}`));
    };
    worker.postMessage(job);
  });
}
