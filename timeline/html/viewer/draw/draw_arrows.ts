// deno-lint-ignore-file no-undef -- the compiler knows what a browser has
/// <reference lib="dom" />
import { formatDuration } from "../../../duration.ts";
import { Tone } from "../scene/category.ts";
import { HEAD } from "../stage/view.ts";
import { findWay, newWay, type Way } from "./arrow_way.ts";
import { BOLD, FONT, type Frame } from "./frame.ts";

/** Half the width of an arrow's head, and the arms of a cross. */
const ARROW_HEAD = 4;
const CROSS = 5;

/** Beyond so many arrows on the stage, they have neither heads nor labels. */
const MOST_HEADS = 500;

/** Where lines are lower, plain data and ACKs have no labels: they would cover the arrows. */
const SMALLEST_LINE = 8;

/** What is steeper than this has its label level, beside its start. */
const STEEPEST = 0.5;

/** The segments: of what would be drawn onto the same pixels, the first only. */
export function drawArrows(frame: Frame): void {
  const { context, view, places, palette, from, to } = frame;
  const { all, index } = view.scene.arrows;
  const { facts } = view.scene;
  const lines = palette.tones.map(() => new Path2D());
  const lost = palette.tones.map(() => new Path2D());
  const shapes: { way: Way; tone: number; start: number; end: number }[] = [];
  const drawn = new Set<number>();
  const way = newWay();
  let count = 0;
  index.visit(from, to, (place) => {
    const arrow = all[place];
    if (arrow === undefined || !findWay(view, places, arrow, way)) return;
    if (Math.max(way.y, way.toY) < HEAD || Math.min(way.y, way.toY) > view.height) return;
    const tone = facts.tone[arrow.start - 1] ?? Tone.Ack;
    drawn.add(keyOf(way, tone));
    if (drawn.size === count) return;
    count = drawn.size;
    const path = way.isLost || way.isOpen ? lost[tone] : lines[tone];
    path?.moveTo(way.x, way.y);
    path?.lineTo(way.toX, way.toY);
    if (shapes.length <= MOST_HEADS || way.isLost) {
      shapes.push({ way: { ...way }, tone, start: arrow.start, end: arrow.end });
    }
  });
  const isDense = count > MOST_HEADS;
  context.lineWidth = isDense ? 0.8 : 1.3;
  context.globalAlpha = isDense ? 0.55 : 1;
  stroke(frame, lines, []);
  stroke(frame, lost, [5, 3]);
  context.globalAlpha = 1;
  for (const { way, tone } of shapes) {
    if (way.isLost) drawCross(context, way, palette.page.bad, isDense ? 3 : CROSS);
    else if (!isDense && !way.isOpen) drawArrowHead(context, way, palette.tones[tone] ?? "");
  }
  if (isDense) return;
  for (const { way, tone, start, end } of shapes) addLabel(frame, way, tone, start, end);
}

/** The same for ways that cannot be told apart on the stage. */
function keyOf(way: Way, tone: number): number {
  const y = Math.round(way.y) + 20_000;
  const toY = Math.round(way.toY) + 20_000;
  return (((y & 0xffff) * 65_536 + (toY & 0xffff)) * 8 + tone) * 4096 +
    (Math.round(way.x) & 0xfff) + (way.isLost ? 0.5 : 0);
}

function stroke({ context, palette }: Frame, paths: readonly Path2D[], dash: number[]): void {
  context.setLineDash(dash);
  for (const [tone, path] of paths.entries()) {
    context.strokeStyle = palette.tones[tone] ?? "";
    context.stroke(path);
  }
  context.setLineDash([]);
}

/** The point of an arrow. */
export function drawArrowHead(context: CanvasRenderingContext2D, way: Way, color: string): void {
  const length = Math.hypot(way.toX - way.x, way.toY - way.y) || 1;
  const dx = (way.toX - way.x) / length;
  const dy = (way.toY - way.y) / length;
  const x = way.toX - dx * 2.2 * ARROW_HEAD;
  const y = way.toY - dy * 2.2 * ARROW_HEAD;
  context.fillStyle = color;
  context.beginPath();
  context.moveTo(way.toX, way.toY);
  context.lineTo(x - dy * ARROW_HEAD, y + dx * ARROW_HEAD);
  context.lineTo(x + dy * ARROW_HEAD, y - dx * ARROW_HEAD);
  context.fill();
}

function drawCross(
  context: CanvasRenderingContext2D,
  { toX, toY }: Way,
  color: string,
  arm: number,
): void {
  context.strokeStyle = color;
  context.lineWidth = arm > 3 ? 2.2 : 1.2;
  context.beginPath();
  context.moveTo(toX - arm, toY - arm);
  context.lineTo(toX + arm, toY + arm);
  context.moveTo(toX - arm, toY + arm);
  context.lineTo(toX + arm, toY - arm);
  context.stroke();
}

/** The words of a segment along its arrow, near its start, so that those of crossing ones do not meet. */
function addLabel(frame: Frame, way: Way, tone: number, start: number, end: number): void {
  const { labels, palette, view, places } = frame;
  const isPlain = (tone === Tone.Data || tone === Tone.Ack) && !way.isLost;
  if (isPlain && view.time.line < SMALLEST_LINE) return;
  const full = { ...way };
  if (way.isLost) {
    full.toX = way.x + (way.toX - way.x) / 0.55;
    full.toY = way.toY;
  }
  const width = Math.abs(full.toX - full.x);
  const slope = Math.atan2(full.toY - full.y, width);
  const isRight = full.toX > full.x;
  const { at } = view.scene.records;
  const took = end === 0 || way.isLost ? "" : (at[end - 1] ?? 0) - (at[start - 1] ?? 0);
  const tail = way.isLost
    ? `lost: ${lostWords(frame, end)}`
    : took === ""
    ? "on its way"
    : formatDuration(took);
  const text = `${frame.wordsOf(start)}, ${tail}`;
  const rank = way.isLost ? 2 : tone === Tone.Ack ? 6 : tone === Tone.Data ? 5 : 4;
  const color = way.isLost ? palette.page.bad : palette.tones[tone] ?? "";
  const look = {
    text,
    short: way.isLost ? tail : frame.wordsOf(start),
    rank,
    color,
    font: way.isLost ? BOLD : FONT,
    isForced: false,
  };
  const sign = isRight ? 1 : -1;
  const lane = view.scene.facts.lane[start - 1] ?? -1;
  const along = places.arrowOffset(lane, sign) + 4;
  const align = isRight ? "left" : "right";
  if (slope > STEEPEST) {
    const room = Math.min(width, places.arrowRoom(lane, sign)) - along;
    labels.add({ ...look, x: way.x + sign * along, y: way.y + 3, align, angle: 0, room });
    return;
  }
  const x = full.x + sign * along + 5 * Math.sin(slope);
  const y = full.y + along * Math.tan(slope) - 7 * Math.cos(slope);
  labels.add({ ...look, x, y, align, angle: sign * slope, room: width - along - 14 });
}

function lostWords({ view }: Frame, end: number): string {
  const record = view.scene.records.recordOf(end);
  return record.kind === "segment" && record.note !== "" ? record.note : "dropped";
}
