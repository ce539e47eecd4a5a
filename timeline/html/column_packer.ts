import type { PackedColumn } from "./packed.ts";

/** Collects the values of one field, row by row. */
export class ColumnPacker {
  readonly #values: unknown[] = [];
  #isNumeric = true;

  /** Adds the value of the next row: anything that JSON can hold. */
  push(value: unknown): void {
    this.#values.push(value);
    if (typeof value !== "number" && value !== null) this.#isNumeric = false;
  }

  /** The value of a row. */
  at(row: number): unknown {
    return this.#values[row];
  }

  /** All of them, in the shortest form. */
  pack(): PackedColumn {
    const values = this.#values;
    const first = values[0];
    if (isPlain(first) && values.every((value) => value === first)) return { one: first };
    return this.#isNumeric ? { all: values } : this.#listed();
  }

  /** With each different value once. */
  #listed(): PackedColumn {
    const places = new Map<unknown, number>();
    const of: unknown[] = [];
    const at = this.#values.map((value) => {
      const key = isPlain(value) ? value : `\u0000${JSON.stringify(value)}`;
      let place = places.get(key);
      if (place === undefined) {
        place = of.push(value) - 1;
        places.set(key, place);
      }
      return place;
    });
    return of.length === 1 ? { one: of[0] } : { of, at };
  }
}

/** The columns of a table whose rows have the same fields. */
export class TablePacker {
  readonly #columns = new Map<string, ColumnPacker>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a row; every row names the same fields. */
  push(row: Readonly<Record<string, unknown>>): void {
    for (const name in row) {
      if (!Object.hasOwn(row, name)) continue;
      let column = this.#columns.get(name);
      if (column === undefined) {
        column = new ColumnPacker();
        this.#columns.set(name, column);
      }
      column.push(row[name]);
    }
    this.#size++;
  }

  /** Whether a row has these values. */
  holds(index: number, row: Readonly<Record<string, unknown>>): boolean {
    for (const [name, column] of this.#columns) {
      if (!areEqual(column.at(index), row[name])) return false;
    }
    return true;
  }

  pack(): Record<string, PackedColumn> {
    return Object.fromEntries(
      Array.from(this.#columns, ([name, column]) => [name, column.pack()]),
    );
  }
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value !== "object";
}

function areEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (isPlain(one) || isPlain(other)) return false;
  return JSON.stringify(one) === JSON.stringify(other);
}
