import type { RecordId } from "../nodes/records.ts";
import { connectionNames } from "./connection_names.ts";
import { connectionsJson } from "./json.ts";
import { RecordExporter } from "./json_record.ts";
import type { ConnectionJson, TimelineJson } from "./schema.ts";
import type { RecordJson } from "./schema_records.ts";
import { Timeline } from "./timeline.ts";

/** Where records are read from, in their exported form: a timeline in memory, or an export of one. */
export interface ExportedRecords {
  /** The number of records; their ids are 1 to `size`. */
  readonly size: number;
  readonly connections: readonly ConnectionJson[];
  /** @throws {RangeError} if there is no record of that id. */
  recordOf(id: RecordId): RecordJson;
}

/**
 * The records of a timeline in memory, or of an export.
 *
 * @throws {RangeError} if the records of an export are not numbered 1, 2, 3 and so on, or if one
 * names a cause that does not come before it.
 */
export function exportedRecords(timeline: Timeline | TimelineJson): ExportedRecords {
  return timeline instanceof Timeline ? fromMemory(timeline) : fromExport(timeline);
}

function fromMemory(timeline: Timeline): ExportedRecords {
  const exporter = new RecordExporter(timeline, connectionNames(timeline.connections));
  const exported = new Map<RecordId, RecordJson>();
  return {
    size: timeline.size,
    connections: connectionsJson(timeline),
    recordOf(id) {
      let record = exported.get(id);
      if (record === undefined) {
        record = exporter.export(checked(id, timeline.size));
        exported.set(id, record);
      }
      return record;
    },
  };
}

function fromExport({ records, connections }: TimelineJson): ExportedRecords {
  records.forEach(({ id, cause }, index) => {
    if (id !== index + 1) {
      throw new RangeError(
        `Cannot read timeline: records[${index}].id must be ${index + 1}: it is ${id}`,
      );
    }
    if (cause !== null && cause >= id) {
      throw new RangeError(
        `Cannot read timeline: records[${index}].cause must be below ${id}: it is ${cause}`,
      );
    }
  });
  return {
    size: records.length,
    connections,
    recordOf: (id) => records[checked(id, records.length) - 1] as RecordJson,
  };
}

function checked(id: RecordId, size: number): RecordId {
  if (Number.isSafeInteger(id) && id >= 1 && id <= size) return id;
  throw new RangeError(
    `Cannot find record: its number must be a whole number from 1 to ${size}: it is ${id}`,
  );
}
