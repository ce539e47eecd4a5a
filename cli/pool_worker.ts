import { attempt, type Batch, type Done, type Work } from "./pool.ts";

/** What a worker has of its own scope. */
interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
}

/** Makes this worker do the jobs that a pool sends it, one batch after another. */
export function serve<Job, Result>(work: Work<Job, Result>): void {
  const scope = self as unknown as WorkerScope;
  scope.onmessage = ({ data }: MessageEvent<Batch<Job>>) => {
    const startedAt = performance.now();
    const results = data.map((job) => {
      const piece = attempt(work, job);
      let result = piece();
      while (result === null) result = piece();
      return result;
    });
    const done: Done<Result> = { results, tookMs: performance.now() - startedAt };
    scope.postMessage(done);
  };
}
