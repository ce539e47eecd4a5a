import { Category } from "../scene/category.ts";
import type { Arrow } from "../scene/scene.ts";
import { drawArrowHead } from "./draw_arrows.ts";
import { findWay, newWay } from "./arrow_way.ts";
import type { Frame } from "./frame.ts";

/** What is picked out: the selected record, what led to it, and what a search has found. */
export interface Picked {
  readonly selected: number;
  readonly hovered: number;
  /** The selected record's causes. */
  readonly chain: readonly number[];
  readonly matches: Uint32Array;
}

/** Draws what is picked out over the rest. */
export function drawSelection(frame: Frame, { selected, hovered, chain, matches }: Picked): void {
  const { palette } = frame;
  const { selected: ground, accent, warn } = palette.page;
  drawMatches(frame, matches, warn);
  for (const id of chain) drawRecord(frame, id, accent, 1.6, 0.55);
  if (hovered !== 0 && hovered !== selected) drawRecord(frame, hovered, accent, 2, 0.7);
  if (selected !== 0) {
    drawRecord(frame, selected, ground, 9, 1);
    drawRecord(frame, selected, accent, 2.6, 1);
  }
}

/** A ring around each match on the stage, but not around thousands. */
function drawMatches(frame: Frame, matches: Uint32Array, color: string): void {
  const { from, to } = frame;
  let drawn = 0;
  for (const id of matches) {
    if (id < from || id > to) continue;
    if (++drawn > 500) return;
    drawRecord(frame, id, color, 2, 0.9);
  }
}

function drawRecord(frame: Frame, id: number, color: string, width: number, alpha: number): void {
  const { context, view, places } = frame;
  const { facts } = view.scene;
  context.save();
  context.globalAlpha = alpha;
  context.strokeStyle = color;
  context.lineWidth = width;
  const arrows = facts.category[id - 1] === Category.Segment ? arrowsOfRecord(frame, id) : [];
  const way = newWay();
  let hasWay = false;
  for (const arrow of arrows) {
    if (!findWay(view, places, arrow, way)) continue;
    hasWay = true;
    context.setLineDash(way.isLost ? [5, 3] : []);
    context.beginPath();
    context.moveTo(way.x, way.y);
    context.lineTo(way.toX, way.toY);
    context.stroke();
    context.setLineDash([]);
    if (!way.isLost && width < 5) drawArrowHead(context, way, color);
  }
  const lane = facts.lane[id - 1] ?? -1;
  const x = lane < 0 ? places.xOf(view.lanes[0] ?? 0) : places.xOf(lane);
  if (!Number.isNaN(x) && view.shown[id - 1] === 1 && (!hasWay || facts.isLost[id - 1] !== 1)) {
    context.beginPath();
    context.arc(x, view.yOf(id), 7, 0, 7);
    context.stroke();
  }
  context.restore();
}

/** The arrows that a segment's record is an end of. */
export function arrowsOfRecord({ view }: Pick<Frame, "view">, id: number): Arrow[] {
  const { arrows, facts } = view.scene;
  const sent = facts.sent[id - 1] ?? 0;
  if (sent !== 0) return [{ start: sent, end: id }];
  const found: Arrow[] = [];
  arrows.index.visit(id, id, (place) => {
    const arrow = arrows.all[place];
    if (arrow?.start === id) found.push(arrow);
  });
  return found;
}
