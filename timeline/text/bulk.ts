import type { Nanos } from "../../engine/base/time.ts";
import { formatDuration } from "../duration.ts";
import { always, type Part } from "./parts.ts";
import type { ArrowRow, BulkRow, EventRow, Row } from "./row.ts";
import { ackParts, count, dataParts } from "./sums.ts";

/** A transfer of more rows than this becomes one. */
const ROWS = 9;

/** A silence of this length within a transfer is told. */
const SILENCE: Nanos = 1_000_000_000;

/**
 * Sums up long runs of plain data segments and acknowledgements between two
 * lanes, with the calls that moved their bytes, so that a transfer of a
 * gigabyte does not print a line for each segment.
 */
export function sumUpBulk(rows: readonly Row[]): Row[] {
  const out: Row[] = [];
  let start = 0;
  while (start < rows.length) {
    const end = runEnd(rows, start);
    const run = rows.slice(start, end);
    if (run.length > ROWS) out.push(sumUp(run));
    else out.push(...run);
    start = end;
  }
  return out;
}

/**
 * Behind the last row of the run that begins at `start`; at least one row. A
 * run begins and ends with a segment: calls around it stand by themselves.
 */
function runEnd(rows: readonly Row[], start: number): number {
  if (rows[start]?.kind !== "arrow") return start + 1;
  let low = -1;
  let high = -1;
  let behind = start;
  for (let end = start; end < rows.length; end++) {
    const row = rows[end];
    if (row?.kind === "event" && row.quiet) continue;
    if (row?.kind !== "arrow" || row.bulk === null || row.lost) break;
    const left = Math.min(row.from, row.to);
    const right = Math.max(row.from, row.to);
    if (low >= 0 && (left !== low || right !== high)) break;
    [low, high] = [left, right];
    behind = end + 1;
  }
  return Math.max(behind, start + 1);
}

function sumUp(run: readonly Row[]): BulkRow {
  const arrows = run.filter((row): row is ArrowRow => row.kind === "arrow");
  const events = run.filter((row): row is EventRow => row.kind === "event");
  const first = arrows[0];
  const left = Math.min(first?.from ?? 0, first?.to ?? 0);
  const right = Math.max(first?.from ?? 0, first?.to ?? 0);
  const at = run[0]?.at ?? 0;
  const until = run.reduce((last, row) => Math.max(last, lastTime(row)), 0);
  return {
    kind: "bulk",
    at,
    until,
    left,
    right,
    rightward: direction(arrows.filter((row) => row.from === left)),
    leftward: direction(arrows.filter((row) => row.from === right)),
    note: [...span(until - at), ...calls(events), ...silence(run)].join(", "),
  };
}

function lastTime(row: Row): Nanos {
  return row.kind === "arrow" ? row.at + row.travel : row.at;
}

/** What went one way: "23 segments, 33,580 bytes, up to seq=33581". */
function direction(arrows: readonly ArrowRow[]): Part[] {
  const left = arrows.filter((row) => row.leaves);
  const counted = left.length > 0 ? left : arrows;
  if (counted.length === 0) return [];
  const parts = [...dataParts(counted), ...ackParts(counted)];
  if (left.length === 0) return [...parts, always(": arrive")];
  const arrived = arrows.filter((row) => row.arrives).length;
  if (arrived === 0) return [...parts, always(": leave")];
  return arrived === left.length ? parts : [...parts, always(`; ${arrived} arrive`)];
}

/** The calls that vanish in the sum: "8 send, 16,000 bytes". */
function calls(events: readonly EventRow[]): string[] {
  const sums = new Map<string, { times: number; bytes: number }>();
  for (const row of events) {
    if (row.call === "") continue;
    const sum = sums.get(row.call) ?? { times: 0, bytes: 0 };
    sums.set(row.call, { times: sum.times + 1, bytes: sum.bytes + row.bytes });
  }
  return [...sums].map(([call, sum]) => `${sum.times} ${call} of ${count(sum.bytes, "byte")}`);
}

function span(time: Nanos): string[] {
  return time === 0 ? [] : [`in ${formatDuration(time)}`];
}

function silence(run: readonly Row[]): string[] {
  let longest = 0;
  let before = run[0]?.at ?? 0;
  for (const row of run) {
    longest = Math.max(longest, row.at - before);
    before = lastTime(row);
  }
  return longest < SILENCE ? [] : [`longest silence ${formatDuration(longest)}`];
}
