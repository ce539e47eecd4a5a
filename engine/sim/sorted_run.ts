import type { Nanos } from "../base/time.ts";

/** The most events of a run: to sort them by insertion costs less than a heap would. */
export const LONGEST_RUN = 128;

/**
 * A few events, sorted: by time, and at equal times by the order in which they
 * were added. The first one stands last, so that taking it moves nothing.
 */
export class SortedRun {
  size = 0;
  // By place. Times stand here a second time, so that comparing stays within few cache lines.
  readonly #timeAt: Float64Array = new Float64Array(LONGEST_RUN);
  readonly #orderAt: Float64Array = new Float64Array(LONGEST_RUN);
  readonly #slotAt: Int32Array = new Int32Array(LONGEST_RUN);

  /** The time of the first event; there must be one. */
  get firstAt(): Nanos {
    return this.#timeAt[this.size - 1]!;
  }

  /** The place in the order of adding of the first event; there must be one. */
  get firstOrder(): number {
    return this.#orderAt[this.size - 1]!;
  }

  /** The slot of the first event; there must be one. */
  get first(): number {
    return this.#slotAt[this.size - 1]!;
  }

  /** Puts an event before all others, wherever it belongs; there must be less than LONGEST_RUN. */
  push(slot: number, time: Nanos, order: number): void {
    const place = this.size++;
    this.#timeAt[place] = time;
    this.#orderAt[place] = order;
    this.#slotAt[place] = slot;
  }

  /** Brings the events into their order. */
  sort(): void {
    const timeAt = this.#timeAt;
    const orderAt = this.#orderAt;
    const slotAt = this.#slotAt;
    const { size } = this;
    for (let place = 1; place < size; place++) {
      const time = timeAt[place]!;
      const order = orderAt[place]!;
      const slot = slotAt[place]!;
      let hole = place;
      while (hole > 0) {
        const other = timeAt[hole - 1]!;
        if (other > time || (other === time && orderAt[hole - 1]! > order)) break;
        timeAt[hole] = other;
        orderAt[hole] = orderAt[hole - 1]!;
        slotAt[hole] = slotAt[hole - 1]!;
        hole--;
      }
      timeAt[hole] = time;
      orderAt[hole] = order;
      slotAt[hole] = slot;
    }
  }

  /** Takes the first event out; there must be one. */
  removeFirst(): void {
    this.size--;
  }

  /** Takes an event of the run out. */
  remove(slot: number): void {
    const place = this.#slotAt.indexOf(slot);
    this.#timeAt.copyWithin(place, place + 1, this.size);
    this.#orderAt.copyWithin(place, place + 1, this.size);
    this.#slotAt.copyWithin(place, place + 1, this.size);
    this.size--;
  }
}
