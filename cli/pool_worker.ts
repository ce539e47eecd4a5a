import { attempt, type Batch, BATCH_MS, type Done, type Work } from "./pool.ts";

/** What a worker has of its own scope. */
interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
}

/**
 * Makes this worker do the jobs that a pool sends it, one batch after another.
 * What is done goes back when the batch is, or earlier where it takes long: an
 * interrupt ends this worker in the middle of its work.
 */
export function serve<Job, Result>(work: Work<Job, Result>): void {
  const scope = self as unknown as WorkerScope;
  scope.onmessage = ({ data }: MessageEvent<Batch<Job>>) => {
    const startedAt = performance.now();
    let results: Result[] = [];
    let postAt = startedAt + BATCH_MS;
    const post = (now: number): void => {
      const done: Done<Result> = { results, tookMs: now - startedAt };
      if (results.length > 0) scope.postMessage(done);
      results = [];
      postAt = now + BATCH_MS;
    };
    for (const job of data) {
      const piece = attempt(work, job);
      let result = piece();
      while (result === null) {
        if (performance.now() >= postAt) post(performance.now());
        result = piece();
      }
      results.push(result);
      if (performance.now() >= postAt) post(performance.now());
    }
    post(performance.now());
  };
}
