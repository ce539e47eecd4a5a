import type { Nanos } from "../engine/base/time.ts";
import { StateTally } from "./state_tally.ts";
import type { Timeline } from "./timeline.ts";

/** How many connections of a host were in each state at a time; states without any are left out. */
export interface StateCount {
  readonly at: Nanos;
  readonly host: string;
  /** By the names of the RFC: `{ "TIME-WAIT": 28232 }`. CLOSED is not counted. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * How many connections each host had in each state, every so many nanoseconds
 * from 0 to the last record and once there: for each such time a row for each
 * host that ever had a connection, in the order in which they had their first.
 *
 * @throws {RangeError} if `every` is not a whole number of nanoseconds above 0.
 */
export function stateCounts(timeline: Timeline, every: Nanos): StateCount[] {
  if (!Number.isSafeInteger(every) || every <= 0) {
    throw new RangeError(
      `Cannot count states: the step must be whole nanoseconds above 0: it is ${every}`,
    );
  }
  const tally = new StateTally();
  const rows: StateCount[] = [];
  const note = (at: Nanos): void => {
    for (const [host, counts] of tally.now) {
      const some = [...counts].filter(([, count]) => count > 0);
      rows.push({ at, host, counts: Object.fromEntries(some) });
    }
  };
  let next = 0;
  for (let id = 1; id <= timeline.size; id++) {
    const at = timeline.atOf(id);
    for (; next < at; next += every) note(next);
    const body = timeline.bodyOf(id);
    if (body.kind === "state") tally.take(body);
  }
  if (timeline.size > 0) note(timeline.atOf(timeline.size));
  return rows;
}

/** The most connections that each host had in each state at once, by host and state. */
export function stateMaxima(timeline: Timeline): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const tally = new StateTally();
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind === "state") tally.take(body);
  }
  return tally.most;
}
