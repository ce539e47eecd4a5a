import type { RecordId } from "../../nodes/records.ts";

/** What became of one expectation. */
export interface Verdict {
  /** The expectation in one line: "client.conn stays TIME-WAIT for 120 s". */
  readonly expectation: string;
  readonly holds: boolean;
  /** What should have been. */
  readonly expected: string;
  /** What was. */
  readonly found: string;
  /** The records that show it, in order; empty where nothing does. */
  readonly records: readonly RecordId[];
}
