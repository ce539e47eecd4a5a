import { groupThousands } from "../timeline/mod.ts";
import { hang } from "./hang.ts";
import { failuresOf, type Sweep, type SweptRun } from "./sweep_result.ts";

/** So many things of one kind are printed. */
const MOST = 20;

/** Something that was found in some runs, and the first of them. */
interface Finding {
  readonly text: string;
  readonly first: SweptRun;
  /** More of the first one; "" for nothing. */
  readonly found: string;
  runs: number;
}

/** What does not hold, which errors calls returned and how connections ended: in how many runs. */
export function findingLines({ runs }: Sweep, width: number): string[] {
  const failures = findingsIn(runs, failuresOf);
  const errors = findingsIn(
    runs,
    ({ summary }) =>
      (summary?.callErrors ?? []).map(({ call, error, code }) => [`${call} ${error} (${code})`]),
  );
  const ends = findingsIn(runs, ({ error }) => error === "" ? [] : [[error]]);
  return [
    ...section("Runs that came to no end", ends, runs.length, width),
    ...section("Expectations that do not hold", failures, runs.length, width),
    ...section("Errors that calls returned", errors, runs.length, width),
    ...stateLines(runs, width),
  ];
}

function findingsIn(
  runs: readonly SweptRun[],
  find: (run: SweptRun) => (readonly [text: string, found?: string])[],
): Finding[] {
  const findings = new Map<string, Finding>();
  for (const run of runs) {
    for (const [text, found = ""] of find(run)) {
      const before = findings.get(text);
      if (before === undefined) findings.set(text, { text, first: run, found, runs: 1 });
      else before.runs++;
    }
  }
  return [...findings.values()];
}

function section(
  title: string,
  findings: readonly Finding[],
  all: number,
  width: number,
): string[] {
  if (findings.length === 0) return [];
  const lines = ["", title];
  for (const { text, first, found, runs } of findings.slice(0, MOST)) {
    lines.push(...hang("  ", `${text}: ${partOf(runs, all)}`, width));
    const place = [...first.case.settings, `seed ${first.seed}`].join(" ");
    if (runs < all) lines.push(...hang("      first in  ", place, width));
    if (found !== "") lines.push(...hang("      found     ", found, width));
  }
  return [...lines, ...remark(findings.length)];
}

/** A line for each socket: the states in which its connections were at the end of runs. */
function stateLines(runs: readonly SweptRun[], width: number): string[] {
  const found = new Map<string, Map<string, number>>();
  for (const { connection, state } of runs.flatMap((run) => run.summary?.states ?? [])) {
    const states = found.get(connection) ?? new Map<string, number>();
    found.set(connection, states.set(state, (states.get(state) ?? 0) + 1));
  }
  if (found.size === 0) return [];
  const lines = [...found].slice(0, MOST).flatMap(([connection, states]) => {
    const parts = [...states].map(([state, count]) => `${state} ${partOf(count, runs.length)}`);
    return hang(`  ${connection}: `, parts.join(", "), width);
  });
  return ["", "How connections ended", ...lines, ...remark(found.size)];
}

function partOf(runs: number, all: number): string {
  return runs === all
    ? "in every run"
    : `in ${groupThousands(runs)} of ${groupThousands(all)} runs`;
}

function remark(count: number): string[] {
  return count <= MOST ? [] : [`  and ${groupThousands(count - MOST)} more, which --json has`];
}
