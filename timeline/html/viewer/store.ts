import type { ThemeName } from "./draw/palette.ts";
import { type Filter, SHOW_ALL } from "./scene/filter.ts";

/** What one has chosen on the page, but for the part of the run that is seen. */
export interface State {
  /** The record that is looked at, 0 for none. */
  readonly selected: number;
  readonly filter: Filter;
  readonly query: string;
  readonly matches: Uint32Array;
  readonly isFolding: boolean;
  readonly theme: ThemeName;
  /** What is open over the stage. */
  readonly open: "" | "help" | "legend" | "expectations";
  readonly isPlotOpen: boolean;
  /** The width of the details in pixels, or their height where they stand below. */
  readonly detailsSize: number;
}

/** How a page begins. */
export const INITIAL: State = {
  selected: 0,
  filter: SHOW_ALL,
  query: "",
  matches: new Uint32Array(),
  isFolding: true,
  theme: "light",
  open: "",
  isPlotOpen: true,
  detailsSize: 380,
};

/** Holds the state of the page and tells who listens that it has changed. */
export class Store {
  #state: State;
  readonly #listeners = new Set<(state: State, before: State) => void>();

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  set(change: Partial<State>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    for (const listener of [...this.#listeners]) listener(this.#state, before);
  }

  /** Returns how to stop listening. */
  listen(listener: (state: State, before: State) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
