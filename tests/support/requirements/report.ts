import type { Judged, Status } from "./judge.ts";
import type { NamedTest } from "./named_tests.ts";
import { type CompanionRule, isMust, type Requirement } from "./rules.ts";

const STATUSES: readonly Status[] = ["met", "in part", "by choice", "not yet"];

/** The text of `docs/rfc9293.md`. */
export function reportOf(
  requirements: readonly Judged<Requirement>[],
  companions: readonly Judged<CompanionRule>[],
): string {
  return [
    "# The rules of TCP, and the tests that prove them",
    "",
    "Written by `deno task requirements` from `docs/requirements.tsv`, `docs/companions.tsv` and",
    "the names of the tests. *Met*: tests carry the rule's identifier in their name. *In part*: they",
    "do, and what is missing stands beside it. *By choice*: not met, with the reason. *Not yet*: no",
    "test proves it. Where a system breaks a rule its profile does so too, and stands beside it with",
    "the knobs that decide: *not windows: ...*. Of an RFC that is optional the profiles that use it",
    "stand there: *in linux, windows (lossRecovery)*. All other profiles keep every rule.",
    "",
    ...countTable(requirements, companions),
    "",
    "## RFC 9293",
    ...groupsOf(requirements).flatMap((group) => requirementTable(group, requirements)),
    "",
    "## Other RFCs",
    "",
    "| RFC | Rule | Status | Tests |",
    "| --- | --- | --- | --- |",
    ...companions.map((it) => row([`${it.rule.rfc} ${it.rule.number}`, it.rule.rule], it)),
    "",
  ].join("\n");
}

/** One line with the numbers of each status. */
export function countsOf(judged: readonly Judged<unknown>[]): string {
  return STATUSES.map((status) => `${count(judged, status)} ${status}`).join(", ");
}

function countTable(
  requirements: readonly Judged<Requirement>[],
  companions: readonly Judged<CompanionRule>[],
): string[] {
  const of = (test: (id: string) => boolean) => requirements.filter((it) => test(it.rule.id));
  const lines: [string, readonly Judged<unknown>[]][] = [
    ["MUST", of(isMust)],
    ["SHOULD, MAY, RECOMMENDED", of((id) => !isMust(id) && !id.startsWith("U-"))],
    ["without an identifier", of((id) => id.startsWith("U-"))],
    ["other RFCs", companions],
  ];
  return [
    `| Rules | All | ${STATUSES.join(" | ")} |`,
    "| --- | --- | --- | --- | --- | --- |",
    ...lines.map(([name, judged]) =>
      `| ${name} | ${judged.length} | ${STATUSES.map((it) => count(judged, it)).join(" | ")} |`
    ),
  ];
}

function count(judged: readonly Judged<unknown>[], status: Status): number {
  return judged.filter((it) => it.status === status).length;
}

function groupsOf(requirements: readonly Judged<Requirement>[]): string[] {
  return [...new Set(requirements.map((it) => it.rule.group))];
}

function requirementTable(group: string, all: readonly Judged<Requirement>[]): string[] {
  const rows = all.filter((it) => it.rule.group === group);
  return [
    "",
    `### ${group}`,
    "",
    "| Identifier | Section | Rule | Status | Tests |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map((it) => row([it.rule.id, it.rule.section, it.rule.rule], it)),
  ];
}

function row(cells: readonly string[], it: Judged<unknown>): string {
  const reason = it.reason === "" ? "" : `: ${it.reason}`;
  const users = it.users === "" ? [] : [`in ${it.users}`];
  const breakers = it.breakers.map((text) => `not ${text}`);
  const status = [`${it.status}${reason}`, ...users, ...breakers];
  const text = cells.map(escape);
  return `| ${text.join(" | ")} | ${status.map(escape).join("<br>")} | ${testsCell(it.tests)} |`;
}

function testsCell(tests: readonly NamedTest[]): string {
  return tests.map(({ path, name }) => `[${escape(withoutSources(name))}](../${path})`).join(
    "<br>",
  );
}

/** A test's name without the rules in brackets. */
function withoutSources(name: string): string {
  return name.replace(/\s*\[[^\]]*\]/g, "");
}

function escape(text: string): string {
  return text.replace(/[|<>[\]*_`]/g, "\\$&");
}
