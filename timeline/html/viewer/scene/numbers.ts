import { NO_THRESHOLD } from "../../../no_threshold.ts";
import { readerOf } from "../data/columns.ts";
import type { Records } from "../data/records.ts";

/** What one end of a connection knew of its sending, over time. */
export interface Numbers {
  readonly connection: string;
  /** The records, in order. */
  readonly ids: readonly number[];
  readonly at: readonly number[];
  /** The names of the state of congestion control. */
  readonly states: readonly string[];
  /** By field, in bytes or nanoseconds. */
  readonly series: Readonly<Record<Field, readonly number[]>>;
}

export const FIELDS = ["cwnd", "ssthresh", "pipe", "srtt", "rttvar", "rto"] as const;
export type Field = typeof FIELDS[number];

/** The numbers of every end that recorded some, in the order of the connections. */
export function numbersOf(records: Records): Numbers[] {
  const kind = records.kinds.indexOf("tcp");
  const table = records.tableOf("tcp");
  const connection = readerOf<string | null>(table, "connection", null);
  const state = readerOf<string>(table, "congestionState", "");
  const readers = FIELDS.map((field) => readerOf<number>(table, field, 0));
  const found = new Map<string, Collected>();
  for (let i = 0; i < records.size; i++) {
    if (records.kind[i] !== kind) continue;
    const row = records.row[i] ?? 0;
    const name = connection(row) ?? "";
    let end = found.get(name);
    if (end === undefined) {
      end = emptyNumbers(name);
      found.set(name, end);
    }
    end.ids.push(i + 1);
    end.at.push(records.at[i] ?? 0);
    end.states.push(state(row));
    for (const [field, read] of readers.entries()) {
      const name = FIELDS[field] ?? "cwnd";
      end.series[name].push(known(name, read(row)));
    }
  }
  return [...found.values()];
}

/** A value, or NaN where it says that there is none yet. */
function known(field: Field, value: number): number {
  if (field === "ssthresh") return value >= NO_THRESHOLD ? NaN : value;
  return field === "srtt" && value === 0 ? NaN : value;
}

/** Numbers that are being collected. */
interface Collected {
  readonly connection: string;
  readonly ids: number[];
  readonly at: number[];
  readonly states: string[];
  readonly series: Record<Field, number[]>;
}

function emptyNumbers(connection: string): Collected {
  const series = { cwnd: [], ssthresh: [], pipe: [], srtt: [], rttvar: [], rto: [] };
  return { connection, ids: [], at: [], states: [], series };
}
