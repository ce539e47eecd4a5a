import type { Nanos } from "../../engine/base/time.ts";
import type { RecordJson } from "../schema_records.ts";
import { callParts, resultParts } from "../text/event_text.ts";
import { joined, printable } from "../text/parts.ts";
import type { RecordOf } from "../why/past.ts";
import type { ExportedRecords } from "../exported_records.ts";
import { segmentJsonText } from "../why/segment_words.ts";

/** A segment on its way from one lane to another. */
export interface Arrow {
  readonly kind: "arrow";
  readonly from: string;
  readonly to: string;
  readonly sentAt: Nanos;
  /** When it arrived or was lost. */
  readonly at: Nanos;
  readonly text: string;
  /** Why it was lost, "" where it arrived. */
  readonly lost: string;
  readonly isReset: boolean;
}

/** Something that happened at one lane, or at none ("" as its host). */
export interface Mark {
  readonly kind: "state" | "call" | "timer" | "fault";
  readonly host: string;
  readonly at: Nanos;
  readonly text: string;
}

/** What a ladder shows, in order: a segment where it arrived or was lost. */
export type LadderItem = Arrow | Mark;

/** Calls that only prepare others, and are left out where they succeed. */
const PREPARING = new Set(["socket", "bind", "listen", "setsockopt", "getsockopt"]);

/** Faults that happen to a single segment. */
const ABOUT_SEGMENTS = new Set(["drop", "delay", "duplicate", "corrupt"]);

/**
 * The segments, states, call results, fired timers and faults of a timeline,
 * for views that show these. `hostOf` tells whose an address is, "" where it
 * is nobody's.
 */
export function* ladderItems(
  source: ExportedRecords,
  hostOf: (address: string) => string,
): Generator<LadderItem> {
  for (let id = 1; id <= source.size; id++) {
    const record = source.recordOf(id);
    const item = record.kind === "segment" ? arrowOf(source, record, hostOf) : markOf(record);
    if (item !== null) yield item;
  }
}

function arrowOf(
  source: ExportedRecords,
  record: RecordOf<"segment">,
  hostOf: (address: string) => string,
): Arrow | null {
  if (record.event === "sent") return null;
  const departure = departureOf(source, record);
  const from = departure?.host ?? record.host;
  const isLost = record.event === "dropped";
  const to = isLost ? hostOf(record.ip.destination) : record.host;
  const note = departure === null || departure.note === "" ? "" : ` (${departure.note})`;
  return {
    kind: "arrow",
    from,
    to: to === "" ? from : to,
    sentAt: departure?.at ?? record.at,
    at: record.at,
    text: printable(segmentJsonText(record) + note),
    lost: isLost ? printable(record.note === "" ? "lost" : record.note) : "",
    isReset: record.tcp?.flags.includes("RST") ?? true,
  };
}

function departureOf(
  source: ExportedRecords,
  { sent }: RecordOf<"segment">,
): RecordOf<"segment"> | null {
  if (sent === null) return null;
  const record = source.recordOf(sent);
  return record.kind === "segment" ? record : null;
}

function markOf(record: RecordJson): Mark | null {
  switch (record.kind) {
    case "state":
      return mark("state", record.host, record, record.to);
    case "timer":
      if (record.event !== "fired") return null;
      return mark("timer", record.host, record, `${record.timer} timer fires`);
    case "call":
      return callMark(record);
    case "fault":
      if (ABOUT_SEGMENTS.has(record.event)) return null; // its arrow says so
      return mark("fault", record.host, record, `fault: ${record.event} ${record.target}`);
    case "process":
      if (record.event !== "killed") return null;
      return mark("fault", record.host, record, `process ${record.process} is killed`);
    default:
      return null;
  }
}

function callMark(record: RecordOf<"call">): Mark | null {
  const { result } = record;
  if (result === null || (result.error === "" && PREPARING.has(record.call))) return null;
  const [name] = callParts({ ...record, args: {} });
  const text = `${name?.text ?? record.call})${joined(resultParts(record))}`;
  return mark("call", record.host, record, text);
}

function mark(kind: Mark["kind"], host: string, { at }: RecordJson, text: string): Mark {
  return { kind, host, at, text: printable(text) };
}
