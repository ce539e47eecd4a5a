import type { RecordId } from "../../nodes/records.ts";
import type { RecordJson } from "../schema_records.ts";
import type { Past } from "./past.ts";
import { reasonsOf } from "./reasons.ts";

/** A record with all that led to it, in order: it stands last. */
export function gather(past: Past, id: RecordId): RecordJson[] {
  const found = new Map<RecordId, RecordJson>();
  const open = [past.recordOf(id)];
  for (let record = open.pop(); record !== undefined; record = open.pop()) {
    if (found.has(record.id)) continue;
    found.set(record.id, record);
    const reasons = reasonsOf(past, record);
    const cause = past.causeOf(record);
    // Of what has no reason of its own one wants to know at least what came before.
    if (reasons.length === 0 && record.id === id && cause !== null) reasons.push(cause);
    open.push(...reasons);
  }
  return [...found.values()].sort((one, other) => one.id - other.id);
}
