import type { Lines } from "./lines.ts";

/** The height of a line of text, in pixels. */
export const LINE = 19;

/** A silence gets as high as this before it is folded, and then grows slowly only. */
const FOLD_FROM = 7 * LINE;
const FOLD_GROWTH = 14;

/** A point of time, and how far the next one is away: how a place survives a change of scale. */
export interface Place {
  readonly instant: number;
  /** From 0, at that time, to 1, at the next. */
  readonly share: number;
}

/**
 * Where points of time stand, from above, in pixels.
 *
 * Time is true to scale between events, with two exceptions: what happens at
 * one time stands line by line, and a silence that would be much longer than
 * a few lines is folded. Both shrink when one looks from far away, so that
 * the whole has its true proportions there.
 */
export class TimeScale {
  readonly #lines: Lines;
  readonly #reference: number;
  /** Of each point of time, and of the end. */
  readonly tops: Float64Array;
  /** Pixels for each nanosecond. */
  scale = 0;
  isFolding = true;
  /** The height of a line at this scale. */
  line = LINE;

  /** `reference` is the scale, in pixels for each nanosecond, from which on lines are readable. */
  constructor(lines: Lines, reference: number) {
    this.#lines = lines;
    this.#reference = reference;
    this.tops = new Float64Array(lines.times.length + 1);
    this.set(reference, true);
  }

  /** The whole height. */
  get height(): number {
    return this.tops.at(-1) ?? 0;
  }

  get count(): number {
    return this.#lines.times.length;
  }

  set(scale: number, isFolding: boolean): void {
    this.scale = scale;
    this.isFolding = isFolding;
    const near = Math.min(1, scale / this.#reference);
    this.line = LINE * near * Math.sqrt(near);
    const from = FOLD_FROM * near;
    const growth = FOLD_GROWTH * near;
    const { times, heights } = this.#lines;
    const { tops, line } = this;
    let top = 0;
    for (let i = 0; i < times.length; i++) {
      tops[i] = top;
      const own = (heights[i] ?? 0) * line;
      if (i + 1 === times.length) {
        top += own;
        break;
      }
      let gap = ((times[i + 1] ?? 0) - (times[i] ?? 0)) * scale;
      if (isFolding && gap > from) gap = from + growth * Math.log(gap / from);
      top += Math.max(own, gap);
    }
    tops[times.length] = top;
  }

  /** Where that line of a point of time is. */
  yOf(instant: number, line: number): number {
    return (this.tops[instant] ?? 0) + line * this.line;
  }

  /** Whether the silence after a point of time is folded. */
  isFolded(instant: number): boolean {
    if (!this.isFolding) return false;
    const { times } = this.#lines;
    const gap = ((times[instant + 1] ?? 0) - (times[instant] ?? 0)) * this.scale;
    return gap > 1.6 * FOLD_FROM * Math.min(1, this.scale / this.#reference);
  }

  /** The silence after a point of time, in nanoseconds; 0 after the last. */
  silenceAfter(instant: number): number {
    const { times } = this.#lines;
    return instant + 1 < times.length ? (times[instant + 1] ?? 0) - (times[instant] ?? 0) : 0;
  }

  timeOf(instant: number): number {
    return this.#lines.times[instant] ?? 0;
  }

  /** The last point of time at or above `y`. */
  instantAt(y: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.tops[middle] ?? 0) <= y) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** The last point of time at or before that time. */
  instantOf(time: number): number {
    const { times } = this.#lines;
    let low = 0;
    let high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((times[middle] ?? 0) <= time) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** What time it is at `y`. */
  timeAt(y: number): number {
    const { instant, share } = this.placeAt(y);
    return this.timeOf(instant) + Math.max(0, Math.min(1, share)) * this.silenceAfter(instant);
  }

  placeAt(y: number): Place {
    const instant = this.instantAt(y);
    const top = this.tops[instant] ?? 0;
    const height = (this.tops[instant + 1] ?? 0) - top;
    return { instant, share: height > 0 ? (y - top) / height : 0 };
  }

  yAt({ instant, share }: Place): number {
    const top = this.tops[instant] ?? 0;
    return top + share * ((this.tops[instant + 1] ?? 0) - top);
  }

  /** The scale at which the whole is `height` high, or the smallest that is worth it. */
  fitting(height: number, isFolding: boolean): number {
    const { scale, isFolding: wasFolding } = this;
    let low = 1e-14;
    let high = 1e3;
    for (let step = 0; step < 60; step++) {
      const middle = Math.sqrt(low * high);
      this.set(middle, isFolding);
      if (this.height > height) high = middle;
      else low = middle;
    }
    this.set(scale, wasFolding);
    return low;
  }
}
