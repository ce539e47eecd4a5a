/// <reference lib="dom" />
import { Category } from "../scene/category.ts";
import type { View } from "../stage/view.ts";
import type { Palette } from "./palette.ts";

/** The strip beside the stage: the whole run at once, and which part of it is seen. */
export class Overview {
  readonly #context: CanvasRenderingContext2D;
  /** The picture without the frame, and what it was made of. */
  #picture: ImageData | null = null;
  #key: readonly unknown[] = [];

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  paint(
    view: View,
    palette: Palette,
    width: number,
    height: number,
    ratio: number,
    matches: Uint32Array,
  ): void {
    const context = this.#context;
    const { scale, isFolding } = view.time;
    const key = [view.lines, scale, isFolding, palette, width, height, matches];
    if (this.#picture === null || key.some((part, i) => part !== this.#key[i])) {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      this.#paintAll(view, palette, width, height, matches);
      this.#picture = context.getImageData(0, 0, width * ratio, height * ratio);
      this.#key = key;
    } else {
      context.putImageData(this.#picture, 0, 0);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#paintWindow(view, palette, width, height);
  }

  /** How busy each row of pixels is, with what was lost, reset, or a fault. */
  #paintAll(
    view: View,
    palette: Palette,
    width: number,
    height: number,
    matches: Uint32Array,
  ): void {
    const context = this.#context;
    context.fillStyle = palette.page.panel;
    context.fillRect(0, 0, width, height);
    const whole = Math.max(1, view.time.height);
    const { facts, records } = view.scene;
    const busy = new Uint16Array(height + 1);
    const marks = new Uint8Array(height + 1);
    const rowOf = (id: number): number =>
      Math.min(
        height,
        Math.max(
          0,
          Math.floor(
            view.time.yOf(view.lines.instant[id - 1] ?? 0, view.lines.line[id - 1] ?? 0) / whole *
              height,
          ),
        ),
      );
    for (let id = 1; id <= records.size; id++) {
      if (view.shown[id - 1] !== 1) continue;
      const row = rowOf(id);
      const category = facts.category[id - 1];
      if (category === Category.Segment) busy[row] = (busy[row] ?? 0) + 1;
      if (facts.isLost[id - 1] === 1) marks[row] = (marks[row] ?? 0) | 1;
      if (facts.isGrave[id - 1] === 1 && facts.takesLine[id - 1] === 1) {
        marks[row] = (marks[row] ?? 0) | 2;
      }
      if (category === Category.State) marks[row] = (marks[row] ?? 0) | 4;
    }
    const most = Math.log1p(Math.max(1, busy.reduce((a, b) => Math.max(a, b), 0)));
    const room = width - 8;
    for (let row = 0; row <= height; row++) {
      const share = Math.log1p(busy[row] ?? 0) / most;
      context.fillStyle = palette.page.lane;
      if (share > 0) context.fillRect(4, row, Math.max(1, share * room * 0.7), 1);
      const mark = marks[row] ?? 0;
      if ((mark & 4) !== 0) {
        context.fillStyle = palette.page.good;
        context.fillRect(width - 9, row, 3, 2);
      }
      if ((mark & 1) !== 0) {
        context.fillStyle = palette.page.bad;
        context.fillRect(width - 5, row, 4, 2);
      }
      if ((mark & 2) !== 0) {
        context.fillStyle = palette.page.bad;
        context.fillRect(0, row, width, 2);
      }
    }
    context.fillStyle = palette.page.warn;
    for (const id of matches) context.fillRect(0, rowOf(id), 4, 2);
  }

  #paintWindow(view: View, palette: Palette, width: number, height: number): void {
    const context = this.#context;
    const whole = Math.max(1, view.time.height);
    const from = Math.max(0, view.top / whole * height);
    const to = Math.min(height, (view.top + view.bodyHeight) / whole * height);
    context.globalAlpha = 0.14;
    context.fillStyle = palette.page.accent;
    context.fillRect(0, from, width, Math.max(4, to - from));
    context.globalAlpha = 1;
    context.strokeStyle = palette.page.accent;
    context.lineWidth = 1.5;
    context.strokeRect(0.75, from + 0.75, width - 1.5, Math.max(4, to - from) - 1.5);
  }
}
