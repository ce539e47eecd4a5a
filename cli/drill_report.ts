import type { Verdict } from "../drill/mod.ts";

/** The words of the summary. */
const WORDS = { passed: "passed", failed: "FAILED", unsupported: "skipped" } as const;

const placeOf = ({ path, place }: Verdict): string =>
  place === null ? path : `${path}:${place.line}:${place.column}`;

/** What is to be said of a script; nothing of one that passed. */
export function verdictLines(verdict: Verdict): string[] {
  if (verdict.status === "passed") return [];
  const lines = [`${WORDS[verdict.status]} ${placeOf(verdict)}: ${verdict.message}`];
  if (verdict.status === "unsupported") return lines;
  if (verdict.expected !== "") lines.push(`  expected  ${verdict.expected}`);
  if (verdict.seen !== "") lines.push(`  seen      ${verdict.seen}`);
  lines.push(...verdict.printed.map((line) => `  printed   ${line}`));
  lines.push(...verdict.timeline.map((line) => `  ${line}`));
  return lines;
}

/** "3 passed, 1 failed, 0 skipped". */
export function drillSummary(verdicts: readonly Verdict[]): string {
  const count = (status: Verdict["status"]): number =>
    verdicts.filter((it) => it.status === status).length;
  return `${count("passed")} passed, ${count("failed")} failed, ${count("unsupported")} skipped`;
}

/** The verdicts as a report of JUnit, as services for continuous integration read it. */
export function junitText(verdicts: readonly Verdict[]): string {
  const failed = verdicts.filter((it) => it.status === "failed").length;
  const skipped = verdicts.filter((it) => it.status === "unsupported").length;
  const counts = `tests="${verdicts.length}" failures="${failed}" skipped="${skipped}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="drill" ${counts} errors="0">`,
    ...verdicts.flatMap(caseLines),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function caseLines(verdict: Verdict): string[] {
  const { path } = verdict;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const folder = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
  const head = `    <testcase name="${escape(name)}" classname="${escape(folder)}" file="${
    escape(path)
  }"`;
  const message = escape(`${placeOf(verdict)}: ${verdict.message}`);
  switch (verdict.status) {
    case "passed":
      return [`${head}/>`];
    case "unsupported":
      return [`${head}>`, `      <skipped message="${message}"/>`, "    </testcase>"];
    case "failed":
      return [
        `${head}>`,
        `      <failure message="${message}">${escape(verdictLines(verdict).join("\n"))}</failure>`,
        "    </testcase>",
      ];
  }
}

/** Text within XML 1.0: its own characters escaped, those it cannot have replaced. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD]/g, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
