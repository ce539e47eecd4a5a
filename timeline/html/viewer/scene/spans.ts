import { readerOf } from "../data/columns.ts";
import type { Records } from "../data/records.ts";
import type { Facts } from "./facts.ts";

/** Something that lasts, at one lane: it begins and ends with a record. */
export interface Span {
  readonly lane: number;
  readonly pair: number;
  /** The record that it begins with. */
  readonly start: number;
  /** The record that it ends with, 0 where it lasts to the end of the run. */
  readonly end: number;
  /** A state's name, a timer's, or a call's. */
  readonly name: string;
  /** Of a call, whether it failed; of a timer, whether it fired. */
  readonly isMarked: boolean;
}

/** The states of connections, but CLOSED. */
export function stateSpans(records: Records, facts: Facts): Span[] {
  const table = records.tableOf("state");
  const connection = readerOf<string | null>(table, "connection", null);
  const to = readerOf<string>(table, "to", "");
  return spansOf(records, facts, "state", (row) => ({
    key: connection(row) ?? "",
    name: to(row) === "CLOSED" ? "" : to(row),
    isEnd: false,
    isMarked: false,
  }));
}

/** Timers from where they were set to where they fired or were cancelled. */
export function timerSpans(records: Records, facts: Facts): Span[] {
  const table = records.tableOf("timer");
  const connection = readerOf<string | null>(table, "connection", null);
  const timer = readerOf<string>(table, "timer", "");
  const event = readerOf<string>(table, "event", "");
  return spansOf(records, facts, "timer", (row) => ({
    key: `${connection(row)} ${timer(row)}`,
    name: timer(row),
    isEnd: event(row) !== "set",
    isMarked: event(row) === "fired",
  }));
}

/** Calls that took time. */
export function callSpans(records: Records, facts: Facts): Span[] {
  const table = records.tableOf("call");
  const process = readerOf<string>(table, "process", "");
  const thread = readerOf<string>(table, "thread", "");
  const host = readerOf<string>(table, "host", "");
  const call = readerOf<string>(table, "call", "");
  const result = readerOf<{ error: string } | null>(table, "result", null);
  const spans = spansOf(records, facts, "call", (row) => ({
    key: `${host(row)} ${process(row)} ${thread(row)}`,
    name: call(row),
    isEnd: result(row) !== null,
    isMarked: (result(row)?.error ?? "") !== "",
  }));
  return spans.filter(({ start, end }) =>
    end === 0 || records.at[end - 1] !== records.at[start - 1]
  );
}

/** What one record does to the span of its key. */
interface Turn {
  readonly key: string;
  /** What begins; "" where nothing does. */
  readonly name: string;
  /** Whether it only ends what was there. */
  readonly isEnd: boolean;
  readonly isMarked: boolean;
}

function spansOf(
  records: Records,
  { lane, pair }: Facts,
  kind: string,
  turnOf: (row: number) => Turn,
): Span[] {
  const number = records.kinds.indexOf(kind);
  const open = new Map<string, { start: number; name: string }>();
  const spans: Span[] = [];
  const close = (key: string, end: number, isMarked: boolean): void => {
    const begun = open.get(key);
    if (begun === undefined) return;
    open.delete(key);
    const i = begun.start - 1;
    // A call gets its connection with its return.
    const of = pair[i] !== -1 || end === 0 ? pair[i] : pair[end - 1];
    spans.push({ lane: lane[i] ?? -1, pair: of ?? -1, ...begun, end, isMarked });
  };
  for (let i = 0; i < records.size; i++) {
    if (records.kind[i] !== number) continue;
    const { key, name, isEnd, isMarked } = turnOf(records.row[i] ?? 0);
    if (!isEnd && open.get(key)?.name === name) continue; // a timer that is moved goes on
    close(key, i + 1, isMarked);
    if (!isEnd && name !== "") open.set(key, { start: i + 1, name });
  }
  for (const key of [...open.keys()]) close(key, 0, false);
  return spans.sort((one, other) => one.start - other.start);
}
