/** The columns of the view. */
export interface Layout {
  readonly width: number;
  /** The last column of the times, which are right-aligned. */
  readonly timeEnd: number;
  /** The column of each lane. */
  readonly lanes: readonly number[];
  /** Where texts stand: beside the lanes they belong to, or in a column of their own at the right. */
  readonly notesAt: number;
}

/** Lanes that are closer than this have their texts in a column of their own. */
const TEXT_GAP = 40;

/** The narrowest column for texts, and the narrowest gap between lanes beside it. */
const NOTES = 44;
const NARROW_GAP = 8;
const WIDE_GAP = 16;

/** The least width of a view: below it nothing would be readable. */
export const LEAST_WIDTH = 60;

/** Says where everything stands, for so many lanes and times of so many characters. */
export function layoutOf(lanes: number, timeWidth: number, width: number): Layout {
  const whole = Math.max(width, LEAST_WIDTH);
  const first = timeWidth + 2;
  const between = Math.max(lanes - 1, 1);
  const gap = Math.floor((whole - 1 - first) / between);
  const base = { width: whole, timeEnd: timeWidth - 1 };
  if (gap >= TEXT_GAP) return { ...base, lanes: places(lanes, first, gap), notesAt: -1 };
  const room = Math.floor((whole - first - NOTES) / between);
  const narrow = Math.min(WIDE_GAP, Math.max(NARROW_GAP, room));
  return {
    ...base,
    lanes: places(lanes, first, narrow),
    notesAt: first + narrow * (lanes - 1) + 3,
  };
}

function places(count: number, first: number, gap: number): number[] {
  return Array.from({ length: count }, (_, lane) => first + lane * gap);
}
