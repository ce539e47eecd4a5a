import type { HostInfo, LinkInfo } from "../run_info.ts";
import type { ConnectionJson } from "../schema.ts";
import type { Verdict } from "../expectations/verdict.ts";

/**
 * The values of one field in all rows of a table: the same everywhere
 * (`one`), a value for each row (`all`), or for each row the place of its
 * value in a list (`of`).
 */
export type PackedColumn =
  | { readonly one: unknown }
  | { readonly all: readonly unknown[] }
  | { readonly of: readonly unknown[]; readonly at: readonly number[] };

/** The fields of equal rows, column by column. */
export type PackedTable = Readonly<Record<string, PackedColumn>>;

/** What stands on a page beside the records. */
export interface PageHead {
  readonly title: string;
  readonly version: string;
  readonly seed: number;
  readonly partial: boolean;
  readonly hosts: readonly HostInfo[];
  readonly links: readonly LinkInfo[];
}

/**
 * A timeline as it stands in a page: the fields of its records in columns,
 * each packet once. A hundred thousand records are read in a fraction of a
 * second, where as many objects would take several.
 */
export interface PackedTimeline extends PageHead {
  readonly digest: string;
  readonly endedAt: number;
  readonly connections: readonly ConnectionJson[];
  readonly expectations: readonly Verdict[];
  /** Of each record, the time since the one before, in nanoseconds. */
  readonly steps: readonly number[];
  /** Of each record, how far before it its cause stands; 0 where it has none. */
  readonly causes: readonly number[];
  /** Of each record, the number of its kind in `kinds`. */
  readonly kindOf: readonly number[];
  readonly kinds: readonly string[];
  /** Of each kind, its records in order. */
  readonly tables: readonly PackedTable[];
  /** What segments carry; their records have the row in `packet`. */
  readonly packets: PackedTable;
}
