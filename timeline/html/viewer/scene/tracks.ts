import type { Span } from "./spans.ts";

/** A lane's spans of one sort stand side by side on at most so many tracks. */
export const MOST_TRACKS = 6;

/** Which track each span of a list stands on, and how many tracks each lane has. */
export interface Tracks {
  readonly track: Uint8Array;
  /** By lane. */
  readonly counts: readonly number[];
}

/**
 * Puts spans that last at one time on different tracks: each on the first
 * that is free. What is not shown takes none; where all are taken, the last
 * is shared.
 */
export function tracksOf(
  spans: readonly Span[],
  lanes: number,
  isShown: (span: Span) => boolean,
): Tracks {
  const track = new Uint8Array(spans.length);
  const ends: number[][] = Array.from({ length: lanes }, () => []);
  for (const [i, span] of spans.entries()) {
    const taken = ends[span.lane];
    if (taken === undefined || !isShown(span)) continue;
    let free = taken.findIndex((end) => end <= span.start);
    if (free < 0) free = Math.min(taken.length, MOST_TRACKS - 1);
    taken[free] = span.end === 0 ? Infinity : span.end;
    track[i] = free;
  }
  return { track, counts: ends.map((taken) => taken.length) };
}
