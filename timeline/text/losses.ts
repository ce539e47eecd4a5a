import type { ArrowRow, Row } from "./row.ts";
import { ackParts, dataParts } from "./sums.ts";

/** More losses in a row than these become one. */
const ROWS = 4;

/** Sums up plain segments that were lost at once in one place: with the cable that was pulled. */
export function sumUpLosses(rows: readonly Row[]): Row[] {
  const out: Row[] = [];
  let run: ArrowRow[] = [];
  const close = () => {
    const [first] = run;
    if (first === undefined || run.length <= ROWS) out.push(...run);
    else out.push({ ...first, label: [...dataParts(run), ...ackParts(run)] });
    run = [];
  };
  for (const row of rows) {
    if (row.kind === "arrow" && row.lost && row.bulk !== null) {
      if (run[0] !== undefined && !areLostTogether(run[0], row)) close();
      run.push(row);
    } else {
      close();
      out.push(row);
    }
  }
  close();
  return out;
}

function areLostTogether(one: ArrowRow, other: ArrowRow): boolean {
  return one.at === other.at && one.from === other.from && one.to === other.to &&
    one.reason === other.reason && one.leaves === other.leaves;
}
