import type { Nanos } from "../../engine/base/time.ts";
import { formatDuration } from "../duration.ts";
import type { ConnectionJson } from "../schema.ts";
import type { RecordJson } from "../schema_records.ts";
import { callParts, faultText, processText, resultParts } from "../text/event_text.ts";
import { joined } from "../text/parts.ts";
import type { RecordOf } from "../why/past.ts";
import { segmentJsonText } from "../why/segment_words.ts";
import { OpenSlices } from "./open_slices.ts";
import {
  beginPacket,
  counterPacket,
  CounterUnit,
  endPacket,
  type EventText,
  instantPacket,
} from "./trace_packets.ts";
import { Tracks } from "./tracks.ts";

type Args = EventText["args"];

/** The numbers of a `tcp` record. */
const COUNTERS = [
  { name: "cwnd", unit: CounterUnit.bytes },
  { name: "ssthresh", unit: CounterUnit.bytes },
  { name: "pipe", unit: CounterUnit.bytes },
  { name: "srtt", unit: CounterUnit.nanos },
  { name: "rttvar", unit: CounterUnit.nanos },
  { name: "rto", unit: CounterUnit.nanos },
] as const;

/** As high as no window: it would flatten all others, and says only that nothing was lost yet. */
const INFINITE_SSTHRESH = 2 ** 31 - 1;

/** The condition of a NIC or host that an event begins, or ends. */
const BEGINS: Readonly<Record<string, string>> = {
  "disabled": "disabled",
  "carrier lost": "no carrier",
  "crashed": "crashed",
  "paused": "paused",
};
const ENDS: Readonly<Record<string, string>> = {
  "enabled": "disabled",
  "carrier found": "no carrier",
  "booted": "crashed",
  "resumed": "paused",
};

/** Turns records, in their order, into the packets of a trace. */
export class EventWriter {
  readonly #tracks = new Tracks();
  readonly #open = new OpenSlices();
  readonly #packets: Uint8Array[] = [];
  /** The last value of each counter's track. */
  readonly #counted = new Map<number, number>();
  readonly #hosts: ReadonlyMap<string, string>;

  constructor(connections: readonly ConnectionJson[]) {
    this.#hosts = new Map(connections.map(({ name, host }) => [name, host]));
  }

  /** The packets of the next record; the array is used again for the one after. */
  packetsOf(record: RecordJson): readonly Uint8Array[] {
    this.#packets.length = 0;
    this.#write(record);
    return this.#packets;
  }

  #write(record: RecordJson): void {
    switch (record.kind) {
      case "segment":
        return this.#segment(record);
      case "state":
        return this.#state(record);
      case "timer":
        return this.#timer(record);
      case "tcp":
        return this.#tcp(record);
      case "call":
        return this.#call(record);
      case "process":
        return this.#process(record);
      case "fault":
        return this.#instant(this.#tracks.network("faults"), record, "fault", faultText(record));
      case "link":
        return this.#link(record);
      case "nic":
        return this.#condition(record, record.host, `${record.nic} `);
      case "host":
        return this.#condition(record, record.host, "");
    }
  }

  #segment(record: RecordOf<"segment">): void {
    const { host, nic, connection, event, note, tcp } = record;
    // A segment may be dropped elsewhere than at its connection's host.
    const track = connection === null
      ? this.#tracks.ofHost(host, nic === "" ? "segments" : `${nic} segments`)
      : this.#tracks.ofConnection(this.#hosts.get(connection) ?? host, connection, "segments");
    const args: [string, string | number | boolean][] = [["note", note], ["link", record.link]];
    if (tcp !== null) {
      args.push(["seq", tcp.seq], ["ack", tcp.ack], ["window", tcp.window]);
      args.push(["length", tcp.dataLength]);
    }
    const flow = record.sent ?? (event === "sent" ? record.id : 0);
    const before = event === "sent" ? "" : `${event} `;
    const name = before + segmentJsonText(record);
    this.#add(
      instantPacket(record.at, track, textOf(record, "segment", name, args, flow)),
    );
  }

  #state(record: RecordOf<"state">): void {
    const { host, at, connection, to, rule } = record;
    const track = this.#tracks.connection(host, connection ?? host);
    this.#endIfOpen(at, track);
    if (to === "CLOSED") this.#instant(track, record, "state", to, [["rule", rule]]);
    else this.#begin(track, host, record, "state", to, [["rule", rule]]);
  }

  #timer(record: RecordOf<"timer">): void {
    const { host, at, connection, timer, deadline, event } = record;
    const track = this.#tracks.ofConnection(host, connection ?? host, `${timer} timer`);
    this.#endIfOpen(at, track, textOf(record, "timer", "", [["end", event]]));
    if (event !== "set") return;
    const length = deadline === null ? "" : ` ${formatDuration(deadline - at)}`;
    this.#begin(track, host, record, "timer", timer + length, [["deadline", deadline ?? "never"]]);
  }

  /** What it knows of its sending: a counter for each number, from when it changed. */
  #tcp(record: RecordOf<"tcp">): void {
    const { host, at, connection } = record;
    for (const { name, unit } of COUNTERS) {
      const role = { is: "counter", unit } as const;
      const track = this.#tracks.ofConnection(host, connection ?? host, name, role);
      const value = record[name];
      if (this.#counted.get(track) === value || value === INFINITE_SSTHRESH) continue;
      this.#counted.set(track, value);
      this.#add(counterPacket(at, track, value));
    }
  }

  #call(record: RecordOf<"call">): void {
    const { host, at, event } = record;
    const track = this.#tracks.thread(host, threadName(record));
    const result = joined(resultParts(record));
    const args: Args = [["socket", record.socket], ["connection", record.connection ?? ""]];
    if (event === "started") {
      return this.#begin(track, host, record, "call", joined(callParts(record)), args);
    }
    const returned: Args = [["returns", result.replace(/^ = /, "")], ["returned by", record.id]];
    if (this.#open.isOpen(track)) return this.#endIfOpen(at, track, argsOnly(returned));
    this.#instant(track, record, "call", joined(callParts(record)) + result, args);
  }

  #process(record: RecordOf<"process">): void {
    const { host, at, event, process } = record;
    const track = this.#tracks.thread(host, threadName(record));
    if (event === "exited" || event === "killed") {
      this.#endAll(at, (it) => it.host === host && it.process === process);
    }
    this.#instant(track, record, "process", processText(record));
  }

  #link(record: RecordOf<"link">): void {
    const track = this.#tracks.network(record.link);
    this.#endIfOpen(record.at, track);
    if (record.event === "pulled") {
      this.#begin(track, "", record, "link", "pulled", [["lost frames", record.lost]]);
    } else {
      this.#instant(track, record, "link", record.event);
    }
  }

  /** A NIC or a host enters a condition or leaves it; what is neither is an instant. */
  #condition(record: RecordOf<"nic"> | RecordOf<"host">, host: string, prefix: string): void {
    const { at, event, note, kind } = record;
    const condition = BEGINS[event] ?? ENDS[event];
    const track = this.#tracks.ofHost(host, prefix + (condition ?? "addresses"));
    this.#endIfOpen(at, track);
    if (event === "crashed") this.#endAll(at, (it) => it.host === host);
    if (BEGINS[event] === undefined) this.#instant(track, record, kind, event, [["note", note]]);
    else this.#begin(track, "", record, kind, event, [["note", note]]);
  }

  /** `host` is whose crash ends the slice; "" where none does. */
  #begin(
    track: number,
    host: string,
    record: RecordJson,
    category: string,
    name: string,
    args: Args,
  ): void {
    this.#open.begin({ track, host, process: record.kind === "call" ? record.process : "" });
    this.#add(beginPacket(record.at, track, textOf(record, category, name, args)));
  }

  #endIfOpen(at: Nanos, track: number, text: EventText | null = null): void {
    if (this.#open.end(track)) this.#add(endPacket(at, track, text));
  }

  #endAll(at: Nanos, which: Parameters<OpenSlices["endAll"]>[0]): void {
    for (const track of this.#open.endAll(which)) this.#add(endPacket(at, track, null));
  }

  #instant(
    track: number,
    record: RecordJson,
    category: string,
    name: string,
    args: Args = [],
  ): void {
    this.#add(instantPacket(record.at, track, textOf(record, category, name, args)));
  }

  /** An event's packet, after the descriptions of the tracks that are new with it. */
  #add(packet: Uint8Array): void {
    this.#packets.push(...this.#tracks.described.splice(0), packet);
  }
}

function threadName({ process, thread }: { process: string; thread: string }): string {
  return thread === "main" || thread === "" ? process : `${process}/${thread}`;
}

function textOf(
  { id, cause }: RecordJson,
  category: string,
  name: string,
  args: Args = [],
  flow = 0,
): EventText {
  const known = args.filter(([, value]) => value !== "");
  const made: Args = cause === null ? [] : [["cause", cause]];
  return { category, name, flow, args: [["record", id], ...made, ...known] };
}

function argsOnly(args: Args): EventText {
  return { category: "", name: "", flow: 0, args };
}
