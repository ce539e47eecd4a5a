import { TURN_MS, Turns } from "./turns.ts";

/** Does the next piece of a job; its result, or null where there is more to do. */
export type Piece<Result> = () => Result | null;

/** One kind of jobs, which are done the same way in this thread and in workers. */
export interface Work<Job, Result> {
  /** Starts a worker whose module calls `serve` with this work. */
  spawn(): Worker;
  start(job: Job): Piece<Result>;
  /** The result of a job that ended by a fault of ours, whose stack this is. */
  failed(job: Job, fault: string): Result;
}

/** How jobs are to be run. */
export interface PoolOptions {
  /** On so many threads at most: on this one alone for 1, and as long as others are not worth it. */
  readonly most: number;
  /** Whether others are started even so. */
  readonly isExact?: boolean;
  /** Told now and then how many jobs are done. */
  readonly onDone?: (done: number) => Promise<void>;
  /** Ends all at once; what is done by then counts. */
  readonly signal?: AbortSignal;
}

/** What is sent to a worker: jobs that share an object share it there, too. */
export type Batch<Job> = readonly Job[];

/** What comes back: the next results, in the same order. */
export interface Done<Result> {
  readonly results: readonly Result[];
  /** Since the batch came. */
  readonly tookMs: number;
}

/** A worker takes about so long to start: there must be more to do than that. */
const START_MS = 300;
/** So much work is sent at once: the message costs a thousandth of it, and Ctrl-C loses no more. */
export const BATCH_MS = 100;
const LARGEST_BATCH = 500;

/**
 * Runs jobs on several threads and gives their results in the order of the
 * jobs, null for one that an interrupt left undone. Workers take the next jobs
 * whenever they are through, so that long ones hold up nobody.
 */
export async function runJobs<Job, Result>(
  jobs: readonly Job[],
  work: Work<Job, Result>,
  options: PoolOptions,
): Promise<(Result | null)[]> {
  return await new Pool(jobs, work, options).run();
}

/** Does the next piece of a job that may fail; the first one starts it. */
export function attempt<Job, Result>(work: Work<Job, Result>, job: Job): Piece<Result> {
  let piece: Piece<Result> | null = null;
  return () => {
    try {
      piece ??= work.start(job);
      return piece();
    } catch (error) {
      return work.failed(job, error instanceof Error ? error.stack ?? "" : String(error));
    }
  };
}

class Pool<Job, Result> {
  readonly #jobs: readonly Job[];
  readonly #work: Work<Job, Result>;
  readonly #options: PoolOptions;
  readonly #results: (Result | null)[];
  readonly #startedAt = performance.now();
  readonly #helpers: Promise<void>[] = [];
  #next = 0;
  #done = 0;
  readonly #turns: Turns = new Turns();

  constructor(jobs: readonly Job[], work: Work<Job, Result>, options: PoolOptions) {
    this.#jobs = jobs;
    this.#work = work;
    this.#options = options;
    this.#results = jobs.map(() => null);
  }

  async run(): Promise<(Result | null)[]> {
    const { most, isExact = false } = this.#options;
    if (isExact && most > 1) this.#startHelpers(most);
    else await this.#workHere();
    await Promise.all(this.#helpers);
    return this.#results;
  }

  #isOver(): boolean {
    return this.#next === this.#jobs.length || (this.#options.signal?.aborted ?? false);
  }

  /** Works in this thread, until helpers take over where they are worth it. */
  async #workHere(): Promise<void> {
    while (!this.#isOver() && this.#helpers.length === 0) {
      const index = this.#next++;
      const piece = attempt(this.#work, this.#jobs[index]!);
      let result = piece();
      while (result === null) {
        if (this.#turns.areDue) await this.#turn();
        if (this.#options.signal?.aborted ?? false) return;
        result = piece();
      }
      this.#put(index, result);
      if (this.#turns.areDue) await this.#turn();
    }
  }

  async #turn(): Promise<void> {
    await this.#options.onDone?.(this.#done);
    await this.#turns.take();
    this.#callHelpers();
  }

  /** Starts workers where what is left seems to take longer than their start. */
  #callHelpers(): void {
    const { most } = this.#options;
    if (most === 1 || this.#helpers.length > 0) return;
    const spent = performance.now() - this.#startedAt;
    const left = (spent / Math.max(1, this.#done)) * (this.#jobs.length - this.#next);
    if (spent < TURN_MS || left < START_MS) return;
    this.#startHelpers(Math.min(most, Math.ceil(left / BATCH_MS)));
  }

  #startHelpers(most: number): void {
    const count = Math.min(most, this.#jobs.length - this.#next);
    for (let i = 0; i < count; i++) this.#helpers.push(this.#workThere(count));
  }

  /** Sends jobs to a worker until none is left; one that breaks is replaced. */
  async #workThere(helpers: number): Promise<void> {
    let worker: Worker | null = null;
    let size = 1;
    while (!this.#isOver()) {
      const left = this.#jobs.length - this.#next;
      const first = this.#next;
      this.#next += Math.min(size, Math.ceil(left / (2 * helpers)));
      const batch = this.#jobs.slice(first, this.#next);
      worker ??= this.#work.spawn();
      let at = first;
      const onResult = (result: Result): void => this.#put(at++, result);
      const end = await ask(worker, batch, onResult, this.#options.signal);
      if (end === null) break;
      if (typeof end === "string") {
        worker.terminate();
        worker = null;
        while (at < this.#next) onResult(this.#work.failed(this.#jobs[at]!, end));
      } else {
        const fitting = Math.round((batch.length * BATCH_MS) / Math.max(end, 0.1));
        size = Math.max(1, Math.min(fitting, size * 8, LARGEST_BATCH));
      }
      await this.#options.onDone?.(this.#done);
    }
    worker?.terminate();
  }

  #put(index: number, result: Result): void {
    this.#results[index] = result;
    this.#done++;
  }
}

/** How many milliseconds a worker took for some jobs, why it broke, or null after an interrupt. */
function ask<Job, Result>(
  worker: Worker,
  batch: Batch<Job>,
  onResult: (result: Result) => void,
  signal: AbortSignal | undefined,
): Promise<number | string | null> {
  return new Promise((resolve) => {
    const onAbort = (): void => resolve(null);
    signal?.addEventListener("abort", onAbort, { once: true });
    const end = (answer: number | string): void => {
      signal?.removeEventListener("abort", onAbort);
      resolve(answer);
    };
    let open = batch.length;
    worker.onmessage = ({ data: { results, tookMs } }: MessageEvent<Done<Result>>) => {
      results.forEach(onResult);
      open -= results.length;
      if (open === 0) end(tookMs);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end(`A worker broke: ${event.message}`);
    };
    worker.postMessage(batch);
  });
}
