/** One of the workers of `drill`: runs the scripts that it is sent, one after another. */
import { runOrExplain } from "./drill_jobs.ts";
import type { DrillJob } from "./drill_jobs.ts";

/** What a worker has of its own scope. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<DrillJob>) => void) | null;
  postMessage(message: unknown): void;
}

const scope = self as unknown as WorkerScope;

scope.onmessage = ({ data }) => scope.postMessage(runOrExplain(data));
