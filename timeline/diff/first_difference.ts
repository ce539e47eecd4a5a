import type { RecordId } from "../../nodes/records.ts";
import type { TimelineJson } from "../schema.ts";
import type { RecordJson } from "../schema_records.ts";

/**
 * The number of the first record in which two timelines part, 0 where their
 * records are all alike. Where one has more records, they part after the last
 * of the other.
 */
export function firstDifference(one: TimelineJson, other: TimelineJson): RecordId {
  const length = Math.max(one.records.length, other.records.length);
  for (let i = 0; i < length; i++) {
    if (!areAlike(one.records[i], other.records[i])) return i + 1;
  }
  return 0;
}

/** Both come from one schema, so that their keys stand in one order. */
function areAlike(one: RecordJson | undefined, other: RecordJson | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The fields in which two records differ: "at", "tcp.options.mss". */
export function differingFields(one: RecordJson, other: RecordJson): string[] {
  const fields: string[] = [];
  collect(fields, "", one, other);
  return fields;
}

function collect(fields: string[], path: string, one: unknown, other: unknown): void {
  if (JSON.stringify(one) === JSON.stringify(other)) return;
  if (!isPlain(one) || !isPlain(other)) {
    fields.push(path);
    return;
  }
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    collect(fields, path === "" ? key : `${path}.${key}`, one[key], other[key]);
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
