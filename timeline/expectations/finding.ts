import type { RecordId } from "../../nodes/records.ts";

/** A verdict before its records are rounded off with their causes. */
export interface Finding {
  readonly holds: boolean;
  readonly expected: string;
  readonly found: string;
  /** The records that show it. */
  readonly shown: readonly RecordId[];
}

/** The expectation holds. */
export function holds(expected: string, found: string, shown: readonly RecordId[]): Finding {
  return { holds: true, expected, found, shown };
}

/** The expectation does not hold. */
export function fails(expected: string, found: string, shown: readonly RecordId[]): Finding {
  return { holds: false, expected, found, shown };
}
