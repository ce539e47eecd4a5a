import { type Filter, SHOW_ALL, shownBy } from "../scene/filter.ts";
import { type Lines, linesOf } from "../scene/lines.ts";
import type { Scene } from "../scene/scene.ts";
import type { Span } from "../scene/spans.ts";
import { TimeScale } from "../scene/time_scale.ts";
import { type Tracks, tracksOf } from "../scene/tracks.ts";

/** The height of the row with the hosts' names, and the width of the times at the left. */
export const HEAD = 30;
export const TIMES = 92;

/** The most that one can look into: so many pixels for each nanosecond. */
const LARGEST_SCALE = 24;

/** How the scene stands on the stage: what is hidden, how large, and which part of it is seen. */
export class View {
  readonly scene: Scene;
  shown: Uint8Array;
  lines: Lines;
  time: TimeScale;
  states!: Tracks;
  calls!: Tracks;
  timers!: Tracks;
  /** The lanes that are shown, by number. */
  lanes: number[] = [];
  width = 800;
  height = 600;
  /** What stands at the upper edge below the names, in pixels of the whole. */
  top = 0;
  #filter: Filter = SHOW_ALL;
  readonly #readable: number;
  /** The least scale, and what it was found for. */
  #smallest = 0;
  #smallestFor: readonly unknown[] = [];

  constructor(scene: Scene) {
    this.scene = scene;
    this.#readable = scene.readableScale;
    this.shown = shownBy(scene, SHOW_ALL);
    this.lines = linesOf(scene.records, scene.facts, this.shown);
    this.time = new TimeScale(this.lines, this.#readable);
    this.#arrange();
  }

  get filter(): Filter {
    return this.#filter;
  }

  /** How many records are shown. */
  get shownCount(): number {
    return this.shown.reduce((sum, one) => sum + one, 0);
  }

  /** Hides and shows; what stands in the middle stays there. */
  setFilter(filter: Filter): void {
    const middle = this.top + this.bodyHeight / 2;
    const at = this.time.timeAt(middle);
    const { scale, isFolding } = this.time;
    this.#filter = filter;
    this.shown = shownBy(this.scene, filter);
    this.lines = linesOf(this.scene.records, this.scene.facts, this.shown);
    this.time = new TimeScale(this.lines, this.#readable);
    this.time.set(scale, isFolding);
    this.#arrange();
    if (this.top <= 0) return this.scrollTo(-MARGIN);
    const instant = this.time.instantOf(at);
    this.scrollTo(this.time.yOf(instant, 0) - this.bodyHeight / 2);
  }

  #arrange(): void {
    const { states, calls, timers, facts } = this.scene;
    const isShown = ({ start }: Span): boolean => this.shown[start - 1] === 1;
    this.states = tracksOf(states.all, facts.lanes.length, isShown);
    this.calls = tracksOf(calls.all, facts.lanes.length, isShown);
    this.timers = tracksOf(timers.all, facts.lanes.length, isShown);
    this.lanes = [...facts.lanes.keys()].filter((lane) =>
      !this.#filter.hosts.has(facts.lanes[lane] ?? "")
    );
  }

  /** The height of what is below the names. */
  get bodyHeight(): number {
    return Math.max(1, this.height - HEAD);
  }

  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
    this.scrollTo(this.top);
  }

  /** The least scale, at which all can be seen at once. */
  get smallest(): number {
    const { lines, bodyHeight, time } = this;
    const key = [lines, bodyHeight, time.isFolding];
    if (key.some((part, i) => part !== this.#smallestFor[i])) {
      this.#smallestFor = key;
      this.#smallest = this.#findSmallest();
    }
    return this.#smallest;
  }

  #findSmallest(): number {
    return Math.min(
      this.#readable,
      this.time.fitting(this.bodyHeight - 2 * MARGIN, this.time.isFolding),
    );
  }

  scrollTo(top: number): void {
    const most = Math.max(-MARGIN, this.time.height + MARGIN - this.bodyHeight);
    this.top = Math.min(most, Math.max(-MARGIN, top));
  }

  /** Makes it larger or smaller by a factor; what stands at `y` of the stage stays there. */
  zoom(factor: number, y: number): void {
    this.setScale(this.time.scale * factor, y);
  }

  setScale(scale: number, y = HEAD): void {
    const offset = y - HEAD;
    const place = this.time.placeAt(this.top + offset);
    const to = Math.min(LARGEST_SCALE, Math.max(this.smallest, scale));
    this.time.set(to, this.time.isFolding);
    this.scrollTo(this.time.yAt(place) - offset);
  }

  /** Folds silences or not; who saw all sees all. */
  setFolding(isFolding: boolean): void {
    const isWhole = this.time.height <= this.bodyHeight;
    const offset = this.bodyHeight / 2;
    const place = this.time.placeAt(this.top + offset);
    this.time.set(this.time.scale, isFolding);
    if (isWhole) return this.fit();
    this.scrollTo(this.time.yAt(place) - offset);
  }

  /** All at once. */
  fit(): void {
    this.time.set(this.smallest, this.time.isFolding);
    this.scrollTo(-MARGIN);
  }

  /** As at first: labels can be read. */
  reset(): void {
    this.time.set(this.#readable, this.time.isFolding);
    this.scrollTo(-MARGIN);
  }

  /** How large it is; 1 where labels can just be read. */
  get zoomLevel(): number {
    return this.time.scale / this.#readable;
  }

  /** Where a record stands on the stage, from above. */
  yOf(id: number): number {
    const i = id - 1;
    return HEAD - this.top + this.time.yOf(this.lines.instant[i] ?? 0, this.lines.line[i] ?? 0);
  }

  /** The end of the run on the stage. */
  get yOfEnd(): number {
    return HEAD - this.top + this.time.height;
  }

  /** Scrolls so far that a record can be seen. */
  reveal(id: number): void {
    const y = this.yOf(id);
    const edge = Math.min(120, this.bodyHeight / 4);
    if (y < HEAD + edge || y > this.height - edge) {
      this.scrollTo(this.top + y - HEAD - this.bodyHeight / 2);
    }
  }

  /** The ids of the first and last record that can be on the stage. */
  get range(): readonly [number, number] {
    const { firstId } = this.lines;
    const first = this.time.instantAt(this.top - MARGIN);
    const last = this.time.instantAt(this.top + this.height);
    const next = firstId[last + 1];
    return [firstId[first] ?? 1, next === undefined ? this.scene.records.size : next - 1];
  }
}

/** So much is free above the first record and below the last. */
const MARGIN = 24;
