import { formatDuration } from "../timeline/mod.ts";
import type { Notice } from "./notice.ts";

/** How wide the columns are: system, time, call and error. */
const COLUMNS = [9, 19, 30] as const;

/** The answers as text, a line each, under what they have in common. */
export function* noticeLines(notices: readonly Notice[]): Generator<string> {
  let head = "";
  for (const notice of notices) {
    const { pull, activity, guard, system } = notice.question;
    const next = `${pull} pulled; ${activity}; ${guard}`;
    if (next !== head) {
      if (head !== "") yield "";
      yield next;
    }
    head = next;
    const cells = [system, timeText(notice), notice.error && `${notice.call} ${notice.error}`];
    const columns = cells.map((cell, i) => cell.padEnd(COLUMNS[i] ?? 0)).join("");
    yield `  ${columns}${ruleText(notice)}`;
  }
}

function timeText({ after, expected }: Notice): string {
  if (expected === null) return "-";
  return after === null ? "never" : formatDuration(after);
}

function ruleText({ expected, holds }: Notice): string {
  if (expected === null) return "the system has no such option";
  if (holds) return expected.rule;
  const due = expected.from === null
    ? "never"
    : `${formatDuration(expected.from)} to ${formatDuration(expected.to)}`;
  return `NOT AS THE RULE SAYS: ${expected.rule}: ${due}`;
}
