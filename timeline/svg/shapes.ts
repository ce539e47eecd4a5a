import { formatDuration } from "../duration.ts";
import type { Arrow, Mark } from "../ladder/items.ts";

/** A lost segment is drawn so far on its way. */
const LOST_AT = 0.55;

/** The arms of the cross at its end, and half the width of an arrow's head. */
const CROSS = 5;
const HEAD = 4;

/** A point of the drawing. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Text as it may stand in XML. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A segment as a slanted arrow with its text along it; a lost one ends in a cross. */
export function arrowShape(arrow: Arrow, start: Point, goal: Point): string {
  const isLost = arrow.lost !== "";
  const share = isLost ? LOST_AT : 1;
  const end = { x: start.x + (goal.x - start.x) * share, y: start.y + (goal.y - start.y) * share };
  const kind = isLost ? "lost" : arrow.isReset ? "reset" : "segment";
  const tail = isLost ? crossShape(end) : headShape(start, end);
  const suffix = isLost ? `lost: ${arrow.lost}` : formatDuration(arrow.at - arrow.sentAt);
  return `<g class="${kind}"><path d="M${at(start)}L${at(end)}"/>${tail}` +
    `${alongShape(start, goal, `${arrow.text}, ${suffix}`)}</g>`;
}

function alongShape(start: Point, goal: Point, text: string): string {
  const [left, right] = start.x <= goal.x ? [start, goal] : [goal, start];
  const angle = Math.atan2(right.y - left.y, right.x - left.x) * 180 / Math.PI;
  const middle = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  return `<text class="along" transform="translate(${at(middle)}) rotate(${
    round(angle)
  })" y="-4">` +
    `${escapeXml(text)}</text>`;
}

function headShape(start: Point, end: Point): string {
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const [dx, dy] = [(end.x - start.x) / length, (end.y - start.y) / length];
  const back = { x: end.x - dx * 2 * HEAD, y: end.y - dy * 2 * HEAD };
  const one = { x: back.x - dy * HEAD, y: back.y + dx * HEAD };
  const other = { x: back.x + dy * HEAD, y: back.y - dx * HEAD };
  return `<path class="head" d="M${at(end)}L${at(one)}L${at(other)}Z"/>`;
}

function crossShape({ x, y }: Point): string {
  return `<path class="cross" d="M${x - CROSS} ${y - CROSS}l${2 * CROSS} ${2 * CROSS}` +
    `M${x - CROSS} ${y + CROSS}l${2 * CROSS} ${-2 * CROSS}"/>`;
}

/** What happens at a lane, as a dot with its text on the outside. */
export function markShape({ kind, text }: Mark, { x, y }: Point, toLeft: boolean): string {
  const side = toLeft ? `x="${x - 9}" text-anchor="end"` : `x="${x + 9}"`;
  return `<g class="${kind}"><circle cx="${x}" cy="${y}" r="4"/>` +
    `<text ${side} y="${y + 4}">${escapeXml(text)}</text></g>`;
}

/** What happens at no lane, as a line across with its text at the left. */
export function acrossShape({ kind, text }: Mark, y: number, from: number, to: number): string {
  return `<g class="${kind}"><path class="across" d="M${from} ${y}H${to}"/>` +
    `<text x="${(from + to) / 2}" y="${y - 4}" text-anchor="middle">${escapeXml(text)}</text></g>`;
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
