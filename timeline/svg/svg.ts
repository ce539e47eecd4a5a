import { formatDuration } from "../duration.ts";
import { type LadderItem, ladderItems } from "../ladder/items.ts";
import { hostFinder, laneNames } from "../ladder/lanes.ts";
import type { HostInfo } from "../run_info.ts";
import type { TimelineJson } from "../schema.ts";
import type { Timeline } from "../timeline.ts";
import { exportedRecords } from "../exported_records.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { acrossShape, arrowShape, escapeXml, markShape } from "./shapes.ts";

/** What a ladder is called and who stands in it. */
export interface LadderHead {
  readonly title: string;
  readonly hosts: readonly HostInfo[];
}

/** Widths in user units: between two lanes, and of the texts beside the outer ones. */
const LANE_GAP = 500;
const SIDE = 270;
const TIME = 84;

/** The most items that are drawn: beyond them a document is not readable any more. */
const MOST = 2_000;

const STYLE = `text{font:12px ui-sans-serif,system-ui,sans-serif;fill:#1f2933}
.title{font-size:15px;font-weight:600}.host{font-size:14px;font-weight:600;text-anchor:middle}
.time{fill:#6b7780;text-anchor:end;font-size:11px}.lane{stroke:#b8c2cc;stroke-width:2}
.tick{stroke:#eef1f4}.along{text-anchor:middle;font-size:11px;paint-order:stroke;stroke:#fff;` +
  `stroke-width:3px;stroke-linejoin:round}
path{stroke:#2b6cb0;stroke-width:1.4;fill:none}.head{fill:#2b6cb0}
.reset path,.lost path{stroke:#c53030}.reset .head{fill:#c53030}.lost path{stroke-dasharray:5 3}
.lost .cross{stroke-dasharray:none;stroke-width:2.4}.reset text,.lost text{fill:#9b2c2c}
.state circle{fill:#2f855a}.state text{fill:#22543d;font-weight:600}.call circle{fill:#fff;` +
  `stroke:#4a5568;stroke-width:1.5}.timer circle{fill:#b7791f}.timer text{fill:#744210}
.fault circle{fill:#c53030}.fault text{fill:#9b2c2c;font-weight:600}.across{stroke:#c53030;` +
  `stroke-dasharray:2 3}`;

/**
 * A timeline as an SVG document: a ladder with one lane for each host, time
 * going down, segments as slanted arrows with how long they took, lost ones
 * ending in a cross. It has a white ground and its own styles, runs nothing
 * and refers to nothing outside. Beyond 2,000 items the rest is left out,
 * which the last line says.
 */
export function* svgChunks(
  timeline: Timeline | TimelineJson,
  { title, hosts }: LadderHead,
): Generator<string> {
  const { items, left } = firstItems(timeline, hosts);
  const lanes = laneNames(items, hosts);
  const layout = layoutOf(items);
  const width = TIME + 2 * SIDE + Math.max(0, lanes.length - 1) * LANE_GAP;
  const height = Math.ceil(layout.height) + (left > 0 ? 24 : 0);
  yield `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
    `width="${width}" height="${height}" role="img">\n<title>${escapeXml(title)}</title>\n` +
    `<style>${STYLE}</style>\n<rect width="100%" height="100%" fill="#fff"/>\n` +
    `<text class="title" x="16" y="26">${escapeXml(title)}</text>\n`;
  yield* frameShapes(lanes, layout, width);
  yield* itemShapes(items, lanes, layout, width);
  if (left > 0) yield `<text x="16" y="${height - 12}">${left} more are left out</text>\n`;
  yield "</svg>\n";
}

function firstItems(
  timeline: Timeline | TimelineJson,
  hosts: readonly HostInfo[],
): { items: LadderItem[]; left: number } {
  const items: LadderItem[] = [];
  let left = 0;
  for (const item of ladderItems(exportedRecords(timeline), hostFinder(hosts))) {
    if (items.length < MOST) items.push(item);
    else left++;
  }
  return { items, left };
}

function* frameShapes(
  lanes: readonly string[],
  { times, height }: Layout,
  width: number,
): Generator<string> {
  for (const { at, y } of times) {
    yield `<path class="tick" d="M${TIME} ${y}H${width}"/>` +
      `<text class="time" x="${TIME - 8}" y="${y + 4}">${formatDuration(at)}</text>\n`;
  }
  for (const [index, name] of lanes.entries()) {
    const x = laneAt(index);
    yield `<text class="host" x="${x}" y="52">${escapeXml(name)}</text>` +
      `<path class="lane" d="M${x} 60V${height - 12}"/>\n`;
  }
}

function* itemShapes(
  items: readonly LadderItem[],
  lanes: readonly string[],
  { starts, ends }: Layout,
  width: number,
): Generator<string> {
  for (const [index, item] of items.entries()) {
    const [start, end] = [starts[index] ?? 0, ends[index] ?? 0];
    if (item.kind === "arrow") {
      const from = { x: laneAt(lanes.indexOf(item.from)), y: start };
      yield `${arrowShape(item, from, { x: laneAt(lanes.indexOf(item.to)), y: end })}\n`;
    } else if (item.host === "") {
      yield `${acrossShape(item, start, TIME, width)}\n`;
    } else {
      const lane = lanes.indexOf(item.host);
      yield `${markShape(item, { x: laneAt(lane), y: start }, lane === 0)}\n`;
    }
  }
}

function laneAt(index: number): number {
  return TIME + SIDE + index * LANE_GAP;
}
