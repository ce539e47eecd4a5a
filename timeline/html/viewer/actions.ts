import { Search } from "./data/search.ts";
import type { Stage } from "./stage/stage.ts";
import type { Store } from "./store.ts";

/** What one can do with the page, from the keyboard and from its panels alike. */
export class Actions {
  readonly #stage: Stage;
  readonly #store: Store;
  readonly #search: Search;

  constructor(stage: Stage, store: Store) {
    this.#stage = stage;
    this.#store = store;
    this.#search = new Search(stage.scene.records);
  }

  /** Looks at a record and scrolls to it; 0 looks at none. */
  select(id: number): void {
    this.#store.set({ selected: id });
    if (id === 0) return;
    this.#stage.view.reveal(id);
    this.#stage.redraw();
  }

  /** The next shown record with a place on the diagram, or with -1 the one before. */
  step(direction: 1 | -1): void {
    const { view, scene } = this.#stage;
    const { selected } = this.#store.state;
    const start = selected !== 0 ? selected : direction > 0 ? view.range[0] - 1 : view.range[1] + 1;
    for (let id = start + direction; id >= 1 && id <= scene.records.size; id += direction) {
      const isPlaced = scene.facts.takesLine[id - 1] === 1 || scene.facts.isLost[id - 1] === 1;
      if (view.shown[id - 1] === 1 && isPlaced) return this.select(id);
    }
  }

  /** To what made the selected record happen. */
  toCause(): void {
    const { selected } = this.#store.state;
    const cause = selected === 0 ? 0 : this.#stage.scene.records.cause[selected - 1] ?? 0;
    if (cause !== 0) this.select(cause);
  }

  /** To the first record that the selected one made happen. */
  toEffect(): void {
    const { selected } = this.#store.state;
    const [effect] = selected === 0 ? [] : this.#stage.scene.records.effectsOf(selected, 1);
    if (effect !== undefined) this.select(effect);
  }

  /** Finds records and goes to the first at or after what is selected. */
  search(query: string): void {
    const matches = this.#search.find(query, this.#stage.view.shown);
    this.#store.set({ query, matches });
    const from = this.#store.state.selected;
    const [first] = matches;
    const next = matches.find((id) => id >= from) ?? first;
    if (next !== undefined) this.select(next);
  }

  /** To the next match, or with -1 the one before; after the last comes the first. */
  toMatch(direction: 1 | -1): void {
    const { matches, selected } = this.#store.state;
    if (matches.length === 0) return;
    const next = direction > 0
      ? matches.find((id) => id > selected) ?? matches[0]
      : matches.findLast((id) => id < selected) ?? matches.at(-1);
    this.select(next ?? 0);
  }

  zoom(factor: number): void {
    const { view } = this.#stage;
    const { selected } = this.#store.state;
    const y = selected === 0 ? NaN : view.yOf(selected);
    const isSeen = y > 0 && y < view.height;
    view.zoom(factor, isSeen ? y : view.height / 2);
    this.#stage.redraw();
  }

  fit(): void {
    this.#stage.view.fit();
    this.#stage.redraw();
  }

  reset(): void {
    this.#stage.view.reset();
    this.#stage.redraw();
  }

  /** Scrolls by that share of what is seen. */
  scroll(share: number): void {
    const { view } = this.#stage;
    view.scrollTo(view.top + share * view.bodyHeight);
    this.#stage.redraw();
  }

  toStart(): void {
    this.#stage.view.scrollTo(-Infinity);
    this.#stage.redraw();
  }

  toEnd(): void {
    this.#stage.view.scrollTo(Infinity);
    this.#stage.redraw();
  }

  toggleFolding(): void {
    this.#store.set({ isFolding: !this.#store.state.isFolding });
  }

  toggleTheme(): void {
    this.#store.set({ theme: this.#store.state.theme === "dark" ? "light" : "dark" });
  }

  /** Opens something over the stage, or closes it. */
  toggle(what: "help" | "legend" | "expectations"): void {
    this.#store.set({ open: this.#store.state.open === what ? "" : what });
  }

  /** Hides or shows a category of records. */
  toggleCategory(category: number): void {
    const { filter } = this.#store.state;
    const categories = new Set(filter.categories);
    if (!categories.delete(category)) categories.add(category);
    this.#store.set({ filter: { ...filter, categories } });
    this.#again();
  }

  /** Hides or shows a host. */
  toggleHost(host: string): void {
    const { filter } = this.#store.state;
    const hosts = new Set(filter.hosts);
    if (!hosts.delete(host)) hosts.add(host);
    this.#store.set({ filter: { ...filter, hosts } });
    this.#again();
  }

  choosePair(pair: number): void {
    this.#store.set({ filter: { ...this.#store.state.filter, pair } });
    this.#again();
  }

  showAll(): void {
    const filter = { pair: -1, hosts: new Set<string>(), categories: new Set<number>() };
    this.#store.set({ filter });
    this.#again();
  }

  /** Searches again after the filter has changed, without going anywhere. */
  #again(): void {
    const { query } = this.#store.state;
    if (query === "") return;
    this.#store.set({ matches: this.#search.find(query, this.#stage.view.shown) });
  }
}
