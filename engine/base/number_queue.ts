import { PAGE, Pages } from "./pages.ts";

/**
 * Records of so many numbers each, first in, first out: a ring, which makes no
 * garbage, and behind it pages where there are very many. Whoever uses it reads
 * and writes the numbers in place: those of a record stand side by side.
 *
 * @example
 * ```ts
 * import { NumberQueue } from "./number_queue.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const queue = new NumberQueue(2, 4);
 * const at = queue.add();
 * queue.back[at] = 10;
 * queue.back[at + 1] = 11;
 * strictEqual(queue.front[queue.first + 1], 11);
 * queue.drop();
 * strictEqual(queue.size, 0);
 * ```
 */
export class NumberQueue {
  /** How many records there are. */
  size = 0;
  /** Where the first record stands, from {@linkcode first} on: the ring. */
  front: Float64Array;
  first = 0;
  /** Where the record that was added last stands, from {@linkcode last} on: the ring, or the last page. */
  back: Float64Array;
  last = 0;
  /** Numbers in a record. */
  declare private readonly width: number;
  /** The length of the ring is a power of two, at most a page: this is one less. */
  #mask: number;
  /** From this size on the ring does not take what comes: it is full, or others are behind it. */
  #limit: number;
  /** The size at which all that are left are behind the ring; -1 where none are. */
  #behind = -1;
  /** Null before the first one is needed. */
  #pages: Pages<Float64Array> | null = null;

  /** Both are powers of two; `capacity`, the records for which there is room at first, at most {@linkcode PAGE}. */
  constructor(width: number, capacity: number) {
    this.width = width;
    this.front = new Float64Array(capacity * width);
    this.back = this.front;
    this.#mask = capacity * width - 1;
    this.#limit = capacity;
  }

  /** Makes room for a record at the end: its numbers stand in {@linkcode back} from the place given on. */
  add(): number {
    if (this.size >= this.#limit && !this.#grows()) return this.#addBehind();
    this.last = (this.first + this.size++ * this.width) & this.#mask;
    return this.last;
  }

  /** Drops the first record; there must be one. */
  drop(): void {
    this.first = (this.first + this.width) & this.#mask;
    if (--this.size === this.#behind) this.#turnPage();
  }

  clear(): void {
    this.size = 0;
    this.first = 0;
    this.back = this.front;
    this.#limit = (this.#mask + 1) / this.width;
    this.#behind = -1;
    this.#pages?.clear();
  }

  /** Doubles a full ring, whose first record then stands at its beginning; not one as long as a page. */
  #grows(): boolean {
    const { length } = this.front;
    if (length === PAGE * this.width) return false;
    const longer = new Float64Array(2 * length);
    longer.set(this.front.subarray(this.first));
    longer.set(this.front.subarray(0, this.first), length - this.first);
    this.front = longer;
    this.back = longer;
    this.first = 0;
    this.#mask = 2 * length - 1;
    this.#limit *= 2;
    return true;
  }

  #addBehind(): number {
    if (this.#behind < 0) {
      this.#behind = 0;
      this.#limit = 0;
    }
    const place = this.#behind++ & PAGE - 1;
    if (place === 0) {
      this.#pages ??= new Pages(() => new Float64Array(PAGE * this.width));
      this.back = this.#pages.add();
    }
    this.size++;
    this.last = place * this.width;
    return this.last;
  }

  /** Puts the first page in place of the ring, in which nothing is left. */
  #turnPage(): void {
    const pages = this.#pages!;
    pages.giveBack(this.front);
    this.front = pages.take();
    this.first = 0;
    this.#behind -= PAGE;
    if (this.#behind > 0) return;
    // That was the last page: what comes goes to it, as it is the ring now.
    this.#behind = -1;
    this.#limit = PAGE;
  }
}
