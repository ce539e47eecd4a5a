// deno-lint-ignore-file no-undef -- the compiler knows what a browser has
/// <reference lib="dom" />
import { Overview } from "../draw/overview.ts";
import { Painter } from "../draw/painter.ts";
import { paletteOf } from "../draw/palette.ts";
import type { Scene } from "../scene/scene.ts";
import type { Store } from "../store.ts";
import { View } from "./view.ts";

/** So many causes of the selected record are picked out. */
const LONGEST_CHAIN = 200;

/** The diagram on its canvas: draws a picture when something has changed, and no more than one at a time. */
export class Stage {
  readonly view: View;
  readonly scene: Scene;
  readonly #store: Store;
  readonly #listeners = new Set<() => void>();
  #canvas: HTMLCanvasElement | null = null;
  #strip: HTMLCanvasElement | null = null;
  #painter: Painter | null = null;
  #overview: Overview | null = null;
  #isDue = false;
  #chain: number[] = [];
  hovered = 0;

  constructor(scene: Scene, store: Store) {
    this.scene = scene;
    this.#store = store;
    this.view = new View(scene);
    store.listen((state, before) => {
      if (state.filter !== before.filter) this.view.setFilter(state.filter);
      if (state.isFolding !== before.isFolding) this.view.setFolding(state.isFolding);
      if (state.selected !== before.selected) this.#chain = this.#chainOf(state.selected);
      this.redraw();
    });
    this.#chain = this.#chainOf(store.state.selected);
  }

  get canvas(): HTMLCanvasElement | null {
    return this.#canvas;
  }

  /** Takes the canvas of the diagram and that of the strip beside it. */
  attach(canvas: HTMLCanvasElement, strip: HTMLCanvasElement): void {
    const context = canvas.getContext("2d", { alpha: false });
    const other = strip.getContext("2d", { alpha: false, willReadFrequently: true });
    if (context === null || other === null) return;
    this.#canvas = canvas;
    this.#strip = strip;
    this.#painter = new Painter(context, this.scene);
    this.#overview = new Overview(other);
    new ResizeObserver(() => this.#resize()).observe(canvas);
    this.#resize();
  }

  /** Calls `listener` after every picture; returns how to stop. */
  onDrawn(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Draws before the screen is next shown. */
  redraw(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  #draw(): void {
    if (this.#canvas === null || this.#strip === null) return;
    const { theme, selected, matches } = this.#store.state;
    const palette = paletteOf(theme);
    const ratio = devicePixelRatio;
    const picked = { selected, hovered: this.hovered, chain: this.#chain, matches };
    this.#painter?.paint(this.view, palette, picked, ratio);
    const { clientWidth, clientHeight } = this.#strip;
    this.#overview?.paint(this.view, palette, clientWidth, clientHeight, ratio, matches);
    for (const listener of this.#listeners) listener();
  }

  #resize(): void {
    for (const canvas of [this.#canvas, this.#strip]) {
      if (canvas === null) continue;
      canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
      canvas.height = Math.round(canvas.clientHeight * devicePixelRatio);
    }
    const canvas = this.#canvas;
    if (canvas !== null) this.view.resize(canvas.clientWidth, canvas.clientHeight);
    this.#draw();
  }

  #chainOf(id: number): number[] {
    const chain: number[] = [];
    let next = id === 0 ? 0 : this.scene.records.cause[id - 1] ?? 0;
    while (next !== 0 && chain.length < LONGEST_CHAIN) {
      chain.push(next);
      next = this.scene.records.cause[next - 1] ?? 0;
    }
    return chain;
  }
}
