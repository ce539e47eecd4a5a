/** Ports stand in pages of 256: those in use are often neighbours. */
const PAGE_BITS = 8;
const PAGE = 1 << PAGE_BITS;

/** How many use each port of one address, in a place for each: a look is one of memory. */
export class PortUsers {
  readonly #pages: (Uint32Array | undefined)[] = [];

  /** Counts so many users of a port more, or less. */
  count(port: number, by: number): void {
    const page = this.#pages[port >> PAGE_BITS] ?? this.#addPage(port >> PAGE_BITS);
    page[port & (PAGE - 1)]! += by;
  }

  /** Whether somebody uses a port. */
  uses(port: number): boolean {
    return (this.#pages[port >> PAGE_BITS]?.[port & (PAGE - 1)] ?? 0) > 0;
  }

  #addPage(number: number): Uint32Array {
    const pages = this.#pages;
    while (pages.length <= number) pages.push(undefined);
    const page = new Uint32Array(PAGE);
    pages[number] = page;
    return page;
  }
}
