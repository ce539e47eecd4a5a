import { formatDuration } from "./duration.ts";
import { type Arrow, type LadderItem, ladderItems, type Mark } from "./ladder/items.ts";
import { hostFinder, laneNames } from "./ladder/lanes.ts";
import type { HostInfo } from "./run_info.ts";
import type { TimelineJson } from "./schema.ts";
import type { Timeline } from "./timeline.ts";
import { exportedRecords } from "./exported_records.ts";

/** Shown of a long run: so much of its beginning and of its end. Mermaid refuses long texts. */
const FIRST = 120;
const LAST = 60;

/**
 * A timeline as a sequence diagram in Mermaid's language: its lines, for a
 * block of a README. Segments stand where they arrive or are lost; of a long
 * run the middle is left out.
 */
export function mermaidLines(
  timeline: Timeline | TimelineJson,
  hosts: readonly HostInfo[],
): string[] {
  const items = [...ladderItems(exportedRecords(timeline), hostFinder(hosts))];
  const lanes = laneNames(items, hosts);
  const ids = new Map(lanes.map((name, index) => [name, `h${index + 1}`]));
  const all = [...ids.values()];
  const over = all.length < 2 ? all.join() : `${all[0]},${all.at(-1)}`;
  const left = Math.max(0, items.length - FIRST - LAST);
  const lines = [
    "sequenceDiagram",
    ...lanes.map((name) => `participant ${ids.get(name)} as ${escaped(name)}`),
  ];
  items.forEach((item, index) => {
    if (left > 0 && index === FIRST) lines.push(`Note over ${over}: ${left} more`);
    if (left > 0 && index >= FIRST && index < FIRST + left) return;
    lines.push(lineOf(item, ids, over));
  });
  return lines.map((line, index) => index === 0 ? line : `    ${line}`);
}

function lineOf(item: LadderItem, ids: ReadonlyMap<string, string>, over: string): string {
  return item.kind === "arrow" ? arrowLine(item, ids) : markLine(item, ids.get(item.host) ?? over);
}

function arrowLine(arrow: Arrow, ids: ReadonlyMap<string, string>): string {
  const end = arrow.lost === "" ? formatDuration(arrow.at - arrow.sentAt) : `lost: ${arrow.lost}`;
  const head = arrow.lost === "" ? "->>" : "-x";
  return `${ids.get(arrow.from)}${head}${ids.get(arrow.to)}: ${escaped(`${arrow.text}, ${end}`)}`;
}

function markLine({ kind, at, text }: Mark, over: string): string {
  const time = kind === "state" ? "" : `${formatDuration(at)}: `;
  return `Note over ${over}: ${escaped(time + text)}`;
}

/** Without the characters that mean something to Mermaid or to HTML. */
function escaped(text: string): string {
  return text.replace(/[#;<>&"]/g, (char) => `#${char.charCodeAt(0)};`);
}
