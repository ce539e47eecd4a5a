import { failuresOf, holds, type Sweep, type SweptRun } from "./sweep_result.ts";
import type { RunSummary } from "./sweep_run.ts";

type Column = (summary: RunSummary, run: SweptRun) => string | number | boolean;

/** What stands in a row of a run, after its settings and seed. Times are nanoseconds. */
const COLUMNS: Readonly<Record<string, Column>> = {
  holds: (_, run) => holds(run),
  endedAt: ({ endedAt }) => endedAt,
  lastReturnAt: ({ lastReturnAt }) => lastReturnAt,
  records: ({ counts }) => counts.records,
  sent: ({ counts }) => counts.sent,
  received: ({ counts }) => counts.received,
  dropped: ({ counts }) => counts.dropped,
  retransmitted: ({ counts }) => counts.retransmitted,
  resets: ({ counts }) => counts.resets,
  failed: (_, run) => failuresOf(run).map(([expectation]) => expectation).join("; "),
  callErrors: ({ callErrors }) => callErrors.map(({ call, error }) => `${call} ${error}`).join(" "),
  states: ({ states }) =>
    states.map(({ connection, state, count }) => `${connection} ${state} ${count}`).join("; "),
  digest: ({ digest }) => digest,
};

/** A sweep as comma-separated values (RFC 4180): a row for each run, in their order. */
export function* csvChunks({ plan, runs }: Sweep): Generator<string> {
  const paths = plan.axes.map(({ path }) => path);
  yield rowOf(["index", ...paths, "seed", ...Object.keys(COLUMNS), "error"]);
  for (const run of runs) yield rowOf(cellsOf(run));
}

function cellsOf(run: SweptRun): string[] {
  const { index, case: { values }, seed, summary, error } = run;
  const cells = Object.values(COLUMNS).map((cell) => summary === null ? "" : cell(summary, run));
  return [index, ...values, seed, ...cells, error].map(String);
}

/** Lines end with LF as elsewhere here, not with CRLF (RFC 4180 2.1): all readers take it. */
function rowOf(cells: readonly string[]): string {
  const quoted = cells.map((cell) =>
    /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  );
  return `${quoted.join(",")}\n`;
}
