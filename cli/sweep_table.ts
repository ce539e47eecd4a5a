import { groupThousands } from "../timeline/mod.ts";
import { holds, type Sweep, type SweptRun } from "./sweep_result.ts";
import type { Counts, RunSummary } from "./sweep_run.ts";
import { spreadText, timeUnit } from "./sweep_spread.ts";

/** Runs that share a line: all of one case, or a single one. */
type Row = readonly SweptRun[];

/** A column of the table: its head, and its cell of a row. */
interface Column {
  readonly head: string;
  readonly isText?: boolean;
  readonly cells: readonly string[];
}

/** The columns to leave out, one after another, where the table is too wide. */
const DISPENSABLE = ["dropped", "digest", "sent", "calls done"];

/** What stands between the three numbers of a spread: less where the table is too wide. */
const BETWEEN = [" / ", "/"];

/**
 * The runs as a table: a line for each row, of several runs with the spread of
 * each number. What happened in no run has no column.
 */
export function tableLines(sweep: Sweep, rows: readonly Row[], width: number): string[] {
  const paths = sweep.plan.axes.map(({ path }) => path);
  const settings = shortNames(paths).map((head, i): Column => {
    const cells = rows.map(([run]) => run!.case.values[i]!);
    return { head, isText: cells.some((cell) => !/^[-+.\d]/.test(cell)), cells };
  });
  const figures = BETWEEN.map((between) =>
    figuresOf(rows, between).filter(({ head }) => head !== "seed" || !paths.includes("seed"))
  );
  const lines = fitting(settings, figures, width);
  if (lines !== null) return lines;
  const numbers = { head: "case", cells: rows.map(([run]) => String(run!.case.number)) };
  const legend = sweep.plan.cases.map(({ number, settings }) =>
    `case ${number}: ${settings.join("  ")}`
  );
  const least = [numbers, ...figures.at(-1)!];
  return [...legend, "", ...fitting([numbers], figures, width) ?? drawn(least)];
}

/** The table with as many of its figures as there is room for; null if not even the fewest fit. */
function fitting(
  settings: readonly Column[],
  figures: readonly (readonly Column[])[],
  width: number,
): string[] | null {
  for (let count = 0; count <= DISPENSABLE.length; count++) {
    const without = DISPENSABLE.slice(0, count);
    for (const columns of figures) {
      const left = columns.filter(({ head }) => !without.some((it) => head.startsWith(it)));
      const lines = drawn([...settings, ...left]);
      if (lines.every((line) => line.length <= width)) return lines;
    }
  }
  return null;
}

function drawn(columns: readonly Column[]): string[] {
  const texts = columns.map(({ head, isText = false, cells }) => {
    const all = [head, ...cells];
    const widest = all.reduce((most, text) => Math.max(most, text.length), 0);
    return all.map((text) => isText ? text.padEnd(widest) : text.padStart(widest));
  });
  return (texts[0] ?? []).map((_, i) => texts.map((cells) => cells[i]).join("  ").trimEnd());
}

function figuresOf(rows: readonly Row[], between: string): Column[] {
  const isSingle = rows.every((row) => row.length === 1);
  const seeds = { head: "seed", cells: rows.map(([run]) => String(run!.seed)) };
  const errors = isSingle
    ? { head: "errors", isText: true, cells: rows.map(([run]) => errorNames(run!)) }
    : { head: "with errors", cells: rows.map((row) => String(row.filter(hasErrors).length)) };
  const digests = {
    head: "digest",
    cells: rows.map(([run]) => run!.summary?.digest.slice(7, 19) ?? "-"),
  };
  return [
    ...isSingle ? [seeds] : [],
    { head: "held", cells: rows.map(heldText) },
    times("calls done", rows, between, ({ lastReturnAt }) => lastReturnAt),
    times("ended", rows, between, ({ endedAt }) => endedAt),
    ...counts(rows, between, {
      sent: "sent",
      retransmitted: "resent",
      dropped: "dropped",
      resets: "RST",
    }),
    ...isSingle ? [digests] : [],
    ...rows.some((row) => row.some(hasErrors)) ? [errors] : [],
  ];
}

function times(
  head: string,
  rows: readonly Row[],
  between: string,
  of: (summary: RunSummary) => number,
): Column {
  const { unit, textOf } = timeUnit(rows.flatMap((row) => summaries(row).map(of)));
  return { head: `${head}, ${unit}`, cells: rows.map((row) => cellOf(row, of, textOf, between)) };
}

function counts(
  rows: readonly Row[],
  between: string,
  heads: Partial<Record<keyof Counts, string>>,
): Column[] {
  return Object.entries(heads).flatMap(([name, head]) => {
    const of = ({ counts }: RunSummary): number => counts[name as keyof Counts];
    if (rows.every((row) => summaries(row).every((it) => of(it) === 0))) return [];
    return [{ head, cells: rows.map((row) => cellOf(row, of, groupThousands, between)) }];
  });
}

function cellOf(
  row: Row,
  of: (summary: RunSummary) => number,
  textOf: (value: number) => string,
  between: string,
): string {
  const all = summaries(row);
  return all.length === 0 ? "-" : spreadText(all.map(of), textOf, between);
}

function summaries(row: Row): RunSummary[] {
  return row.map(({ summary }) => summary).filter((summary) => summary !== null);
}

/** Of one run, how many expectations hold; of several, how many runs hold all theirs. */
function heldText(row: Row): string {
  const [first] = row;
  if (row.length > 1) {
    return `${row.filter(holds).length} of ${row.length}`;
  }
  if (first!.summary === null) return "no end";
  const all = first!.case.expectations.length;
  return all === 0 ? "none" : `${all - first!.summary.failures.length} of ${all}`;
}

function hasErrors({ summary }: SweptRun): boolean {
  return summary !== null && summary.callErrors.length > 0;
}

function errorNames({ summary }: SweptRun): string {
  return [...new Set(summary?.callErrors.map(({ error }) => error) ?? [])].join(" ");
}

/** Of each path its end, as long as it must be to differ from the others: `loss` of `links.a.loss`. */
export function shortNames(paths: readonly string[]): string[] {
  const ending = (path: string, length: number): string => path.split(".").slice(-length).join(".");
  return paths.map((path) => {
    let length = 1;
    while (
      length < path.split(".").length &&
      paths.some((other) => other !== path && ending(other, length) === ending(path, length))
    ) length++;
    return ending(path, length);
  });
}
