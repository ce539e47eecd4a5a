import type { Records } from "../data/records.ts";
import type { Facts } from "./facts.ts";

/** A point of time at which something is shown, and the line of its lane for each record. */
export interface Lines {
  /** The points of time, in order. */
  readonly times: Float64Array;
  /** How many lines each takes. */
  readonly heights: Uint16Array;
  /** The first record at or after each. */
  readonly firstId: Uint32Array;
  /** Of each record, the number of its point of time; of a hidden one, of the one before it. */
  readonly instant: Uint32Array;
  /** Of each record, its line there. */
  readonly line: Uint16Array;
}

/**
 * Gives each shown record a line: what happens at one time at one lane stands
 * line by line, in the order of the records, and what happens at no lane takes
 * a line of all.
 */
export function linesOf(records: Records, facts: Facts, isShown: Uint8Array): Lines {
  const { size } = records;
  const times = new Float64Array(size + 1);
  const heights = new Uint16Array(size + 1);
  const firstId = new Uint32Array(size + 1);
  const instant = new Uint32Array(size);
  const line = new Uint16Array(size);
  const next = new Uint16Array(facts.lanes.length);
  let count = 0;
  let at = -1;
  let across = 0;
  for (let i = 0; i < size; i++) {
    if (isShown[i] === 1 && records.at[i] !== at) {
      at = records.at[i] ?? 0;
      times[count] = at;
      firstId[count] = i + 1;
      count++;
      next.fill(0);
      across = 0;
    }
    instant[i] = Math.max(0, count - 1);
    if (isShown[i] !== 1) continue;
    const lane = facts.lane[i] ?? -1;
    const free = lane < 0 ? Math.max(across, ...next) : Math.max(across, next[lane] ?? 0);
    line[i] = free;
    if (facts.takesLine[i] === 1) {
      if (lane < 0) across = free + 1;
      else next[lane] = free + 1;
      heights[count - 1] = Math.max(heights[count - 1] ?? 0, free + 1);
    }
  }
  return {
    times: times.subarray(0, count),
    heights: heights.subarray(0, count),
    firstId: firstId.subarray(0, count),
    instant,
    line,
  };
}
