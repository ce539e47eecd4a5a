import type { RecordId } from "../../nodes/records.ts";
import type { Timeline } from "../timeline.ts";

/**
 * Follows the causes of a record back to one that nothing caused: the record
 * itself first, the oldest cause last. At most `limit` of them.
 */
export function why(timeline: Timeline, id: RecordId, limit = Infinity): RecordId[] {
  const chain: RecordId[] = [];
  for (let next = id; next !== 0 && chain.length < limit; next = timeline.causeOf(next)) {
    chain.push(next);
  }
  return chain;
}
