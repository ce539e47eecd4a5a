import type { HostInfo } from "../../../run_info.ts";
import { hostFinder } from "../../../ladder/lanes.ts";
import { readerOf } from "../data/columns.ts";
import type { Records } from "../data/records.ts";
import { Category, categoryOf, Tone, toneOf } from "./category.ts";
import { Pairs } from "./pairs.ts";

/** Faults that happen to a single segment, whose arrow says so. */
const ABOUT_SEGMENTS = new Set(["drop", "delay", "duplicate", "corrupt"]);

/** Timers that are so long that one wants to know when they were set. */
const LONG_TIMERS = new Set(["2 MSL", "FIN-WAIT-2"]);

/** What each record means on the diagram: all lists have record `id` at `id - 1`. */
export class Facts {
  /** The hosts at which something happens, in the order of the topology. */
  readonly lanes: readonly string[];
  /** The lane of its host, -1 for none (all). */
  readonly lane: Int16Array;
  /** Of a lost segment, the lane that it was sent to. */
  readonly toLane: Int16Array;
  readonly category: Uint8Array;
  readonly tone: Uint8Array;
  /** Its connection, by number in `pairs`; -1 for none. */
  readonly pair: Int32Array;
  /** Of a segment that arrived or was lost, the record of its sending; 0 where it has none. */
  readonly sent: Uint32Array;
  /** 1 for a segment that was lost. */
  readonly isLost: Uint8Array;
  /** 1 for a fault, and what it does to links, NICs and hosts; not for what a NIC finds out by itself. */
  readonly isGrave: Uint8Array;
  /** 1 for what takes a line of its own, so that its label can be read. */
  readonly takesLine: Uint8Array;
  readonly pairs: Pairs;

  constructor(records: Records, hosts: readonly HostInfo[]) {
    const { size } = records;
    this.lane = new Int16Array(size).fill(-1);
    this.toLane = new Int16Array(size).fill(-1);
    this.category = new Uint8Array(size);
    this.tone = new Uint8Array(size);
    this.pair = new Int32Array(size).fill(-1);
    this.sent = new Uint32Array(size);
    this.isLost = new Uint8Array(size);
    this.isGrave = new Uint8Array(size);
    this.takesLine = new Uint8Array(size).fill(1);
    this.pairs = new Pairs(records.connections);
    this.lanes = lanesOf(records, hosts);
    const categories = records.kinds.map(categoryOf);
    for (let i = 0; i < size; i++) {
      this.category[i] = categories[records.kind[i] ?? 0] ?? Category.Numbers;
    }
    this.#readHosts(records);
    this.#readSegments(records, hostFinder(hosts));
    this.#readTimers(records);
    this.#readCalls(records);
    this.#readRest(records);
  }

  #readHosts(records: Records): void {
    const laneOf = new Map(this.lanes.map((name, lane) => [name, lane]));
    const readers = records.tables.map((table) => readerOf<string>(table, "host", ""));
    const ends = records.tables.map((table) => readerOf<string | null>(table, "connection", null));
    for (let i = 0; i < records.size; i++) {
      const kind = records.kind[i] ?? 0;
      const row = records.row[i] ?? 0;
      this.lane[i] = laneOf.get(readers[kind]?.(row) ?? "") ?? -1;
      this.pair[i] = this.pairs.ofEnd(ends[kind]?.(row) ?? null);
    }
  }

  #readSegments(records: Records, hostOf: (address: string) => string): void {
    const table = records.tableOf("segment");
    const event = readerOf<string>(table, "event", "");
    const sent = readerOf<number | null>(table, "sent", null);
    const note = readerOf<string>(table, "note", "");
    const flags = records.packetField<string[]>("flags", []);
    const dataLength = records.packetField("dataLength", 0);
    const isTcp = records.packetField("isTcp", true);
    const from = records.packetField("source", "");
    const fromPort = records.packetField("sourcePort", 0);
    const to = records.packetField("destination", "");
    const toPort = records.packetField("destinationPort", 0);
    for (let i = 0; i < records.size; i++) {
      if (this.category[i] !== Category.Segment) continue;
      const row = records.row[i] ?? 0;
      const sending = sent(row) ?? 0;
      this.sent[i] = sending;
      this.tone[i] = sending !== 0
        ? this.tone[sending - 1] ?? 0
        : isTcp(row)
        ? toneOf(flags(row), dataLength(row), note(row))
        : Tone.Icmp;
      if (this.pair[i] === -1 && isTcp(row)) {
        this.pair[i] = this.pairs.between(from(row), fromPort(row), to(row), toPort(row));
      }
      if (event(row) !== "dropped") continue;
      this.isLost[i] = 1;
      this.toLane[i] = this.lanes.indexOf(hostOf(to(row)));
      if (sending === 0) continue;
      this.takesLine[i] = 0;
      this.lane[i] = this.lane[sending - 1] ?? -1; // a switch has no lane
    }
  }

  #readTimers(records: Records): void {
    const table = records.tableOf("timer");
    const event = readerOf<string>(table, "event", "");
    const timer = readerOf<string>(table, "timer", "");
    for (let i = 0; i < records.size; i++) {
      if (this.category[i] !== Category.Timer) continue;
      const row = records.row[i] ?? 0;
      const isShown = event(row) === "fired" ||
        (event(row) === "set" && LONG_TIMERS.has(timer(row)));
      this.takesLine[i] = isShown ? 1 : 0;
    }
  }

  /** The start of a call takes a line only where it does not return at once. */
  #readCalls(records: Records): void {
    const table = records.tableOf("call");
    const isStart = readerOf<string>(table, "event", "");
    for (let i = 0; i + 1 < records.size; i++) {
      if (this.category[i] !== Category.Call || isStart(records.row[i] ?? 0) !== "started") {
        continue;
      }
      const id = i + 1;
      for (let j = id; j < records.size && records.at[j] === records.at[i]; j++) {
        if (this.category[j] !== Category.Call || records.cause[j] !== id) continue;
        this.takesLine[i] = 0;
        break;
      }
    }
  }

  #readRest(records: Records): void {
    const table = records.tableOf("fault");
    const event = readerOf<string>(table, "event", "");
    const isFault = records.kinds.indexOf("fault");
    const isNic = records.kinds.indexOf("nic");
    const nicEvent = readerOf<string>(records.tableOf("nic"), "event", "");
    for (let i = 0; i < records.size; i++) {
      const row = records.row[i] ?? 0;
      if (this.category[i] === Category.Numbers) this.takesLine[i] = 0;
      if (this.category[i] === Category.Fault) {
        const isFound = records.kind[i] === isNic && /^neighbou?r/.test(nicEvent(row));
        this.isGrave[i] = isFound ? 0 : 1;
      }
      if (records.kind[i] !== isFault) continue;
      if (ABOUT_SEGMENTS.has(event(row))) this.takesLine[i] = 0;
    }
  }
}

/** The hosts at which something happens; where segments are lost only, as at a switch, nothing does. */
function lanesOf(records: Records, hosts: readonly HostInfo[]): string[] {
  const active = new Set<string>();
  for (const [kind, table] of records.tables.entries()) {
    const host = readerOf<string>(table, "host", "");
    const event = readerOf<string>(table, "event", "");
    for (let i = 0; i < records.size; i++) {
      const row = records.row[i] ?? 0;
      if (records.kind[i] === kind && event(row) !== "dropped") active.add(host(row));
    }
  }
  active.delete("");
  const known = hosts.map(({ name }) => name).filter((name) => active.has(name));
  return [...new Set([...known, ...active])];
}
