import type { Indexed } from "../scene/scene.ts";
import type { Span } from "../scene/spans.ts";
import type { Tracks } from "../scene/tracks.ts";
import { BAND, CALL, TIMER } from "../stage/lanes.ts";
import { HEAD } from "../stage/view.ts";
import { BOLD, type Frame, SMALL } from "./frame.ts";

/** The lines of the lanes, and what lasts beside them: states, calls, timers. */
export function drawLanes(frame: Frame): void {
  const { context, view, places, palette } = frame;
  context.strokeStyle = palette.page.lane;
  context.lineWidth = 1;
  context.beginPath();
  for (const lane of view.lanes) {
    const x = Math.round(places.xOf(lane)) + 0.5;
    context.moveTo(x, HEAD);
    context.lineTo(x, view.height);
  }
  context.stroke();
  const { states, calls, timers } = view.scene;
  drawSpans(frame, timers, view.timers, TIMER, {
    xOf: (span, track) => places.timerX(span.lane, track),
    colorOf: ({ name }) => palette.timers[name] ?? palette.timers["other"] ?? "",
  });
  drawSpans(frame, calls, view.calls, CALL, {
    xOf: (span, track) => places.callX(span.lane, track),
    colorOf: ({ isMarked }) => isMarked ? palette.page.bad : palette.page.call,
  });
  drawSpans(frame, states, view.states, BAND, {
    xOf: (span, track) => places.bandX(span.lane, track),
    colorOf: ({ name }) => palette.states[name] ?? palette.page.lane,
  });
}

/** How spans of one sort look. */
interface Look {
  xOf(span: Span, track: number): number;
  colorOf(span: Span): string;
}

/** Draws spans as bars; what would be less than a pixel apart becomes one bar. */
function drawSpans(
  { context, view, from, to }: Frame,
  { all, index }: Indexed<Span>,
  { track }: Tracks,
  width: number,
  { xOf, colorOf }: Look,
): void {
  const lastY = new Map<number, number>();
  index.visit(from, to, (place) => {
    const span = all[place];
    if (span === undefined || view.shown[span.start - 1] !== 1) return;
    const x = xOf(span, track[place] ?? 0);
    if (Number.isNaN(x)) return;
    const top = Math.max(HEAD, view.yOf(span.start));
    const bottom = Math.min(view.height, span.end === 0 ? view.yOfEnd : view.yOf(span.end));
    const before = lastY.get(x) ?? -Infinity;
    if (bottom < top || bottom - before < 0.5) return;
    const start = Math.max(before, top);
    lastY.set(x, bottom);
    context.fillStyle = colorOf(span);
    context.fillRect(Math.round(x), start, width, Math.max(1, bottom - start));
  });
}

/** The names of the hosts above their lanes, over whatever is there. */
export function drawHead(frame: Frame): void {
  const { context, view, places, palette } = frame;
  context.fillStyle = palette.page.panel;
  context.fillRect(0, 0, view.width, HEAD);
  context.fillStyle = palette.page.border;
  context.fillRect(0, HEAD - 1, view.width, 1);
  context.textBaseline = "middle";
  context.textAlign = "center";
  for (const lane of view.lanes) {
    const name = view.scene.facts.lanes[lane] ?? "";
    const os = view.scene.head.hosts.find((host) => host.name === name)?.os ?? "";
    context.font = BOLD;
    context.fillStyle = palette.page.text;
    const x = places.xOf(lane);
    const width = context.measureText(name).width;
    context.fillText(name, x, HEAD / 2);
    if (os === "") continue;
    context.font = SMALL;
    context.fillStyle = palette.page.muted;
    context.textAlign = "left";
    context.fillText(os, x + width / 2 + 7, HEAD / 2 + 0.5);
    context.textAlign = "center";
  }
}
