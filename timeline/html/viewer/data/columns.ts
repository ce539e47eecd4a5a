import type { PackedColumn, PackedTable } from "../../packed.ts";

/** Reads the value of one field, by row. */
export type Reader<T> = (row: number) => T;

/** A reader of a column; of one that is not there, every value is `missing`. */
export function readerOf<T>(table: PackedTable, name: string, missing: T): Reader<T> {
  const column: PackedColumn | undefined = table[name];
  if (column === undefined) return () => missing;
  if ("one" in column) {
    const one = column.one as T;
    return () => one;
  }
  if ("all" in column) {
    const all = column.all as readonly T[];
    return (row) => all[row] as T;
  }
  const of = column.of as readonly T[];
  const at = column.at;
  return (row) => of[at[row] ?? 0] as T;
}

/** All fields of a row. */
export function rowOf(table: PackedTable, row: number): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(table)) fields[name] = readerOf<unknown>(table, name, null)(row);
  return fields;
}
