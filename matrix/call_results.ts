import type { Nanos } from "../engine/base/time.ts";
import type { CallRecord, RecordId } from "../nodes/records.ts";
import { formatDuration, groupThousands, type Timeline } from "../timeline/mod.ts";
import { ACTION_AT } from "./times.ts";

/** A call and how it ended. */
export interface CallAnswer {
  readonly call: string;
  /** "10", "ECONNRESET (104) at +20 ms", "0 after 1,000 bytes", "waits". */
  readonly text: string;
}

/** Calls that only make the scene. */
const SCENERY: readonly string[] = ["socket", "bind", "listen", "setsockopt"];

/**
 * What the calls of one side returned from the action on, in the order in which
 * they were made, and when, where that was later than they were made.
 */
export function callResults(timeline: Timeline, host: string): CallAnswer[] {
  const results = new Map<RecordId, CallAnswer>();
  const open = new Map<string, RecordId>();
  for (let id: RecordId = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "call" || body.host !== host || SCENERY.includes(body.call)) continue;
    if (body.event === "started") {
      open.set(body.thread, id);
      results.set(id, { call: body.call, text: "waits" });
      continue;
    }
    const started = open.get(body.thread) ?? id;
    const at = timeline.atOf(id);
    if (at < ACTION_AT) results.delete(started);
    else {results.set(started, {
        call: body.call,
        text: resultText(body, at, timeline.atOf(started)),
      });}
  }
  return [...results.values()];
}

function resultText({ result }: CallRecord, at: Nanos, startedAt: Nanos): string {
  const when = at === startedAt ? "" : ` at +${formatDuration(at - ACTION_AT)}`;
  if (result === null) return `nothing${when}`;
  const moved = result.bytes > 0 && result.bytes !== result.value
    ? ` after ${groupThousands(result.bytes)} bytes`
    : "";
  const value = result.error === "" ? String(result.value) : `${result.error} (${result.code})`;
  return value + moved + when;
}
