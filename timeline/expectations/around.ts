import type { RecordId } from "../../nodes/records.ts";
import type { Timeline } from "../timeline.ts";
import { why } from "../why/cause_chain.ts";

/** How many causes back explain a record well enough. */
const CAUSES = 4;

/** How many records a verdict shows at most. */
const SHOWN = 12;

/** The given records with what made each of them happen, in order. */
export function around(timeline: Timeline, ids: readonly RecordId[]): RecordId[] {
  const all = new Set<RecordId>();
  for (const id of ids) {
    if (all.size >= SHOWN) break;
    for (const cause of why(timeline, id, CAUSES)) all.add(cause);
  }
  return [...all].sort((a, b) => a - b);
}
