import { formatDuration } from "../duration.ts";
import type { Canvas } from "./canvas.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Layout } from "./layout.ts";
import { always, fit, type Part } from "./parts.ts";
import type { ArrowRow } from "./row.ts";

/** How much of the way a departure or an arrival alone takes up, and its dashed end. */
const SHARE = 0.62;
const FADE = 4;

/** How far a segment gets that is lost between two lanes. */
const LOST_SHARE = 0.55;

/**
 * Draws a segment: from lane to lane in one row, or only the part of the way
 * that belongs to this time. The label stands where the arrow begins, or
 * where it ends if only that is shown.
 */
export function drawArrow(canvas: Canvas, row: ArrowRow, layout: Layout, glyphs: Glyphs): void {
  const start = layout.lanes[row.from] ?? 0;
  const end = layout.lanes[row.to] ?? layout.width;
  const way = new Way(canvas, start, end, row);
  const inline = layout.notesAt < 0;
  const label = inline ? row.label : [];
  const lostAt = Math.abs((layout.lanes[row.lostAt] ?? start) - start) - 1;
  if (row.lost) drawLost(way, row, label, glyphs, inline ? row.reason : "", lostAt);
  else if (row.leaves && row.arrives) drawWhole(way, row, label, glyphs);
  else if (row.leaves) drawDeparture(way, label, glyphs);
  else drawArrival(way, label, glyphs);
  if (row.leaves) way.leave(glyphs);
  crossLanes(canvas, layout, start, end, glyphs);
}

/** The cells between two lanes, counted from the sender's side, whichever side that is. */
class Way {
  readonly room: number;
  readonly rightward: boolean;
  readonly #canvas: Canvas;
  readonly #start: number;
  readonly #row: ArrowRow;

  constructor(canvas: Canvas, start: number, end: number, row: ArrowRow) {
    this.#canvas = canvas;
    this.#start = start;
    this.#row = row;
    this.rightward = end > start;
    this.room = Math.abs(end - start) - 1;
  }

  /** Fills the cells from `from` to `to`, both included. */
  line(from: number, to: number, character: string): void {
    for (let place = from; place <= to; place++) this.write(place, character);
  }

  /** Writes text that takes up the cells from `place` on, readable from left to right. */
  write(place: number, text: string): void {
    const x = this.rightward ? this.#start + 1 + place : this.#start - place - text.length;
    this.#canvas.write(x, text, this.#row.style);
  }

  /** Marks the sender's lane. */
  leave(glyphs: Glyphs): void {
    const mark = this.rightward ? glyphs.leavesRight : glyphs.leavesLeft;
    this.#canvas.cell(this.#start, mark, this.#row.style);
  }

  head(glyphs: Glyphs): string {
    return this.rightward ? glyphs.arrowRight : glyphs.arrowLeft;
  }
}

function drawWhole(way: Way, row: ArrowRow, label: readonly Part[], glyphs: Glyphs): void {
  way.line(0, way.room - 2, glyphs.line);
  way.write(way.room - 1, way.head(glyphs));
  if (label.length === 0) return;
  const text = fit(label, way.room - 7, glyphs.more);
  way.write(2, ` ${text} `);
  const travel = ` ${formatDuration(row.travel)} `;
  const place = way.room - 2 - travel.length;
  if (row.travel > 0 && place > text.length + 6) way.write(place, travel);
}

function drawDeparture(way: Way, label: readonly Part[], glyphs: Glyphs): void {
  const text = fit(label, way.room - 10, glyphs.more);
  const length = Math.max(Math.floor(way.room * SHARE), label.length === 0 ? 0 : text.length + 8);
  way.line(0, length - FADE - 1, glyphs.line);
  way.line(length - FADE, length - 1, glyphs.underWay);
  if (label.length > 0) way.write(2, ` ${text} `);
}

function drawArrival(way: Way, label: readonly Part[], glyphs: Glyphs): void {
  const text = fit(label, way.room - 10, glyphs.more);
  const length = Math.max(Math.floor(way.room * SHARE), label.length === 0 ? 0 : text.length + 8);
  const start = way.room - length;
  way.line(start, start + FADE - 1, glyphs.underWay);
  way.line(start + FADE, way.room - 2, glyphs.line);
  way.write(way.room - 1, way.head(glyphs));
  if (label.length > 0) way.write(way.room - 4 - text.length, ` ${text} `);
}

/** The cross stands in the lane where the segment ended, or on its way, with the reason behind. */
function drawLost(
  way: Way,
  row: ArrowRow,
  label: readonly Part[],
  glyphs: Glyphs,
  why: string,
  lostAt: number,
): void {
  const start = row.leaves ? 0 : FADE;
  const reason = why === "" ? "" : ` ${why}`;
  const text = fit(label, way.room - start - reason.length - 8, glyphs.more);
  const least = label.length === 0 ? 0 : start + text.length + 6;
  const between = lostAt > 0 && lostAt < way.room;
  const most = Math.min(Math.floor(way.room * LOST_SHARE), way.room - reason.length - 2);
  const cross = Math.max(between ? lostAt : most, least);
  way.line(start, cross - 1, row.leaves ? glyphs.line : glyphs.underWay);
  way.write(cross, glyphs.lost);
  if (label.length > 0) way.write(start + 2, ` ${text} `);
  const room = way.room - cross - 2;
  if (reason !== "") way.write(cross + 1, mirrored(fit([always(reason)], room, glyphs.more), way));
}

/** Text behind a cross, with its blank on the cross's side. */
function mirrored(text: string, way: Way): string {
  return way.rightward ? text : `${text.trimStart()} `;
}

function crossLanes(
  canvas: Canvas,
  layout: Layout,
  start: number,
  end: number,
  glyphs: Glyphs,
): void {
  for (const x of layout.lanes) {
    const between = x > Math.min(start, end) && x < Math.max(start, end);
    if (between && canvas.at(x) === glyphs.line) canvas.cell(x, glyphs.crossing, 0);
  }
}
