import type { RecordId } from "../../nodes/records.ts";
import type { RecordJson } from "../schema_records.ts";

/** One step of a story: a record, and those of its kind that are told with it. */
export interface Beat {
  readonly record: RecordJson;
  /** The last record of a series that begins with `record`; else `record` itself. */
  readonly last: RecordJson;
  /** How many there are. */
  readonly count: number;
}

/**
 * The steps of a story: timers that only tick on are one step, and that a timer was set is none,
 * but where it is what was asked about.
 */
export function beatsOf(records: readonly RecordJson[], subject: RecordId): Beat[] {
  const beats: Beat[] = [];
  const series = new Map<string, number>();
  for (const record of records) {
    const isSubject = record.id === subject;
    if (record.kind !== "timer" || isSubject) {
      beats.push({ record, last: record, count: 1 });
      continue;
    }
    if (record.event !== "fired") continue;
    const key = `${record.connection} ${record.timer}`;
    const index = series.get(key);
    const before = index === undefined ? undefined : beats[index];
    if (index === undefined || before === undefined) {
      series.set(key, beats.length);
      beats.push({ record, last: record, count: 1 });
    } else {
      beats[index] = { record: before.record, last: record, count: before.count + 1 };
    }
  }
  return beats;
}
