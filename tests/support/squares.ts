import type { Work } from "../../cli/pool.ts";

/** A number to square, or what else to do. */
export type Task = number | "fail" | "forever";

/**
 * Jobs for tests of the pool: a number is squared in as many pieces, `fail`
 * throws, and `forever` never ends.
 */
export const squares: Work<Task, string> = {
  spawn: () => new Worker(new URL("./pool_worker.ts", import.meta.url), { type: "module" }),
  start: (task) => {
    if (task === "fail") throw new RangeError("it fails");
    let left = task === "forever" ? Infinity : task;
    return () => left-- > 0 ? null : String(Number(task) ** 2);
  },
  failed: (task, fault) => `${task}: ${fault.split("\n", 1)[0]}`,
};
