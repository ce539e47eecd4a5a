import { type DrillOptions, runScript, ScriptError, type Verdict } from "../drill/mod.ts";
import type { Work } from "./pool.ts";
import { workerModule } from "./worker_module.ts";

/** A script to run. */
export interface DrillJob {
  readonly path: string;
  readonly text: string;
  readonly options: DrillOptions;
}

/** How it came out. */
export interface DrillResult {
  readonly verdict: Verdict;
  /** It is not a script at all: its message has its own place. */
  readonly isUnreadable: boolean;
  /** A fault of cablepull, with its stack; "" for none. */
  readonly fault: string;
}

/** Runs scripts, each in one piece; one that cannot be read fails. */
export const drillWork: Work<DrillJob, DrillResult> = {
  spawn: () => new Worker(workerModule("drill_worker"), { type: "module" }),
  start: (job) => () => runOrExplain(job),
  failed: (job, fault) => {
    const [what = ""] = fault.replace(/^\w*Error: /, "").split("\n", 1);
    return { verdict: failed(job, `a fault of cablepull: ${what}`), isUnreadable: false, fault };
  },
};

function runOrExplain(job: DrillJob): DrillResult {
  try {
    const verdict = runScript(job.text, job.path, job.options);
    return { verdict, isUnreadable: false, fault: "" };
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    const message = error.message.slice(error.message.indexOf("Cannot"));
    return { verdict: failed(job, message, error.place), isUnreadable: true, fault: "" };
  }
}

function failed({ path }: DrillJob, message: string, place: Verdict["place"] = null): Verdict {
  return {
    path,
    status: "failed",
    place,
    message,
    expected: "",
    seen: "",
    timeline: [],
    printed: [],
  };
}
