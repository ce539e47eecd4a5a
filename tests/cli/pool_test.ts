import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { runJobs } from "../../cli/pool.ts";
import { squares, type Task } from "../support/squares.ts";

/** More than one batch, of jobs that are unlike. */
const TASKS: readonly Task[] = Array.from({ length: 300 }, (_, i) => (i * 7919) % 301);
const SQUARES = TASKS.map((task) => String(Number(task) ** 2));

for (const most of [1, 2, 3]) {
  Deno.test(`on ${most} threads, results stand in the order of their jobs`, async () => {
    const seen: number[] = [];
    const onDone = (done: number): Promise<void> => Promise.resolve(void seen.push(done));
    const results = await runJobs(TASKS, squares, { most, isExact: true, onDone });
    deepStrictEqual(results, SQUARES);
    deepStrictEqual(seen, seen.toSorted((a, b) => a - b));
  });

  Deno.test(`on ${most} threads, a job that fails costs no other its result`, async () => {
    const tasks: Task[] = [1, "fail", 3, 4, "fail"];
    const fault = "fail: RangeError: it fails";
    deepStrictEqual(await runJobs(tasks, squares, { most, isExact: true }), [
      "1",
      fault,
      "9",
      "16",
      fault,
    ]);
  });
}

Deno.test("one job is done without a worker, whatever the number of threads", async () => {
  const spawn = (): Worker => {
    throw new Error("nobody asked for a worker");
  };
  deepStrictEqual(await runJobs([300_000], { ...squares, spawn }, { most: 8 }), [
    String(300_000 ** 2),
  ]);
});

Deno.test("long jobs get workers by themselves", async () => {
  let spawned = 0;
  const long: typeof squares = {
    ...squares,
    spawn: () => {
      spawned++;
      return squares.spawn();
    },
    // Two turns of the pool, on a machine of any speed.
    start: (task) => {
      const end = performance.now() + 100;
      return () => performance.now() < end ? null : String(Number(task) ** 2);
    },
  };
  const tasks: Task[] = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
  const results = await runJobs(tasks, long, { most: 2 });
  deepStrictEqual(results, tasks.map((task) => String(Number(task) ** 2)));
  strictEqual(spawned, 2);
});

Deno.test("no jobs have no results", async () => {
  deepStrictEqual(await runJobs([], squares, { most: 2, isExact: true }), []);
});

for (const most of [1, 2]) {
  Deno.test(`on ${most} threads, an interrupt leaves what is done`, async () => {
    const interrupt = new AbortController();
    const onDone = (done: number): Promise<void> => {
      if (done >= 2) interrupt.abort();
      return Promise.resolve();
    };
    const tasks: Task[] = [3, 4, "forever", "forever", 5];
    const results = await runJobs(tasks, squares, {
      most,
      isExact: true,
      onDone,
      signal: interrupt.signal,
    });
    deepStrictEqual(results, ["9", "16", null, null, null]);
  });
}

Deno.test("a worker that cannot even start fails its jobs and is told of", async () => {
  const spawn = (): Worker =>
    new Worker(new URL("./no_such_worker.ts", import.meta.url), { type: "module" });
  const [one, two] = await runJobs([1, 2], { ...squares, spawn }, { most: 2, isExact: true });
  strictEqual(one?.startsWith("1: A worker broke: "), true);
  strictEqual(two?.startsWith("2: A worker broke: "), true);
});
