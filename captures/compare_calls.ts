import { beginningOf, type Capture, type CapturedCall, endOf, returnTimeOf } from "./capture.ts";
import { hasOffloads } from "./offloads.ts";
import type { Difference, Findings } from "./difference.ts";
import type { Playback, PlayedCall } from "./playback.ts";
import type { RuleName } from "./rules.ts";
import { showTime } from "./show.ts";
import { judgeTime, TOLERANCE_MS } from "./tolerance.ts";

/** So long after what it waited for a call of a recorded program may return. */
const SLOW_MS = 10;

/** Compares the results and times of all calls; of each thread, up to the first that differs. */
export function compareCalls(capture: Capture, playback: Playback): Findings {
  const rules: Set<RuleName> = new Set();
  const differences: Difference[] = [];
  const wrong: Set<string> = new Set();
  for (const [index, theirs] of capture.calls.entries()) {
    const ours = playback.calls[index]!;
    const thread = `${theirs.side} ${theirs.thread ?? ""}`;
    if (wrong.has(thread)) continue;
    const difference = compareCall(capture, playback, theirs, ours, rules);
    if (difference === null) continue;
    differences.push(difference);
    wrong.add(thread);
  }
  return { differences, rules: [...rules] };
}

function compareCall(
  capture: Capture,
  playback: Playback,
  theirs: CapturedCall,
  ours: PlayedCall,
  rules: Set<RuleName>,
): Difference | null {
  const make = (field: string, their: string, our: string): Difference => ({
    at: Math.min(ours.returnedAt, returnTimeOf(theirs), Number.MAX_VALUE),
    side: theirs.side,
    kind: "call",
    field: `${theirs.call}: ${field}`,
    theirs: `${describe(theirs)} ${their}`,
    ours: our,
  });
  const returned = returnTimeOf(theirs);
  if (returned === Infinity && ours.returnedAt > endOf(capture) - TOLERANCE_MS) return null;
  if ((returned === Infinity) !== (ours.returnedAt === Infinity)) {
    return make("return", showReturn(returned), showReturn(ours.returnedAt));
  }
  if ((theirs.error ?? "") !== ours.error) {
    return make("error", theirs.error ?? "succeeds", ours.error === "" ? "succeeds" : ours.error);
  }
  const [their, our] = [resultOf(theirs, rules), JSON.stringify(ours.result ?? null)];
  if (theirs.error === undefined && theirs.result !== undefined && their !== our) {
    return make("result", their, our);
  }
  if (theirs.total !== undefined && !isTotal(capture, theirs, ours.total, rules)) {
    return make("bytes", `${theirs.total} bytes`, `${ours.total} bytes`);
  }
  return isInTime(capture, playback, theirs, ours, rules)
    ? null
    : make("time", showReturn(returned), showReturn(ours.returnedAt));
}

const showReturn = (at: number): string => at === Infinity ? "never returns" : `at ${showTime(at)}`;

function describe({ call, socket, thread, atMs }: CapturedCall): string {
  return `${showTime(atMs)} ${call}(${socket})${thread === undefined ? "" : ` in ${thread}`}`;
}

function resultOf({ result }: CapturedCall, rules: Set<RuleName>): string {
  if (!Array.isArray(result) || !result.includes("RDHUP")) return JSON.stringify(result ?? null);
  rules.add("no-rdhup");
  return JSON.stringify(result.filter((word) => word !== "RDHUP"));
}

function isTotal(
  capture: Capture,
  theirs: CapturedCall,
  total: number,
  rules: Set<RuleName>,
): boolean {
  if (theirs.total === total) return true;
  const isOther = (capture.stability.appDifferences ?? []).some((it) =>
    it.includes(`'${theirs.call}'`) && it.includes(`'${theirs.socket}'`) &&
    it.endsWith(` ${total})`)
  );
  if (isOther) rules.add("totals-vary");
  return isOther;
}

function isInTime(
  capture: Capture,
  playback: Playback,
  theirs: CapturedCall,
  ours: PlayedCall,
  rules: Set<RuleName>,
): boolean {
  const returned = returnTimeOf(theirs);
  const spread = capture.stability.maxTimeSpreadMs ?? 0;
  const late = latenessAt(capture, playback, theirs, returned);
  const beginning = beginningOf(capture);
  const verdict = judgeTime(returned, ours.returnedAt, theirs.atMs, late, beginning, spread);
  if (verdict === "by the runs' own spread") rules.add("spread");
  if (verdict !== "wrong") return true;
  if (returned < ours.returnedAt && theirs.call.startsWith("send") && hasOffloads(capture)) {
    rules.add("gso-memory");
    return true;
  }
  const isSlow = returned > ours.returnedAt && returned - ours.returnedAt <= SLOW_MS;
  if (isSlow) rules.add("slow-program");
  return isSlow;
}

/** How late the last segment was that the call's side saw until it returned. */
function latenessAt(
  capture: Capture,
  playback: Playback,
  call: CapturedCall,
  returned: number,
): number {
  const theirs = capture.segments[call.side];
  const index = theirs.findLastIndex((it) => it.atMs <= returned + 1);
  const their = theirs[index];
  const our = playback.segments[call.side][index];
  if (their === undefined || our === undefined) return 0;
  const isSame = their.flags === our.flags && their.seq === our.seq && their.ack === our.ack;
  return isSame ? our.atMs - their.atMs : 0;
}
