import type { RecordJson } from "../schema_records.ts";
import { doorAt } from "./doors.ts";
import { leavesOn, type Past, type RecordOf, travelsOn } from "./past.ts";

/** Why a connection changed its state. */
export function stateReasons(past: Past, record: RecordOf<"state">): (RecordJson | null)[] {
  return [past.causeOf(record), ...conditionsOf(past, record)];
}

/** What had to be so before, that the cause could have this effect. */
function conditionsOf(past: Past, record: RecordOf<"state">): (RecordJson | null)[] {
  const { rule } = record;
  if (rule.includes("unread")) return [lastDataOf(past, record)];
  if (rule.includes("after shutdown of receiving")) return [lastCall(past, record, /^shutdown$/)];
  if (rule.includes("after close")) return [lastCall(past, record, /^close(socket)?$/)];
  if (rule.includes("reset: aborted")) {
    return [lingerOf(past, record) ?? pendingOf(past, record)];
  }
  return isGivingUp(rule) ? silenceOf(past, record) : [];
}

/** Whether a rule ends a connection because nothing was answered for too long. */
export function isGivingUp(rule: string): boolean {
  return /R2 is reached|keep-alive|user timeout/i.test(rule);
}

function lastDataOf(past: Past, { id, connection }: RecordOf<"state">): RecordJson | null {
  return past.last(
    "segment",
    id,
    (segment) =>
      segment.event === "received" && segment.connection === connection &&
      (segment.tcp?.dataLength ?? 0) > 0,
  );
}

function lastCall(
  past: Past,
  { id, connection }: RecordOf<"state">,
  name: RegExp,
): RecordJson | null {
  return past.last(
    "call",
    id,
    (call) => name.test(call.call) && call.event === "started" && call.connection === connection,
  );
}

/** The option that makes `close` a reset, or null. */
export function lingerOf(
  past: Past,
  { id, connection }: RecordOf<"state">,
): RecordOf<"call"> | null {
  const set = past.last(
    "call",
    id,
    (call) =>
      call.connection === connection && call.event === "started" &&
      call.args["option"] === "SO_LINGER",
  );
  return set !== null && set.args["onoff"] === true && set.args["linger"] === 0 ? set : null;
}

/** A call that waited for data of the connection when it was closed, or null. */
export function pendingOf(
  past: Past,
  { id, connection }: RecordOf<"state">,
): RecordOf<"call"> | null {
  const seen = new Set<string>();
  return past.last("call", id, (call) => {
    const thread = JSON.stringify([call.host, call.process, call.thread]);
    if (seen.has(thread)) return false;
    seen.add(thread);
    return call.event === "started" && call.connection === connection &&
      /^(recv|read)/.test(call.call);
  });
}

/** What became of the segments that were never answered: the first and the last of them. */
function silenceOf(past: Past, record: RecordOf<"state">): (RecordJson | null)[] {
  const lost = lostOf(past, record);
  if (lost.length > 0) return [lost[0] ?? null, lost.at(-1) ?? null];
  const ignored = ignoredOf(past, record);
  if (ignored === null) return [];
  const port = ignored.tcp?.destinationPort ?? 0;
  const door = ignored.tcp?.flags.join() === "SYN"
    ? doorAt(past, ignored.host, port, ignored.id)
    : null;
  return [ignored, door?.listen ?? null];
}

/** The segments of a connection that were lost since it last heard of its peer. */
export function lostOf(past: Past, record: RecordOf<"state">): RecordOf<"segment">[] {
  const tuple = past.tupleOf(record.connection);
  if (tuple === null) return [];
  return past.all(
    "segment",
    record.id,
    (segment) => segment.event === "dropped" && travelsOn(segment, tuple),
    lastHeard(past, record),
  );
}

/** The last segment that reached the peer and was not answered, or null. */
function ignoredOf(past: Past, record: RecordOf<"state">): RecordOf<"segment"> | null {
  const tuple = past.tupleOf(record.connection);
  if (tuple === null) return null;
  return past.last(
    "segment",
    record.id,
    (segment) =>
      segment.event === "received" && segment.host !== tuple.host && leavesOn(segment, tuple),
    lastHeard(past, record),
  );
}

function lastHeard(past: Past, { id, connection }: RecordOf<"state">): number {
  const heard = past.last(
    "segment",
    id,
    (segment) => segment.event === "received" && segment.connection === connection,
  );
  return heard?.id ?? 0;
}
