import type { Nanos } from "../../engine/base/time.ts";
import { formatDuration, formatSeconds } from "../duration.ts";
import { Canvas } from "./canvas.ts";
import { drawArrow } from "./draw_arrow.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Layout } from "./layout.ts";
import { always, fit, type Part, shed } from "./parts.ts";
import type { ArrowRow, BulkRow, EventRow, Row, SpanRow } from "./row.ts";
import { Style } from "./style.ts";

/** Draws rows as lines of text. */
export class Drawing {
  readonly #layout: Layout;
  readonly #glyphs: Glyphs;
  readonly #digits: number;
  readonly #color: boolean;
  readonly #canvas: Canvas;

  /** `digits` of the seconds' fraction are shown in times. */
  constructor(layout: Layout, glyphs: Glyphs, digits: number, color: boolean) {
    this.#layout = layout;
    this.#glyphs = glyphs;
    this.#digits = digits;
    this.#color = color;
    this.#canvas = new Canvas(layout.width);
  }

  /** The lines of a row; its time is left out where `silent`, as the line before shows it. */
  row(row: Row, silent: boolean): string[] {
    if (row.kind === "bulk") return this.#bulk(row);
    this.#begin(this.#glyphs.lane);
    if (!silent) this.#time(row.at);
    if (row.kind === "arrow") this.#arrow(row);
    else if (row.kind === "event") this.#event(row);
    else this.#span(row);
    return [this.#canvas.line(this.#color)];
  }

  /** The line of a time in which nothing happened. */
  gap(length: Nanos): string {
    this.#begin(this.#glyphs.laneInSilence);
    const more = this.#glyphs.more;
    this.#canvas.write(this.#layout.timeEnd + 1 - more.length, more, Style.Faint);
    this.#between(0, this.#layout.lanes.length - 1, `${more} ${formatDuration(length)} ${more}`);
    return this.#canvas.line(this.#color);
  }

  #begin(lane: string): void {
    this.#canvas.clear();
    for (const x of this.#layout.lanes) this.#canvas.cell(x, lane, Style.Faint);
  }

  #time(at: Nanos): void {
    const text = formatSeconds(at, this.#digits);
    this.#canvas.write(this.#layout.timeEnd + 1 - text.length, text, Style.Faint);
  }

  #arrow(row: ArrowRow): void {
    drawArrow(this.#canvas, row, this.#layout, this.#glyphs);
    if (this.#layout.notesAt < 0) return;
    const parts = [...row.label];
    if (row.lost) parts.push(always(` ${this.#glyphs.lost} ${row.reason}`));
    else if (row.travel > 0) parts.push({ text: `  ${formatDuration(row.travel)}`, keep: 1 });
    this.#note(parts, row.style);
  }

  #event(row: EventRow): void {
    const { lanes, width, notesAt } = this.#layout;
    const x = lanes[row.lane] ?? 0;
    this.#canvas.cell(x, row.mark, row.style);
    if (notesAt >= 0) return this.#note(row.text, row.style);
    const gap = (lanes[1] ?? width) - (lanes[0] ?? 0) - 4;
    const parts = shed(row.text, gap);
    const last = lanes.length > 1 && row.lane === lanes.length - 1;
    const text = fit(parts, (last ? x : width - x) - 3, this.#glyphs.more);
    this.#canvas.write(last ? x - 1 - text.length : x + 2, text, row.style);
  }

  #note(parts: readonly Part[], style: Style): void {
    const at = this.#layout.notesAt;
    this.#canvas.write(at, fit(parts, this.#layout.width - at, this.#glyphs.more), style);
  }

  #span(row: SpanRow): void {
    const from = this.#layout.lanes[row.from] ?? 0;
    const to = this.#layout.lanes[row.to] ?? 0;
    this.#canvas.fill(from + 1, to - 1, row.fill, row.style);
    if (this.#layout.notesAt >= 0) this.#note([always(row.text)], row.style);
    else this.#between(row.from, row.to, ` ${row.text} `, row.style);
  }

  /** Text in the middle between two lanes, or among the notes. */
  #between(left: number, right: number, text: string, style: Style = Style.Faint): void {
    const from = this.#layout.lanes[left] ?? 0;
    const to = this.#layout.lanes[right] ?? 0;
    if (this.#layout.notesAt >= 0) return this.#note([always(text.trim())], style);
    const shown = fit([always(text)], to - from - 3, this.#glyphs.more);
    this.#canvas.write(Math.floor((from + to - shown.length) / 2) + 1, shown, style);
  }

  /** One line for each direction in which something went, then one for the rest. */
  #bulk(row: BulkRow): string[] {
    const lines: string[] = [];
    const draw = (show: () => void) => {
      this.#begin(this.#glyphs.lane);
      if (lines.length === 0) this.#time(row.at);
      show();
      lines.push(this.#canvas.line(this.#color));
    };
    if (row.rightward.length > 0) draw(() => this.#bulkArrow(row, row.rightward, true));
    if (row.leftward.length > 0) draw(() => this.#bulkArrow(row, row.leftward, false));
    if (row.note === "") return lines;
    draw(() => {
      if (row.until !== row.at) this.#time(row.until);
      this.#between(row.left, row.right, `(${row.note})`);
    });
    return lines;
  }

  #bulkArrow(row: BulkRow, parts: readonly Part[], rightward: boolean): void {
    const from = this.#layout.lanes[row.left] ?? 0;
    const to = this.#layout.lanes[row.right] ?? 0;
    const glyphs = this.#glyphs;
    this.#canvas.fill(from + 1, to - 1, glyphs.bulkLine, Style.Data);
    if (rightward) this.#canvas.cell(from, glyphs.bulkRight, Style.Data);
    else this.#canvas.cell(to, glyphs.bulkLeft, Style.Data);
    const head = rightward ? glyphs.arrowRight : glyphs.arrowLeft;
    this.#canvas.cell(rightward ? to - 1 : from + 1, head, Style.Data);
    if (this.#layout.notesAt >= 0) return this.#note(parts, Style.Data);
    const label = ` ${fit(parts, to - from - 10, glyphs.more)} `;
    this.#canvas.write(rightward ? from + 3 : to - 2 - label.length, label, Style.Data);
  }
}
