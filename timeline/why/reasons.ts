import type { RecordJson } from "../schema_records.ts";
import { callReasons } from "./call_reasons.ts";
import type { Past } from "./past.ts";
import { segmentReasons } from "./segment_reasons.ts";
import { stateReasons } from "./state_reasons.ts";

/**
 * The records that made this one happen and are worth telling.
 *
 * That is its cause, and where the cause only set it off, what had made it so:
 * the crash that ended the connection which a segment asked for, the option
 * that makes `close` a reset. What a program does of its own will has none.
 */
export function reasonsOf(past: Past, record: RecordJson): RecordJson[] {
  const reasons = ownReasons(past, record);
  return reasons.filter((reason): reason is RecordJson => reason !== null);
}

function ownReasons(past: Past, record: RecordJson): (RecordJson | null)[] {
  switch (record.kind) {
    case "segment":
      return segmentReasons(past, record);
    case "state":
      return stateReasons(past, record);
    case "call":
      return callReasons(past, record);
    case "process":
      return record.event === "killed" || record.event === "signal" ? [past.causeOf(record)] : [];
    default:
      return [past.causeOf(record)];
  }
}
