import type { Nanos } from "../base/time.ts";

/**
 * How many events that happen should fall into one bucket: so many that these can
 * come from memory together, but not so many that sorting them costs more.
 */
const EVENTS_PER_BUCKET = 6;

/** The times that are looked at, however many there are. */
export const SAMPLES = 128;

/**
 * The width of buckets into which EVENTS_PER_BUCKET of those fall that come soonest:
 * judged by the first quarter of them or, where these are all at one time, by more.
 *
 * `sample` holds some of the times of `count` pending events; it gets sorted.
 */
export function widthBySample(sample: Float64Array, count: number): Nanos {
  sample.sort();
  const first = sample[0]!;
  for (let quarters = 1; quarters <= 4; quarters++) {
    const last = Math.ceil(sample.length * quarters / 4) - 1;
    const span = sample[last]! - first;
    if (span > 0) return atLeastOne(span * EVENTS_PER_BUCKET * sample.length / (last * count));
  }
  return 1;
}

/** The width of buckets that suits `taken` events in a time of `span`. */
export function widthByRate(span: Nanos, taken: number): Nanos {
  return atLeastOne(span * EVENTS_PER_BUCKET / taken);
}

function atLeastOne(width: number): Nanos {
  return Math.max(1, Math.ceil(width));
}
