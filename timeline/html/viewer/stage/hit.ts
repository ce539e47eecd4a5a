import { findWay, newWay } from "../draw/arrow_way.ts";
import { Category } from "../scene/category.ts";
import type { Indexed } from "../scene/scene.ts";
import type { Span } from "../scene/spans.ts";
import type { Tracks } from "../scene/tracks.ts";
import { BAND, CALL, LanePlaces, TIMER } from "./lanes.ts";
import type { View } from "./view.ts";

/** So near must one point at something. */
const REACH = 7;

/** The record that one points at, 0 for none: a mark before an arrow before a bar. */
export function recordAt(view: View, x: number, y: number): number {
  const places = new LanePlaces(view);
  const [from, to] = view.range;
  return markAt(view, places, x, y, from, to) || arrowAt(view, places, x, y, from, to) ||
    spanAt(view, places, x, y, from, to);
}

/** A mark, by its dot or by its label beside the lane. */
function markAt(
  view: View,
  places: LanePlaces,
  x: number,
  y: number,
  from: number,
  to: number,
): number {
  const { facts } = view.scene;
  let best = 0;
  let nearest = Math.min(REACH, Math.max(3, view.time.line / 2));
  for (let id = from; id <= to; id++) {
    const i = id - 1;
    const isUnsent = facts.isLost[i] === 1 && facts.sent[i] === 0;
    if (view.shown[i] !== 1 || (facts.category[i] === Category.Segment && !isUnsent)) continue;
    if (facts.takesLine[i] !== 1) continue;
    const distance = Math.abs(view.yOf(id) - y);
    if (distance >= nearest) continue;
    const lane = facts.lane[i] ?? -1;
    if (lane >= 0 && !isBeside(places, lane, x)) continue;
    nearest = distance;
    best = id;
  }
  return best;
}

/** Whether that is at a lane's dots or where its labels stand. */
function isBeside(places: LanePlaces, lane: number, x: number): boolean {
  const offset = (x - places.xOf(lane)) * places.sideOf(lane);
  const labels = (places.labelX(lane) - places.xOf(lane)) * places.sideOf(lane);
  return Math.abs(offset) <= REACH || (offset >= labels - 4 && offset <= labels + 170);
}

function arrowAt(
  view: View,
  places: LanePlaces,
  x: number,
  y: number,
  from: number,
  to: number,
): number {
  const { all, index } = view.scene.arrows;
  const way = newWay();
  let best = 0;
  let nearest = REACH;
  index.visit(from, to, (place) => {
    const arrow = all[place];
    if (arrow === undefined || !findWay(view, places, arrow, way)) return;
    const distance = distanceTo(way, x, y);
    if (distance >= nearest) return;
    nearest = distance;
    const isNearEnd = Math.abs(x - way.toX) < Math.abs(x - way.x);
    best = arrow.end !== 0 && (isNearEnd || way.isLost) ? arrow.end : arrow.start;
  });
  return best;
}

function distanceTo(
  way: { x: number; y: number; toX: number; toY: number },
  x: number,
  y: number,
): number {
  const dx = way.toX - way.x;
  const dy = way.toY - way.y;
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : ((x - way.x) * dx + (y - way.y) * dy) / square;
  const near = Math.max(0, Math.min(1, share));
  return Math.hypot(x - way.x - near * dx, y - way.y - near * dy);
}

function spanAt(
  view: View,
  places: LanePlaces,
  x: number,
  y: number,
  from: number,
  to: number,
): number {
  const { states, calls, timers } = view.scene;
  let best = 0;
  const look = (
    { all, index }: Indexed<Span>,
    { track }: Tracks,
    width: number,
    xOf: (span: Span, track: number) => number,
  ): void =>
    index.visit(from, to, (place) => {
      const span = all[place];
      if (span === undefined || view.shown[span.start - 1] !== 1) return;
      const left = xOf(span, track[place] ?? 0);
      if (!(x >= left - 1 && x <= left + width + 1)) return;
      const bottom = span.end === 0 ? view.yOfEnd : view.yOf(span.end);
      if (y >= view.yOf(span.start) && y <= bottom) best = span.start;
    });
  look(timers, view.timers, TIMER, (span, track) => places.timerX(span.lane, track));
  look(calls, view.calls, CALL, (span, track) => places.callX(span.lane, track));
  look(states, view.states, BAND, (span, track) => places.bandX(span.lane, track));
  return best;
}
