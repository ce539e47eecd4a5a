/// <reference lib="dom" />
import type { Scene } from "../scene/scene.ts";
import { LanePlaces } from "../stage/lanes.ts";
import type { View } from "../stage/view.ts";
import { labelOf, shortLabelOf } from "../data/words.ts";
import { drawArrows } from "./draw_arrows.ts";
import { drawHead, drawLanes } from "./draw_lanes.ts";
import { drawMarks } from "./draw_marks.ts";
import { drawSelection, type Picked } from "./draw_selection.ts";
import { drawTimes } from "./draw_times.ts";
import type { Frame } from "./frame.ts";
import { LabelBoard } from "./label_board.ts";
import type { Palette } from "./palette.ts";

/** Draws the part of a scene that a view shows. */
export class Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #labels = new LabelBoard();
  readonly #words = new Map<number, string>();
  readonly #scene: Scene;

  constructor(context: CanvasRenderingContext2D, scene: Scene) {
    this.#context = context;
    this.#scene = scene;
  }

  /** Draws one picture; `ratio` is the number of pixels of the screen in one of the page. */
  paint(view: View, palette: Palette, picked: Picked, ratio: number): void {
    const context = this.#context;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = palette.page.ground;
    context.fillRect(0, 0, view.width, view.height);
    if (view.time.count === 0 || view.lanes.length === 0) {
      this.#paintNothing(view, palette);
      return;
    }
    const [from, to] = view.range;
    const frame: Frame = {
      context,
      view,
      places: new LanePlaces(view),
      palette,
      labels: this.#labels,
      from,
      to,
      wordsOf: (id) => this.#wordsOf(id),
      shortWordsOf: (id) => shortLabelOf(this.#scene.records.recordOf(id)),
    };
    drawTimes(frame);
    drawLanes(frame);
    drawArrows(frame);
    drawMarks(frame);
    drawSelection(frame, picked);
    this.#labels.draw(context, view.width, view.height, palette.page.ground);
    drawHead(frame);
  }

  #paintNothing(view: View, palette: Palette): void {
    const context = this.#context;
    context.font = "13px system-ui, sans-serif";
    context.fillStyle = palette.page.muted;
    context.textAlign = "center";
    context.fillText("Nothing is left to show with these filters", view.width / 2, 120);
  }

  #wordsOf(id: number): string {
    let words = this.#words.get(id);
    if (words === undefined) {
      words = labelOf(this.#scene.records.recordOf(id));
      this.#words.set(id, words);
    }
    return words;
  }
}
