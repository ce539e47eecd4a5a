import type { Nanos } from "../../engine/base/time.ts";
import { formatSeconds } from "../duration.ts";
import type { Verdict } from "../expectations/verdict.ts";
import type { RunInfo } from "../run_info.ts";
import type { Timeline } from "../timeline.ts";
import { sumUpBulk } from "./bulk.ts";
import { Drawing } from "./draw.ts";
import { footLines } from "./foot.ts";
import { ASCII, type Glyphs, UNICODE } from "./glyphs.ts";
import { headLines, laneHeads, titleLines } from "./head.ts";
import { Lanes } from "./lanes.ts";
import { type Layout, layoutOf, LEAST_WIDTH } from "./layout.ts";
import { sumUpLosses } from "./losses.ts";
import { mergeArrows } from "./merge.ts";
import type { Row } from "./row.ts";
import { hasManyConnections, stateLines } from "./states.ts";
import { rowsOf } from "./rows.ts";

/** How the view is drawn. */
export interface TextOptions {
  /** The width in columns; at least 60 are used. */
  readonly width?: number;
  /** Whether to colour with ANSI sequences; nothing is said by colour alone. */
  readonly color?: boolean;
  /** Whether to draw in ASCII. */
  readonly ascii?: boolean;
  /** Whether to draw every segment of bulk transfers, and list every connection. */
  readonly full?: boolean;
  /** Where the ladder begins: what came before is left out. */
  readonly from?: Nanos;
  /**
   * Counts the connections in each state, at steps of that length; 0 chooses
   * one. Without it they are counted where a host has more than 50.
   */
  readonly states?: Nanos;
}

/** A time without anything to show of this length becomes a row of its own. */
const SILENCE: Nanos = 1_000_000_000;

/**
 * Draws a timeline for the terminal, line by line: a ladder with a lane for
 * each host, where segments go from lane to lane and states, calls, timers and
 * faults stand at their host's lane.
 *
 * Sequence numbers are relative to their connection's initial ones; times are
 * exact, in seconds.
 */
export function* textLines(
  timeline: Timeline,
  run: RunInfo,
  verdicts: readonly Verdict[],
  options: TextOptions = {},
): Generator<string> {
  const { width = 100, color = false, ascii = false, full = false, from = 0 } = options;
  const glyphs = ascii ? ASCII : UNICODE;
  const lanes = new Lanes(timeline, run.hosts, run.links);
  const rows = rowsToShow(timeline, lanes, glyphs, full).filter(({ at }) => at >= from);
  const digits = digitsOf(rows);
  const timeWidth = Math.max(7, formatSeconds(timeline.endedAt, digits).length);
  const layout = layoutOf(lanes.hosts.length, timeWidth, width);
  yield* titleLines(run, color);
  yield* headLines(timeline, run, glyphs, full);
  yield* laneHeads(lanes.hosts, layout, color);
  yield* ladder(rows, from, layout, glyphs, digits, color);
  if (options.states !== undefined || hasManyConnections(timeline)) {
    yield* stateLines(timeline, options.states ?? 0, layout.width);
  }
  yield "";
  yield* footLines(timeline, run, verdicts, glyphs, layout.width, color);
}

/** The view without its ladder: how the run ended, its digest, and its expectations; states if asked for. */
export function summaryLines(
  timeline: Timeline,
  run: RunInfo,
  verdicts: readonly Verdict[],
  options: TextOptions = {},
): string[] {
  const { width = 100, color = false, ascii = false } = options;
  const glyphs = ascii ? ASCII : UNICODE;
  const wide = Math.max(width, LEAST_WIDTH);
  const states = options.states === undefined ? [] : stateLines(timeline, options.states, wide);
  return [
    ...titleLines(run, color),
    ...states.slice(1),
    ...(states.length === 0 ? [] : [""]),
    ...footLines(timeline, run, verdicts, glyphs, wide, color),
  ];
}

function rowsToShow(timeline: Timeline, lanes: Lanes, glyphs: Glyphs, full: boolean): Row[] {
  const rows = mergeArrows(rowsOf(timeline, lanes, glyphs));
  return full ? rows : sumUpLosses(sumUpBulk(rows));
}

function* ladder(
  rows: readonly Row[],
  from: Nanos,
  layout: Layout,
  glyphs: Glyphs,
  digits: number,
  color: boolean,
): Generator<string> {
  const drawing = new Drawing(layout, glyphs, digits, color);
  let shown = -1;
  let last = from;
  for (const row of rows) {
    const silence = row.at - last;
    if (silence >= SILENCE) yield drawing.gap(silence);
    yield* drawing.row(row, row.at === shown);
    shown = row.kind === "bulk" ? row.until : row.at;
    last = endOf(row);
  }
}

function endOf(row: Row): Nanos {
  if (row.kind === "bulk") return row.until;
  return row.kind === "arrow" ? row.at + row.travel : row.at;
}

/** The fewest of 3, 6 or 9 digits after the point that show every time exactly. */
function digitsOf(rows: readonly Row[]): number {
  let digits = 3;
  for (const row of rows) {
    for (const at of [row.at, endOf(row)]) {
      if (at % 1000 !== 0) return 9;
      if (at % 1_000_000 !== 0) digits = 6;
    }
  }
  return digits;
}
