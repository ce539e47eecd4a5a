import type { ArrowRow, Row } from "./row.ts";

/**
 * Draws a segment in one row where nothing is to be shown between its
 * departure and its arrival or loss, and in two rows otherwise. Changes and
 * returns the same list.
 */
export function mergeArrows(rows: Row[]): Row[] {
  let kept = 0;
  let last: Row | undefined;
  for (const row of rows) {
    if (last?.kind === "arrow" && row.kind === "arrow" && isOutcome(last, row)) {
      last.travel = row.at - last.at;
      last.to = row.lost ? last.to : row.to;
      last.arrives = row.arrives;
      last.lost = row.lost;
      last.reason = row.reason;
      last.lostAt = row.lostAt;
      if (row.lost) last.style = row.style;
      if (row.bulk === null) last.bulk = null;
      continue;
    }
    rows[kept++] = row;
    last = row;
  }
  rows.length = kept;
  return rows;
}

function isOutcome(departure: ArrowRow, row: ArrowRow): boolean {
  const open = departure.leaves && !departure.arrives && !departure.lost;
  return open && !row.leaves && row.sent === departure.id;
}
