import { formatSeconds } from "../duration.ts";
import type { CallRecord, RecordId } from "../../nodes/records.ts";
import type { Expectation } from "./expectation.ts";
import { fails, type Finding, holds } from "./finding.ts";
import { hasReturned, isCall } from "./find.ts";
import type { Subject } from "./subject.ts";

/** How many returns a report lists. */
const LISTED = 8;

/** Judges what a call returned. */
export function judgeCall(expectation: Expectation & { type: "call" }, subject: Subject): Finding {
  const { call, returns, nth } = expectation;
  const expected = nth === undefined ? String(returns) : `${returns} (return ${nth})`;
  const { returned, waiting } = returnsOf(call, subject);
  if (returned.length === 0) {
    return fails(expected, nothingReturned(call, waiting, subject), waiting);
  }
  const candidates = nth === undefined ? returned : returned.slice(nth - 1, nth);
  const match = candidates.find((id) => hasReturned(callAt(id, subject), returns));
  if (match !== undefined) return holds(expected, describeReturn(match, subject), [match]);
  const found = nth === undefined || candidates.length > 0
    ? candidates.slice(0, LISTED).map((id) => describeReturn(id, subject)).join("; ")
    : `it returned only ${returned.length} times`;
  return fails(expected, found, (candidates.length > 0 ? candidates : returned).slice(0, LISTED));
}

function callAt(id: RecordId, subject: Subject): CallRecord {
  return subject.timeline.bodyOf(id) as CallRecord;
}

/** The returns of a call, and the starts of it that no return followed. */
function returnsOf(name: string, subject: Subject): { returned: RecordId[]; waiting: RecordId[] } {
  const returned: RecordId[] = [];
  const waiting = new Map<string, RecordId>();
  const timeline = subject.timeline;
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "call" || !isCall(body, name)) continue;
    if (body.event === "started") {
      waiting.set(body.thread, id);
    } else {
      waiting.delete(body.thread);
      returned.push(id);
    }
  }
  return { returned, waiting: [...waiting.values()] };
}

function describeReturn(id: RecordId, subject: Subject): string {
  const result = callAt(id, subject).result;
  const at = formatSeconds(subject.timeline.atOf(id), 9);
  if (result === null) return `nothing at ${at}`;
  if (result.error !== "") return `${result.error} at ${at}`;
  const all = result.bytes > 0 && result.bytes !== result.value;
  const moved = all ? ` (${result.bytes} bytes in all)` : "";
  return `${result.value}${moved} at ${at}`;
}

function nothingReturned(
  name: string,
  waiting: readonly RecordId[],
  subject: Subject,
): string {
  const start = waiting[0];
  if (start !== undefined) {
    const at = formatSeconds(subject.timeline.atOf(start), 9);
    return `it was called at ${at} and had not returned when the run ended`;
  }
  const calls = callNames(subject);
  const known = calls.length === 0 ? "no calls at all" : `these calls: ${calls.join(", ")}`;
  return `${name} was never called: the run had ${known}`;
}

function callNames(subject: Subject): string[] {
  const names = new Set<string>();
  const timeline = subject.timeline;
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind === "call") names.add(`${body.host}.${body.process}.${body.call}`);
  }
  return [...names].sort();
}
