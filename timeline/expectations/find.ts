import type { CallRecord, RecordId } from "../../nodes/records.ts";
import type { Timeline } from "../timeline.ts";
import { parseFlags } from "../../engine/wire/mod.ts";
import type { Pattern, SegmentPattern } from "./expectation.ts";
import type { Subject } from "./subject.ts";

/** Says of a record whether it is meant. */
export type Matcher = (id: RecordId) => boolean;

/**
 * Makes a pattern ready to be asked of many records.
 *
 * @throws {SyntaxError} if it names a flag that TCP does not have.
 */
export function matcherOf(pattern: Pattern, subject: Subject): Matcher {
  if ("segment" in pattern) return segmentMatcher(pattern.segment, subject);
  const timeline = subject.timeline;
  if ("state" in pattern) {
    const { enters } = pattern.state;
    const connection = subject.idOf(pattern.state.connection);
    return (id) => {
      const body = timeline.bodyOf(id);
      return body.kind === "state" && (connection === 0 || body.connection === connection) &&
        (enters === undefined || body.to === enters);
    };
  }
  if ("call" in pattern) {
    const { call, returns } = pattern.call;
    return (id) => {
      const body = timeline.bodyOf(id);
      return body.kind === "call" && body.event === "returned" &&
        (call === undefined || isCall(body, call)) &&
        (returns === undefined || hasReturned(body, returns));
    };
  }
  if ("timer" in pattern) {
    const { timer, event = "fired" } = pattern.timer;
    const connection = subject.idOf(pattern.timer.connection);
    return (id) => {
      const body = timeline.bodyOf(id);
      return body.kind === "timer" && body.event === event &&
        (connection === 0 || body.connection === connection) &&
        (timer === undefined || body.timer === timer);
    };
  }
  const { process, event, note = "" } = pattern.process;
  return (id) => {
    const body = timeline.bodyOf(id);
    return body.kind === "process" && (event === undefined || body.event === event) &&
      (process === undefined || `${body.host}.${body.process}` === process) &&
      body.note.includes(note);
  };
}

function segmentMatcher(pattern: SegmentPattern, subject: Subject): Matcher {
  const { from, to, data, event = "sent", note = "" } = pattern;
  const set = parseFlags(pattern.flags ?? "");
  const mask = set | parseFlags(pattern.without ?? "");
  const timeline = subject.timeline;
  return (id) => {
    const body = timeline.bodyOf(id);
    if (body.kind !== "segment" || body.event !== event) return false;
    const segment = body.packet.segment;
    if (segment === null || (segment.flags & mask) !== set) return false;
    if (data !== undefined && segment.dataLength > 0 !== data) return false;
    return body.note.includes(note) &&
      (from === undefined || subject.hostAt(body.packet.source) === from) &&
      (to === undefined || subject.hostAt(body.packet.destination) === to);
  };
}

/** Whether a call has that name: host.process.call, or with its thread host.process.thread.call. */
export function isCall(body: CallRecord, name: string): boolean {
  const process = `${body.host}.${body.process}`;
  return name === `${process}.${body.call}` || name === `${process}.${body.thread}.${body.call}`;
}

/**
 * Whether a call returned that: the name of its error, its value, or of a call
 * that a step repeated the bytes it moved in all.
 */
export function hasReturned(body: CallRecord, returns: number | string): boolean {
  const result = body.result;
  if (result === null) return false;
  if (typeof returns === "string") return result.error === returns;
  if (result.value === returns) return true;
  return result.error === "" && result.bytes === returns;
}

/** The records that a matcher finds after record `from`, in order; at most `limit` of them. */
export function findAll(
  timeline: Timeline,
  matches: Matcher,
  from: RecordId = 0,
  limit = Infinity,
): RecordId[] {
  const found: RecordId[] = [];
  for (let id = from + 1; id <= timeline.size && found.length < limit; id++) {
    if (matches(id)) found.push(id);
  }
  return found;
}
