import type { Verdict } from "../expectations/verdict.ts";
import { formatDuration, groupThousands } from "../duration.ts";
import { digest } from "../digest.ts";
import { guessesOf, profileNames } from "../../engine/tcp/mod.ts";
import type { HostInfo, RunInfo } from "../run_info.ts";
import type { Timeline } from "../timeline.ts";
import type { Glyphs } from "./glyphs.ts";
import { printable } from "./parts.ts";
import { RecordText } from "./record_text.ts";
import { paint, Style } from "./style.ts";
import { wrap } from "./wrap.ts";

/** The lines under the lanes: the end of the run, its expectations, its digest. */
export function footLines(
  timeline: Timeline,
  run: RunInfo,
  verdicts: readonly Verdict[],
  glyphs: Glyphs,
  width: number,
  color: boolean,
): string[] {
  const ended = run.partial ? "Interrupted" : "Ended";
  const records = groupThousands(timeline.size);
  return [
    `${ended} after ${formatDuration(timeline.endedAt)}: ${records} records, seed ${run.seed}`,
    `Digest ${digest(timeline)}`,
    ...guessLines(run.hosts),
    ...verdictLines(timeline, verdicts, glyphs, width, color),
  ];
}

/** How many settings of the systems that ran are guesses: what their hosts did may rest on them. */
function guessLines(hosts: readonly HostInfo[]): string[] {
  const counts = profileNames.filter((name) => hosts.some((host) => host.os === name))
    .map((name) => ({ name, count: guessesOf(name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${name} ${count}`);
  return counts.length === 0 ? [] : [`Guessed settings: ${counts.join(", ")} (deno task profile)`];
}

/** The expectations, each with what became of it, and of a failed one what happened instead. */
export function verdictLines(
  timeline: Timeline,
  verdicts: readonly Verdict[],
  glyphs: Glyphs,
  width: number,
  color: boolean,
): string[] {
  if (verdicts.length === 0) return [];
  const text = new RecordText(timeline, glyphs);
  const held = verdicts.filter((verdict) => verdict.holds).length;
  const lines = ["", `Expectations: ${held} of ${verdicts.length} hold`];
  for (const verdict of verdicts) lines.push(...verdictText(verdict, text, glyphs, width, color));
  return lines;
}

function verdictText(
  verdict: Verdict,
  text: RecordText,
  glyphs: Glyphs,
  width: number,
  color: boolean,
): string[] {
  const mark = verdict.holds ? glyphs.holds : glyphs.fails;
  const head = wrap(`${mark} ${printable(verdict.expectation)}`, width - 2, "    ");
  const style = verdict.holds ? Style.Good : Style.Error;
  const lines = head.map((line) => `  ${color ? paint(line, style) : line}`);
  if (verdict.holds) return lines;
  const field = (name: string, value: string) =>
    wrap(`      ${name.padEnd(9)}${printable(value)}`, width, " ".repeat(15));
  lines.push(...field("expected", verdict.expected), ...field("found", verdict.found));
  text.lines(verdict.records).forEach((line, index) => {
    lines.push(`      ${(index === 0 ? "records" : "").padEnd(9)}${line}`);
  });
  return lines;
}
