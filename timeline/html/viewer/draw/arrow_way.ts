import type { Arrow } from "../scene/scene.ts";
import type { LanePlaces } from "../stage/lanes.ts";
import type { View } from "../stage/view.ts";

/** A lost segment is drawn so far on its way to the other lane. */
const LOST_AT = 0.55;

/** Where a segment leaves and where it ends, on the stage. */
export interface Way {
  x: number;
  y: number;
  toX: number;
  toY: number;
  /** Whether it ends in a cross. */
  isLost: boolean;
  /** Whether it was not seen again before the run ended. */
  isOpen: boolean;
}

/** Finds the way of an arrow and writes it into `way`; false where it is hidden. */
export function findWay(view: View, places: LanePlaces, { start, end }: Arrow, way: Way): boolean {
  const { facts } = view.scene;
  if (view.shown[start - 1] !== 1) return false;
  const from = facts.lane[start - 1] ?? -1;
  way.x = places.xOf(from);
  way.y = view.yOf(start);
  way.isLost = end !== 0 && facts.isLost[end - 1] === 1;
  way.isOpen = end === 0;
  if (way.isOpen) {
    way.toX = way.x - places.sideOf(from) * 60;
    way.toY = Math.min(way.y + 24, view.yOfEnd);
    return !Number.isNaN(way.x);
  }
  if (view.shown[end - 1] !== 1) return false;
  const lane = way.isLost ? facts.toLane[end - 1] ?? -1 : facts.lane[end - 1] ?? -1;
  const goal = lane < 0 || lane === from ? NaN : places.xOf(lane);
  way.toX = Number.isNaN(goal) ? way.x - places.sideOf(from) * 90 : goal;
  way.toY = view.yOf(end);
  if (way.isLost) {
    way.toX = way.x + (way.toX - way.x) * LOST_AT;
    way.toY = Math.max(way.toY, way.y + Math.min(12, view.time.line * 0.6));
  }
  return !Number.isNaN(way.x);
}

/** A way to write into. */
export function newWay(): Way {
  return { x: 0, y: 0, toX: 0, toY: 0, isLost: false, isOpen: false };
}
