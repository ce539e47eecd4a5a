/** So many spans share one entry. */
const BLOCK = 64;

/** Finds among spans in order of their start those that meet a range. */
export class SpanIndex {
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  /** The last end in each block of spans. */
  readonly #lastEnd: Float64Array;

  /** Starts must never fall; an end of 0 stands for "never". */
  constructor(spans: readonly { readonly start: number; readonly end: number }[]) {
    this.#starts = Float64Array.from(spans, ({ start }) => start);
    this.#ends = Float64Array.from(spans, ({ end }) => end === 0 ? Infinity : end);
    this.#lastEnd = new Float64Array(Math.ceil(spans.length / BLOCK)).fill(-Infinity);
    for (let i = 0; i < spans.length; i++) {
      const block = Math.floor(i / BLOCK);
      this.#lastEnd[block] = Math.max(this.#lastEnd[block] ?? 0, this.#ends[i] ?? 0);
    }
  }

  /** Calls `visit` with the place of each span that begins at or before `to` and ends at or after `from`. */
  visit(from: number, to: number, visit: (place: number) => void): void {
    const starts = this.#starts;
    for (let block = 0; block * BLOCK < starts.length; block++) {
      const first = block * BLOCK;
      if ((starts[first] ?? Infinity) > to) return;
      if ((this.#lastEnd[block] ?? 0) < from) continue;
      const last = Math.min(starts.length, first + BLOCK);
      for (let i = first; i < last; i++) {
        if ((starts[i] ?? 0) > to) return;
        if ((this.#ends[i] ?? 0) >= from) visit(i);
      }
    }
  }
}
