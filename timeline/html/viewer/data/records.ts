import type { ExportedRecords } from "../../../exported_records.ts";
import type { ConnectionJson } from "../../../schema.ts";
import type { RecordJson } from "../../../schema_records.ts";
import type { PackedTable, PackedTimeline } from "../../packed.ts";
import { readerOf, rowOf } from "./columns.ts";

/** The records of a page: the few fields of each that drawing needs at hand, all others on demand. */
export class Records implements ExportedRecords {
  readonly size: number;
  readonly connections: readonly ConnectionJson[];
  /** When each happened, in nanoseconds: record `id` at `id - 1`, as in all these lists. */
  readonly at: Float64Array;
  /** The id of what caused it, 0 for none. */
  readonly cause: Uint32Array;
  /** The number of its kind in `kinds`. */
  readonly kind: Uint8Array;
  /** Its row in the table of its kind. */
  readonly row: Uint32Array;
  readonly kinds: readonly string[];
  readonly tables: readonly PackedTable[];
  readonly packets: PackedTable;
  readonly #made = new Map<number, RecordJson>();

  constructor(packed: PackedTimeline) {
    const { steps, causes, kindOf, kinds, tables } = packed;
    this.size = steps.length;
    this.connections = packed.connections;
    this.at = new Float64Array(this.size);
    this.cause = new Uint32Array(this.size);
    this.kind = Uint8Array.from(kindOf);
    this.row = new Uint32Array(this.size);
    this.kinds = kinds;
    this.tables = tables;
    this.packets = packed.packets;
    const rows = kinds.map(() => 0);
    let at = 0;
    for (let i = 0; i < this.size; i++) {
      at += steps[i] ?? 0;
      this.at[i] = at;
      const back = causes[i] ?? 0;
      this.cause[i] = back === 0 ? 0 : i + 1 - back;
      const kind = kindOf[i] ?? 0;
      this.row[i] = rows[kind] ?? 0;
      rows[kind] = (rows[kind] ?? 0) + 1;
    }
  }

  /** The table of a kind, empty where there is no such record. */
  tableOf(kind: string): PackedTable {
    return this.tables[this.kinds.indexOf(kind)] ?? {};
  }

  /** A record as it is exported. */
  recordOf(id: number): RecordJson {
    let record = this.#made.get(id);
    if (record === undefined) {
      if (!(id >= 1 && id <= this.size)) throw new RangeError(`Cannot find record: it is ${id}`);
      record = this.#make(id);
      this.#made.set(id, record);
    }
    return record;
  }

  #make(id: number): RecordJson {
    const i = id - 1;
    const kind = this.kinds[this.kind[i] ?? 0] ?? "";
    const { packet, ...fields } = rowOf(this.tables[this.kind[i] ?? 0] ?? {}, this.row[i] ?? 0);
    const cause = this.cause[i] ?? 0;
    const head = { id, at: this.at[i], cause: cause === 0 ? null : cause, kind };
    const more = kind === "segment" ? this.#packet(Number(packet)) : {};
    return { ...head, ...fields, ...more } as RecordJson;
  }

  #packet(row: number): Record<string, unknown> {
    const { source, destination, ttl, id, tos, dontFragment, length, isTcp, icmp, ...rest } = rowOf(
      this.packets,
      row,
    );
    const { timestampValue, timestampEcho, options, ...tcp } = rest;
    const timestamps = timestampValue === null
      ? {}
      : { timestamps: { value: timestampValue, echo: timestampEcho } };
    return {
      ip: { source, destination, ttl, id, tos, dontFragment, length },
      tcp: isTcp === true ? { ...tcp, options: { ...(options as object), ...timestamps } } : null,
      icmp,
    };
  }

  /** The records that this one made happen, in order. */
  effectsOf(id: number, limit: number): number[] {
    const found: number[] = [];
    for (let i = id; i < this.size && found.length < limit; i++) {
      if (this.cause[i] === id) found.push(i + 1);
    }
    return found;
  }

  /** Reads a field of segments' packets by the row of the segment. */
  packetField<T>(name: string, missing: T): (row: number) => T {
    const packet = readerOf<number>(this.tableOf("segment"), "packet", 0);
    const field = readerOf<T>(this.packets, name, missing);
    return (row) => field(packet(row));
  }
}
