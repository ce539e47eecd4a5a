import { type Nanos, NEVER } from "../engine/base/time.ts";
import { groupThousands } from "../timeline/mod.ts";
import { findingLines } from "./sweep_findings.ts";
import { holds, type Sweep, type SweptRun } from "./sweep_result.ts";
import { tableLines } from "./sweep_table.ts";

/** How much is printed. */
export interface ReportOptions {
  /** Where each run was ended, for the command that shows one alone. */
  until?: Nanos;
  full?: boolean;
  quiet?: boolean;
}

/** With more seeds than that, the runs of a combination share a line. */
const MOST_SEEDS_IN_LINES = 3;
/** A sweep as text: the runs or their spread, what was found in them, and how to see one alone. */
export function* reportLines(
  sweep: Sweep,
  file: string,
  { full = false, quiet = false, until = NEVER }: ReportOptions,
  width: number,
): Generator<string> {
  const lines = quiet ? [] : [
    sweep.plan.cases[0]?.topology.title ?? "",
    "",
    ...sweep.runs.length === 0 ? [] : tableOf(sweep, full, width),
    ...findingLines(sweep, width),
    "",
  ];
  for (const line of [...lines, ...footOf(sweep, file, until)]) yield `${line}\n`;
}

function tableOf(sweep: Sweep, full: boolean, width: number): string[] {
  const { plan, runs } = sweep;
  const seeds = plan.seeds?.length ?? 1;
  if (full || seeds <= MOST_SEEDS_IN_LINES) {
    return tableLines(sweep, runs.map((run) => [run]), width);
  }
  const rows = new Map(plan.cases.map((it) => [it, [] as SweptRun[]]));
  for (const run of runs) rows.get(run.case)?.push(run);
  return [
    `${seeds} seeds each; of what differs: least / median / most`,
    "",
    ...tableLines(sweep, [...rows.values()].filter((row) => row.length > 0), width),
  ];
}

function footOf(
  { plan, runs, planned, partial, digest }: Sweep,
  file: string,
  until: Nanos,
): string[] {
  const held = runs.filter(holds).length;
  const failed = runs.find((run) => !holds(run));
  const seeds = plan.seeds?.length ?? 1;
  const sum = plan.axes.length === 0
    ? ""
    : ` (${plan.cases.length} combinations, ${seeds} ${seeds === 1 ? "seed" : "seeds"})`;
  const all = groupThousands(planned);
  const done = partial ? `${groupThousands(runs.length)} of ${all} runs` : `${all} runs`;
  return [
    `${done}${sum}: ${verdictOf(runs, held)}`,
    `Digest ${digest}`,
    ...failed === undefined ? [] : [`The first that does not: ${commandOf(failed, file, until)}`],
  ];
}

function verdictOf(runs: readonly SweptRun[], held: number): string {
  if (runs.length === 0) return "none is done";
  if (runs.every((run) => run.summary !== null && run.case.expectations.length === 0)) {
    return "nothing was expected";
  }
  if (held === runs.length) return "all hold all expectations";
  const failed = runs.length - held;
  return `${groupThousands(held)} ${held === 1 ? "holds" : "hold"} all expectations, ` +
    `${groupThousands(failed)} ${failed === 1 ? "does" : "do"} not`;
}

/** The command that shows one run alone. */
function commandOf({ seed, case: { settings } }: SweptRun, file: string, until: Nanos): string {
  const set = settings.map((setting) => `--set ${quoted(setting)}`);
  const end = until === NEVER
    ? []
    : [`--until ${until % 1e6 === 0 ? `${until / 1e6}ms` : `${until}ns`}`];
  return ["deno task run", quoted(file), ...set, `--seed ${seed}`, ...end].join(" ");
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
