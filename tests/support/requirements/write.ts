/** `deno task requirements`: writes docs/rfc9293.md; fails where a MUST is neither met nor a choice. */
import { judgeProject, REPORT } from "./project.ts";
import { countsOf, reportOf } from "./report.ts";
import { isMust } from "./rules.ts";

if (import.meta.main) {
  const { requirements, companions } = judgeProject();
  await Deno.writeTextFile(REPORT, reportOf(requirements, companions));
  const lines = [
    `RFC 9293: ${countsOf(requirements)}`,
    `other RFCs: ${countsOf(companions)}`,
  ];
  const missing = requirements.filter((it) => it.status === "not yet" && isMust(it.rule.id));
  for (const { rule } of missing) {
    lines.push(`${rule.id} has no test and is no choice: ${rule.rule}`);
  }
  await Deno.stdout.write(new TextEncoder().encode(`${lines.join("\n")}\n`));
  if (missing.length > 0) Deno.exit(1);
}
