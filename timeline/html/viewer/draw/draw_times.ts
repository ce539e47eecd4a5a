import { formatDuration } from "../../../duration.ts";
import { HEAD, TIMES } from "../stage/view.ts";
import { type Frame, SMALL } from "./frame.ts";

/** So far apart are two times at the left at least. */
const APART = 17;

/** A folded silence is named where it is at least so high. */
const NAMED_FROM = 24;

/** The times at the left with a faint line across each, and the silences that are folded. */
export function drawTimes(frame: Frame): void {
  const { context, view, palette } = frame;
  const { time } = view;
  drawFolds(frame);
  context.font = SMALL;
  context.textAlign = "right";
  context.textBaseline = "middle";
  const first = time.instantAt(view.top);
  const last = time.instantAt(view.top + view.bodyHeight);
  const marks: { instant: number; y: number }[] = [];
  let free = HEAD - APART;
  context.fillStyle = palette.page.muted;
  context.strokeStyle = palette.page.faint;
  context.lineWidth = 1;
  context.beginPath();
  for (let instant = first; instant <= last && instant < time.count; instant = step(instant)) {
    const y = HEAD - view.top + time.yOf(instant, 0);
    if (y < HEAD + 6 || y < free + APART) continue;
    free = y;
    marks.push({ instant, y });
    context.moveTo(TIMES - 6, Math.round(y) + 0.5);
    context.lineTo(view.width, Math.round(y) + 0.5);
  }
  context.stroke();
  for (const [i, { instant, y }] of marks.entries()) {
    context.fillText(timeText(time.timeOf(instant), between(i)), TIMES - 12, y);
  }

  /** How far the nearest time before or after is. */
  function between(i: number): number {
    const at = time.timeOf(marks[i]?.instant ?? 0);
    const [before, after] = [marks[i - 1], marks[i + 1]];
    const next = after === undefined ? Infinity : time.timeOf(after.instant) - at;
    return Math.min(next, before === undefined ? Infinity : at - time.timeOf(before.instant));
  }

  /** The next point of time that is far enough below. */
  function step(instant: number): number {
    const next = time.instantAt((time.tops[instant] ?? 0) + APART - 0.5);
    return Math.max(instant + 1, next);
  }
}

/** A time, as exact as is needed to tell it from its neighbors; a short one always exact. */
function timeText(at: number, between: number): string {
  const exact = formatDuration(at);
  if (exact.length <= 8 || !Number.isFinite(between)) return exact;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, between))) - 1);
  return formatDuration(Math.round(at / step) * step);
}

/** Folded silences as bands across, with how long they are. */
function drawFolds({ context, view, palette, places, labels }: Frame): void {
  const { time } = view;
  const first = time.instantAt(view.top);
  const last = time.instantAt(view.top + view.bodyHeight);
  if (last - first > 2000) return;
  context.font = SMALL;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let instant = first; instant <= last; instant++) {
    if (!time.isFolded(instant)) continue;
    const own = (view.lines.heights[instant] ?? 0) * time.line;
    const from = HEAD - view.top + (time.tops[instant] ?? 0) + Math.min(own, 0.6 * height(instant));
    const to = HEAD - view.top + (time.tops[instant + 1] ?? 0) - 10;
    if (to - from < 4) continue;
    context.fillStyle = palette.page.fold;
    context.fillRect(TIMES, from, view.width - TIMES, to - from);
    if (to - from < NAMED_FROM) continue;
    const lanes = view.lanes.map((lane) => places.xOf(lane));
    const x = lanes.length > 1 ? ((lanes[0] ?? 0) + (lanes[1] ?? 0)) / 2 : view.width / 2;
    labels.add({
      rank: 8,
      text: `\u22ef  ${formatDuration(time.silenceAfter(instant))}  \u22ef`,
      short: "",
      x,
      y: (from + to) / 2,
      align: "center",
      angle: 0,
      color: palette.page.muted,
      font: SMALL,
      room: 200,
      isForced: false,
    });
  }

  function height(instant: number): number {
    return (time.tops[instant + 1] ?? 0) - (time.tops[instant] ?? 0);
  }
}
