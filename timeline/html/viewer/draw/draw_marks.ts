import { Category } from "../scene/category.ts";
import { HEAD, TIMES } from "../stage/view.ts";
import { BOLD, FONT, type Frame } from "./frame.ts";

/** Beyond so many marks on the stage only those of most weight have labels. */
const MOST_LABELS = 900;

/** The least comes first where there is no room for all. */
const RANKS: Readonly<Record<number, number>> = {
  [Category.Fault]: 0,
  [Category.State]: 1,
  [Category.Call]: 3,
  [Category.Timer]: 3,
  [Category.Process]: 7,
};

/** What happens at a point of time: states, calls, timers, processes beside their lanes; faults across. */
export function drawMarks(frame: Frame): void {
  const { view, from, to } = frame;
  const { facts } = view.scene;
  const lastY = new Float64Array(facts.lanes.length * 8).fill(-Infinity);
  let count = 0;
  for (let id = from; id <= to; id++) {
    const i = id - 1;
    const category = facts.category[i] ?? Category.Segment;
    if (view.shown[i] !== 1 || facts.takesLine[i] !== 1) continue;
    const isUnsent = facts.isLost[i] === 1 && facts.sent[i] === 0;
    if (category === Category.Segment && !isUnsent) continue;
    const y = view.yOf(id);
    if (y < HEAD || y > view.height) continue;
    const lane = facts.lane[i] ?? -1;
    if (facts.isGrave[i] === 1) {
      drawFault(frame, id, lane, y);
      continue;
    }
    if (isUnsent) {
      drawUnsent(frame, id, lane, y);
      continue;
    }
    const slot = lane * 8 + category;
    if (y - (lastY[slot] ?? 0) < 0.7) continue;
    lastY[slot] = y;
    drawDot(frame, lane, category, y, id);
    if (++count <= MOST_LABELS && view.time.line > 5 && y > HEAD + 6) {
      addLabel(frame, id, lane, category, y);
    }
  }
}

function drawDot(frame: Frame, lane: number, category: number, y: number, id: number): void {
  const { context, palette, places, view } = frame;
  const x = places.xOf(lane);
  if (Number.isNaN(x)) return;
  const size = Math.max(1.2, Math.min(4, view.time.line / 4.5));
  context.beginPath();
  if (category === Category.State) {
    const record = view.scene.records.recordOf(id);
    const to = record.kind === "state" ? record.to : "";
    context.fillStyle = palette.states[to] ?? palette.page.muted;
    context.strokeStyle = palette.page.ground;
    context.lineWidth = 1.5;
    context.arc(x, y, size + 1, 0, 7);
    context.fill();
    context.stroke();
    return;
  }
  context.fillStyle = palette.page.ground;
  context.strokeStyle = colorOf(frame, category);
  context.lineWidth = 1.5;
  if (category === Category.Timer) {
    context.moveTo(x, y - size - 1);
    context.lineTo(x + size + 1, y);
    context.lineTo(x, y + size + 1);
    context.lineTo(x - size - 1, y);
    context.closePath();
  } else if (category === Category.Process) {
    context.rect(x - size, y - size, 2 * size, 2 * size);
  } else {
    context.arc(x, y, size, 0, 7);
  }
  context.fill();
  context.stroke();
}

function colorOf({ palette }: Frame, category: number): string {
  if (category === Category.Call) return palette.page.call;
  if (category === Category.Timer) return palette.page.warn;
  if (category === Category.Process) return palette.page.process;
  return palette.page.text;
}

function addLabel(frame: Frame, id: number, lane: number, category: number, y: number): void {
  const { labels, palette, places } = frame;
  const side = places.sideOf(lane);
  const x = places.labelX(lane);
  const text = frame.wordsOf(id);
  const isError = category === Category.Call && / = -1 /.test(text);
  labels.add({
    rank: isError ? 0 : RANKS[category] ?? 9,
    text,
    short: frame.shortWordsOf(id),
    x,
    y,
    align: side < 0 ? "right" : "left",
    angle: 0,
    color: isError
      ? palette.page.bad
      : category === Category.State
      ? palette.page.text
      : colorOf(frame, category),
    font: category === Category.State || isError ? BOLD : FONT,
    room: places.labelRoom(lane),
    isForced: false,
  });
}

/** A segment that was lost before it left its host: a cross at the lane, with the reason. */
function drawUnsent(frame: Frame, id: number, lane: number, y: number): void {
  const { context, palette, places, labels, view } = frame;
  const [x, arm] = [places.xOf(lane), Math.max(1.5, Math.min(5, view.time.line / 3.5))];
  if (Number.isNaN(x)) return;
  context.strokeStyle = palette.page.bad;
  context.lineWidth = 2.2;
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x - arm, y + arm);
  context.lineTo(x + arm, y - arm);
  context.stroke();
  if (view.time.line < 5) return;
  const record = view.scene.records.recordOf(id);
  const note = record.kind === "segment" ? record.note : "";
  labels.add({
    rank: 2,
    text: `lost: ${frame.wordsOf(id)}`,
    short: `lost: ${note}`,
    x: places.labelX(lane),
    y,
    align: places.sideOf(lane) < 0 ? "right" : "left",
    angle: 0,
    color: palette.page.bad,
    font: FONT,
    room: places.labelRoom(lane),
    isForced: false,
  });
}

/** A fault stands out: a line across the lanes that it is about, with its words. */
function drawFault(frame: Frame, id: number, lane: number, y: number): void {
  const { context, view, places, palette, labels } = frame;
  const [first, last] = [view.lanes[0] ?? 0, view.lanes.at(-1) ?? 0];
  const isAcross = lane < 0;
  const from = isAcross ? TIMES : places.xOf(lane) - 46;
  const to = isAcross ? view.width : places.xOf(lane) + 46;
  if (Number.isNaN(from)) return;
  context.strokeStyle = palette.page.bad;
  context.lineWidth = 1.2;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(from, Math.round(y) + 0.5);
  context.lineTo(to, Math.round(y) + 0.5);
  context.stroke();
  context.setLineDash([]);
  if (!isAcross) {
    context.fillStyle = palette.page.bad;
    context.beginPath();
    context.arc(places.xOf(lane), y, Math.max(1.5, Math.min(4, view.time.line / 4)), 0, 7);
    context.fill();
  }
  if (view.time.line < 1) return;
  const middle = first === last
    ? places.labelX(first)
    : (places.xOf(first) + places.xOf(view.lanes[1] ?? last)) / 2;
  labels.add({
    rank: 0,
    text: frame.wordsOf(id),
    short: "",
    x: isAcross ? middle : places.labelX(lane),
    y: isAcross ? y - 1 : y,
    align: isAcross ? "center" : places.sideOf(lane) < 0 ? "right" : "left",
    angle: 0,
    color: palette.page.bad,
    font: BOLD,
    room: isAcross ? 420 : places.labelRoom(lane),
    isForced: false,
  });
}
