import { BinaryReader } from "@bufbuild/protobuf/wire";

/** A message by the numbers of its fields: numbers of varints and fixed64, bytes of the rest. */
type Fields = Map<number, (bigint | Uint8Array)[]>;

/** A track as a trace describes it. */
export interface TraceTrack {
  readonly uuid: number;
  readonly name: string;
  readonly parent: number;
  readonly pid: number | null;
  readonly tid: number | null;
}

/** An event of a trace. */
export interface TraceEvent {
  readonly at: number;
  readonly type: "begin" | "end" | "instant" | "counter";
  readonly track: number;
  readonly category: string;
  readonly name: string;
  readonly flow: number;
  readonly value: number | null;
  readonly args: Readonly<Record<string, string | number | boolean>>;
}

/** A Perfetto trace in order: what a trace processor reads of it. */
export type TraceItem = { readonly track: TraceTrack } | { readonly event: TraceEvent };

const TYPES = ["", "begin", "end", "instant", "counter"] as const;

/** Reads a trace by the numbers that Perfetto's .proto files give. */
export function decodeTrace(bytes: Uint8Array): TraceItem[] {
  const items: TraceItem[] = [];
  for (const packet of fieldsOf(bytes).get(1) ?? []) {
    const fields = fieldsOf(packet as Uint8Array);
    if (number(fields, 10) !== 1) throw new Error("a packet has no sequence");
    const descriptor = fields.get(60)?.[0];
    const event = fields.get(11)?.[0];
    if (descriptor instanceof Uint8Array) items.push({ track: trackOf(fieldsOf(descriptor)) });
    if (event instanceof Uint8Array) {
      items.push({ event: eventOf(number(fields, 8), fieldsOf(event)) });
    }
  }
  return items;
}

/** What a trace processor would drop or count as an error; empty for a good trace. */
export function traceFaults(items: readonly TraceItem[]): string[] {
  const faults: string[] = [];
  const tracks = new Map<number, TraceTrack>();
  const depths = new Map<number, number>();
  const taken = new Set<string>();
  let last = 0;
  for (const item of items) {
    if ("track" in item) {
      const { uuid, parent, pid, tid, name } = item.track;
      if (uuid === 0 || tracks.has(uuid)) faults.push(`track ${uuid} twice`);
      if (parent !== 0 && !tracks.has(parent)) faults.push(`${name}: no parent ${parent}`);
      const key = tid === null ? pid === null ? "" : `pid ${pid}` : `tid ${tid}`;
      if (key !== "" && taken.has(key)) faults.push(`${name}: ${key} twice`);
      taken.add(key);
      tracks.set(uuid, item.track);
      continue;
    }
    const { at, type, track, name } = item.event;
    if (!tracks.has(track)) faults.push(`${name} at ${at}: no track ${track}`);
    if (at < last) faults.push(`${name}: ${at} after ${last}`);
    last = at;
    const depth = (depths.get(track) ?? 0) + (type === "begin" ? 1 : type === "end" ? -1 : 0);
    if (depth < 0) faults.push(`misplaced end at ${at} on track ${track}`);
    depths.set(track, Math.max(0, depth));
  }
  return faults;
}

function trackOf(fields: Fields): TraceTrack {
  const process = sub(fields, 3);
  const thread = sub(fields, 4);
  return {
    uuid: number(fields, 1),
    parent: number(fields, 5),
    name: text(fields, 2),
    pid: process !== null ? number(process, 1) : thread !== null ? number(thread, 1) : null,
    tid: thread === null ? null : number(thread, 2),
  };
}

function eventOf(at: number, fields: Fields): TraceEvent {
  return {
    at,
    type: TYPES[number(fields, 9)] as TraceEvent["type"],
    track: number(fields, 11),
    category: text(fields, 22),
    name: text(fields, 23),
    flow: number(fields, 47),
    value: fields.has(30) ? number(fields, 30) : null,
    args: Object.fromEntries(
      (fields.get(4) ?? []).map((it) => argOf(fieldsOf(it as Uint8Array))),
    ),
  };
}

function argOf(fields: Fields): [string, string | number | boolean] {
  const name = text(fields, 10);
  if (fields.has(6)) return [name, text(fields, 6)];
  if (fields.has(2)) return [name, number(fields, 2) === 1];
  return [name, number(fields, 4)];
}

function sub(fields: Fields, field: number): Fields | null {
  const value = fields.get(field)?.[0];
  return value instanceof Uint8Array ? fieldsOf(value) : null;
}

function number(fields: Fields, field: number): number {
  return Number((fields.get(field)?.[0] ?? 0n) as bigint);
}

function text(fields: Fields, field: number): string {
  const value = fields.get(field)?.[0];
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : "";
}

function fieldsOf(bytes: Uint8Array): Fields {
  const fields: Fields = new Map();
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    const value = wireType === 0
      ? BigInt(reader.uint64())
      : wireType === 1
      ? BigInt(reader.fixed64())
      : reader.bytes();
    const values = fields.get(field);
    if (values === undefined) fields.set(field, [value]);
    else values.push(value);
  }
  return fields;
}
