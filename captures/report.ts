import { type CapturedCall, endOf, returnTimeOf, type Side } from "./capture.ts";
import type { Comparison } from "./compare.ts";
import type { PlayedCall } from "./playback.ts";
import { RULES } from "./rules.ts";
import { showSegment, showTime } from "./show.ts";

/** So many rows before and after the first difference are shown. */
const AROUND = 5;
const COLUMN = 52;

/** Something that a side did or saw, for the report. */
interface Row {
  readonly at: number;
  readonly text: string;
}

/**
 * The lines of the report on one capture: `match`, or the first difference with the rows around it.
 * `cause` is what is known of why it differs.
 */
export function reportLines(comparison: Comparison, cause = ""): string[] {
  const { capture, differences, rules, playback } = comparison;
  const first = differences[0];
  const notes = [
    ...rules.map((name) => `  by rule ${name}: ${RULES[name as keyof typeof RULES]}`),
    ...playback.unplayed.map((text) => `  not played: ${text}`),
  ];
  if (first === undefined) return [`match   ${capture.name}`, ...notes];
  const more = differences.length === 1 ? "" : ` (and ${differences.length - 1} more)`;
  return [
    `DIFFERS ${capture.name}: ${first.side} ${first.kind}: ${first.field}${more}`,
    ...(cause === "" ? [] : [`  known: ${cause}`]),
    ...notes,
    `  recorded: ${first.theirs}`,
    `  played:   ${first.ours}`,
    ...sideBySide(comparison, first.side, first.at),
  ];
}

/** The last line. */
export function summaryLine(comparisons: readonly Comparison[]): string {
  const passed = comparisons.filter((it) => it.differences.length === 0).length;
  return `${passed} passed, ${comparisons.length - passed} failed`;
}

/** What a side saw and did around a time: recorded on the left, played on the right. */
function sideBySide(comparison: Comparison, side: Side, at: number): string[] {
  const { capture, playback } = comparison;
  const end = endOf(capture);
  const theirs = rowsOf(capture.segments[side], callRows(capture.calls, side));
  const ours = rowsOf(
    playback.segments[side].filter((it) => it.atMs <= end + AROUND),
    playedRows(capture.calls, playback.calls, side),
  );
  const [left, right] = [around(theirs, at), around(ours, at)];
  const lines = [`  ${`recorded at ${side}`.padEnd(COLUMN)} played`];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const text = `  ${(left[i] ?? "").padEnd(COLUMN)} ${right[i] ?? ""}`;
    lines.push(text.trimEnd());
  }
  return lines;
}

function rowsOf(segments: Comparison["capture"]["segments"][Side], calls: readonly Row[]): Row[] {
  const rows = segments.map((it) => ({ at: it.atMs, text: showSegment({ ...it }) }));
  return [...rows, ...calls].sort((a, b) => a.at - b.at);
}

function callRows(calls: readonly CapturedCall[], side: Side): Row[] {
  return calls.filter((it) => it.side === side).flatMap((call) => {
    const returned = returnTimeOf(call);
    const result = call.error ?? (call.result === undefined ? "ok" : JSON.stringify(call.result));
    return callPair(call, call.atMs, returned, result);
  });
}

function playedRows(
  calls: readonly CapturedCall[],
  played: readonly PlayedCall[],
  side: Side,
): Row[] {
  return calls.flatMap((call, i) => {
    if (call.side !== side) return [];
    const { startedAt, returnedAt, error, result } = played[i]!;
    const text = error !== "" ? error : result === undefined ? "ok" : JSON.stringify(result);
    return callPair(call, startedAt, returnedAt, text);
  });
}

function callPair(call: CapturedCall, at: number, returned: number, result: string): Row[] {
  if (at === Infinity) return [];
  const name = `${call.call}(${call.socket})`;
  if (returned - at < 1) return [{ at, text: `  ${name} = ${result}` }];
  const rows = [{ at, text: `  ${name} ...` }];
  if (returned !== Infinity) rows.push({ at: returned, text: `  ... ${name} = ${result}` });
  return rows;
}

/** The rows around a time, that of the first difference marked. */
function around(rows: readonly Row[], at: number): string[] {
  const found = rows.findIndex((row) => row.at >= at - 0.05);
  const middle = found < 0 ? rows.length : found;
  const from = Math.max(0, middle - AROUND);
  return rows.slice(from, middle + AROUND + 1).map((row, i) => {
    const mark = from + i === middle ? "=>" : "  ";
    return `${mark}${showTime(row.at).padStart(9)} ${row.text}`.slice(0, COLUMN);
  });
}
