/** So many places has a page. */
export const PAGE = 512;

/**
 * What is behind a ring that is full: pages with {@linkcode PAGE} places each,
 * first in, first out. A ring that doubles has up to half of its places free, and
 * leaves as many behind; of pages there are as many as it takes.
 *
 * @example
 * ```ts
 * import { Pages } from "./pages.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const pages = new Pages(() => new Int32Array(512));
 * const first = pages.add();
 * const second = pages.add();
 * strictEqual(pages.take(), first);
 * pages.giveBack(first);
 * strictEqual(pages.take(), second);
 * strictEqual(pages.add(), first, "it is used again");
 * ```
 */
export class Pages<Page> {
  readonly #pages: Page[] = [];
  /** The one that was given back last. */
  #spare: Page | null = null;
  readonly #blank: () => Page;

  /** `blank` makes a page with nothing in it. */
  constructor(blank: () => Page) {
    this.#blank = blank;
  }

  /** Adds a page at the end and gives it; it may hold what stood there before. */
  add(): Page {
    const page = this.#spare ?? this.#blank();
    this.#spare = null;
    this.#pages.push(page);
    return page;
  }

  /** Takes the first page out; there must be one. */
  take(): Page {
    return this.#pages.shift()!;
  }

  /** Says that nothing needs what stands in a page that was taken. */
  giveBack(page: Page): void {
    this.#spare = page;
  }

  /** Forgets all pages. */
  clear(): void {
    this.#pages.length = 0;
  }
}
