/// <reference lib="dom" />
import { formatDuration, groupThousands } from "../../../duration.ts";
import type { Field, Numbers } from "../scene/numbers.ts";
import { SMALL } from "./frame.ts";
import type { Palette } from "./palette.ts";

/** One line of a plot. */
export interface Line {
  readonly field: Field;
  readonly name: string;
  readonly color: string;
  readonly dash: readonly number[];
}

/** What a plot shows, over which time, and what is pointed at. */
export interface Plot {
  readonly numbers: Numbers;
  readonly lines: readonly Line[];
  readonly unit: "bytes" | "time";
  readonly from: number;
  readonly to: number;
  /** The part of the time that the diagram shows. */
  readonly seen: readonly [number, number];
  /** The time that is pointed at, -1 for none. */
  readonly pointed: number;
}

/** The edges of a plot in its canvas. */
export const PLOT = { left: 64, right: 12, top: 10, bottom: 20 };

/** About so far apart are the marks of an axis. */
const APART = { x: 90, y: 30 };

/** Draws numbers as steps: each holds until the next. */
export function drawPlot(
  context: CanvasRenderingContext2D,
  plot: Plot,
  palette: Palette,
  width: number,
  height: number,
): void {
  const { numbers, lines, from, to } = plot;
  const right = width - PLOT.right;
  const bottom = height - PLOT.bottom;
  const most = mostOf(numbers, lines);
  const xOf = (at: number): number =>
    PLOT.left + (at - from) / Math.max(1, to - from) * (right - PLOT.left);
  const yOf = (value: number): number => bottom - value / most * (bottom - PLOT.top);
  context.fillStyle = palette.page.ground;
  context.fillRect(0, 0, width, height);
  const seen = Math.max(PLOT.left, xOf(plot.seen[0]));
  const unseen = Math.min(right, xOf(plot.seen[1]));
  if (unseen > seen) {
    context.fillStyle = palette.page.selected;
    context.fillRect(seen, PLOT.top, Math.max(2, unseen - seen), bottom - PLOT.top);
  }
  drawAxes(context, plot, palette, { right, bottom, most, xOf, yOf });
  drawStates(context, numbers, palette, xOf, bottom, right);
  if (plot.unit === "time") drawVariation(context, numbers, palette, xOf, yOf, right);
  for (const line of lines) drawLine(context, numbers, line, xOf, yOf, right);
  if (plot.pointed < 0) return;
  const x = Math.round(xOf(plot.pointed)) + 0.5;
  context.strokeStyle = palette.page.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, PLOT.top);
  context.lineTo(x, bottom);
  context.stroke();
}

interface Axes {
  readonly right: number;
  readonly bottom: number;
  readonly most: number;
  xOf(at: number): number;
  yOf(value: number): number;
}

function drawAxes(
  context: CanvasRenderingContext2D,
  { unit, from, to }: Plot,
  palette: Palette,
  { right, bottom, most, xOf, yOf }: Axes,
): void {
  context.font = SMALL;
  context.fillStyle = palette.page.muted;
  context.strokeStyle = palette.page.border;
  context.lineWidth = 1;
  context.textBaseline = "middle";
  context.textAlign = "right";
  context.beginPath();
  const step = niceStep(most / Math.max(1, (bottom - PLOT.top) / APART.y));
  for (let value = 0; value <= most; value += step) {
    const y = Math.round(yOf(value)) + 0.5;
    context.moveTo(PLOT.left, y);
    context.lineTo(right, y);
    context.fillText(markText(value, unit, most), PLOT.left - 8, y);
  }
  context.globalAlpha = 0.6;
  context.stroke();
  context.globalAlpha = 1;
  context.textAlign = "center";
  context.textBaseline = "top";
  const pace = niceStep((to - from) / Math.max(1, (right - PLOT.left) / APART.x));
  for (let at = Math.ceil(from / pace) * pace; at <= to; at += pace) {
    const x = xOf(at);
    if (x < PLOT.left + 14 || x > right - 14) continue;
    context.fillText(formatDuration(Math.round(at)), x, bottom + 5);
  }
}

/** When congestion control was not as usual, as a strip above the axis. */
function drawStates(
  context: CanvasRenderingContext2D,
  { at, states }: Numbers,
  palette: Palette,
  xOf: (at: number) => number,
  bottom: number,
  right: number,
): void {
  for (const [i, state] of states.entries()) {
    const color = stateColor(state, palette);
    if (color === "") continue;
    const from = xOf(at[i] ?? 0);
    const next = at[i + 1];
    context.fillStyle = color;
    context.fillRect(
      from,
      bottom - 4,
      Math.max(1, (next === undefined ? right : xOf(next)) - from),
      4,
    );
  }
}

/** The color of a state of congestion control, "" of the usual one. */
export function stateColor(state: string, palette: Palette): string {
  if (state === "Recovery" || state === "CWR") return palette.page.warn;
  if (state === "Loss") return palette.page.bad;
  return state === "Disorder" ? palette.page.lane : "";
}

function drawLine(
  context: CanvasRenderingContext2D,
  { at, series }: Numbers,
  { field, color, dash }: Line,
  xOf: (at: number) => number,
  yOf: (value: number) => number,
  right: number,
): void {
  const values = series[field];
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.setLineDash([...dash]);
  context.beginPath();
  let isDown = false;
  let lastX = -Infinity;
  let lastY = NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (Number.isNaN(value)) continue;
    const x = xOf(at[i] ?? 0);
    const y = yOf(value);
    if (!isDown) context.moveTo(x, y);
    else {
      if (x - lastX < 0.3 && Math.abs(y - lastY) < 0.5) continue; // the same pixel
      context.lineTo(x, lastY);
      context.lineTo(x, y);
    }
    isDown = true;
    lastX = x;
    lastY = y;
  }
  if (isDown) context.lineTo(right, lastY);
  context.stroke();
  context.setLineDash([]);
}

/** How far the round-trip time varies, as a band about it. */
function drawVariation(
  context: CanvasRenderingContext2D,
  { at, series }: Numbers,
  palette: Palette,
  xOf: (at: number) => number,
  yOf: (value: number) => number,
  right: number,
): void {
  context.fillStyle = palette.page.lane;
  context.globalAlpha = 0.35;
  for (let i = 0; i < at.length; i++) {
    const middle = series.srtt[i] ?? NaN;
    if (Number.isNaN(middle)) continue;
    const spread = series.rttvar[i] ?? 0;
    const x = xOf(at[i] ?? 0);
    const next = at[i + 1];
    const top = yOf(middle + spread);
    const bottom = yOf(Math.max(0, middle - spread));
    context.fillRect(x, top, (next === undefined ? right : xOf(next)) - x, bottom - top);
  }
  context.globalAlpha = 1;
}

function mostOf({ series }: Numbers, lines: readonly Line[]): number {
  let most = 1;
  for (const { field } of lines) {
    for (const [i, value] of series[field].entries()) {
      most = Math.max(
        most,
        Number.isNaN(value) ? 0 : value + (field === "srtt" ? series.rttvar[i] ?? 0 : 0),
      );
    }
  }
  return most * 1.06;
}

/** 1, 2 or 5 times a power of ten, at least so much. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const share = least / power;
  return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

/** A value in its unit: "14,480 B", "1.2 MB", "220.0096 ms". */
export function valueText(value: number, unit: Plot["unit"]): string {
  if (Number.isNaN(value)) return "none";
  if (unit === "time") return formatDuration(Number(value.toPrecision(6)));
  return `${groupThousands(Math.round(value))} B`;
}

/** The same beside an axis that goes up to `most`. */
function markText(value: number, unit: Plot["unit"], most: number): string {
  if (unit === "time" || value === 0 || most < 20_000) return valueText(value, unit);
  return most < 20_000_000
    ? `${groupThousands(value / 1000)} kB`
    : `${groupThousands(value / 1e6)} MB`;
}
