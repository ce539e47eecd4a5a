import type { Nanos } from "../../engine/base/time.ts";
import { formatDuration, formatSeconds, groupThousands } from "../duration.ts";
import { type StateCount, stateCounts, stateMaxima } from "../state_counts.ts";
import type { Timeline } from "../timeline.ts";
import { printable } from "./parts.ts";
import { table } from "./table.ts";

/** The states in the order in which connections come to them. */
const ORDER = [
  "SYN-SENT",
  "SYN-RECEIVED",
  "ESTABLISHED",
  "FIN-WAIT-1",
  "FIN-WAIT-2",
  "CLOSE-WAIT",
  "CLOSING",
  "LAST-ACK",
  "TIME-WAIT",
];

/** About so many rows are made where no step is given. */
const ROWS = 12;

/** With more connections than that on one host, states are counted without being asked for. */
const MANY = 50;

/** Whether a host had so many connections that a ladder alone tells little. */
export function hasManyConnections(timeline: Timeline): boolean {
  const counts = new Map<string, number>();
  for (const { host } of timeline.connections) {
    const count = (counts.get(host) ?? 0) + 1;
    if (count > MANY) return true;
    counts.set(host, count);
  }
  return false;
}

/**
 * How many connections of each host are in each state, every so often, with a
 * blank line before each host's table: a column for each state that some
 * connection was in, and a last row with the most there ever were at once.
 * `every`: 0 chooses a step by the length of the run.
 */
export function stateLines(timeline: Timeline, every: Nanos, width: number): string[] {
  const step = every === 0 ? stepFor(timeline.endedAt) : every;
  const rows = stateCounts(timeline, step);
  const lines: string[] = [];
  for (const [host, most] of stateMaxima(timeline)) {
    lines.push(
      "",
      `Connections of ${printable(host)} by state, every ${formatDuration(step)}`,
      ...hostLines(rows.filter((row) => row.host === host), most, width),
    );
  }
  return lines;
}

/** One table, or several under each other where it would be wider than that. */
function hostLines(
  rows: readonly StateCount[],
  most: ReadonlyMap<string, number>,
  width: number,
): string[] {
  const digits = digitsOf(rows);
  const times = rows.map(({ at }, index) =>
    index === rows.length - 1 ? "end" : formatSeconds(at, digits)
  );
  const lines: string[] = [];
  const indent = "  ";
  let states = ORDER.filter((state) => most.has(state));
  while (states.length > 0) {
    let count = states.length;
    let part = tableOf(times, rows, most, states);
    while (count > 1 && part.some((line) => line.length + indent.length > width)) {
      count--;
      part = tableOf(times, rows, most, states.slice(0, count));
    }
    for (const line of part) lines.push(indent + line);
    states = states.slice(count);
  }
  return lines;
}

function tableOf(
  times: readonly string[],
  rows: readonly StateCount[],
  most: ReadonlyMap<string, number>,
  states: readonly string[],
): string[] {
  const cell = (count: number): string => count === 0 ? "-" : groupThousands(count);
  return table([
    ["seconds", ...states],
    ...rows.map(({ counts }, index) => [
      times[index]!,
      ...states.map((state) => cell(counts[state] ?? 0)),
    ]),
    ["at most", ...states.map((state) => cell(most.get(state) ?? 0))],
  ], [0, ...states.map((_, index) => index + 1)]);
}

/** 1, 2 or 5 times a power of ten nanoseconds, so that there are at most ROWS steps. */
function stepFor(length: Nanos): Nanos {
  let step = 1;
  for (let i = 0; step * ROWS < length; i++) step *= i % 3 === 1 ? 2.5 : 2;
  return step;
}

/** The fewest digits after the point that show all times of the steps exactly. */
function digitsOf(rows: readonly StateCount[]): number {
  let digits = 0;
  for (const { at } of rows.slice(0, -1)) {
    while (digits < 9 && at % 10 ** (9 - digits) !== 0) digits++;
  }
  return digits;
}
