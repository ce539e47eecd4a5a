import { type Nanos, seconds } from "../../engine/base/time.ts";
import {
  formatIpv4,
  NO_OPTIONS,
  type Packet,
  parseFlags,
  parseIpv4,
  Segment,
  type TcpOptions,
  tcpPacket,
} from "../../engine/wire/mod.ts";
import type {
  CallRecord,
  ConnectionInfo,
  ProcessRecord,
  RecordBody,
  RecordId,
  SegmentRecord,
  TimerRecord,
} from "../../nodes/records.ts";
import { type RunInfo, Timeline } from "../../timeline/mod.ts";

/** One end of a connection that a story tells of. */
export interface End {
  id: number;
  info: ConnectionInfo;
  state: string;
}

/** What a told segment has, beside its flags; sequence numbers are relative. */
export interface Told {
  seq?: number;
  ack?: number;
  len?: number;
  window?: number;
  options?: TcpOptions;
  note?: string;
}

/** Tells a timeline by hand, in few words, as tests and golden files need it. */
export class Story {
  readonly timeline = new Timeline();
  now: Nanos = 0;
  #links = "cable";

  /** Goes on at that many seconds since the start. */
  at(time: number): this {
    this.now = seconds(time);
    return this;
  }

  /** Records anything, for the cause given or none. */
  record(body: RecordBody, cause: RecordId = 0): RecordId {
    this.timeline.cause = cause;
    return this.timeline.record(this.now, body);
  }

  /** A connection's end: "client.conn", from "10.0.0.1:49152" to "10.0.0.2:80". */
  end(name: string, from: string, to: string, iss = 1000, irs = 5000): End {
    const [host = "", socket = ""] = name.split(".");
    const [localAddress = "", localPort = ""] = from.split(":");
    const [remoteAddress = "", remotePort = ""] = to.split(":");
    const info: ConnectionInfo = {
      host,
      name: socket,
      localAddress: parseIpv4(localAddress),
      localPort: Number(localPort),
      remoteAddress: parseIpv4(remoteAddress),
      remotePort: Number(remotePort),
      iss,
      irs,
    };
    return { id: this.timeline.connection(info), info, state: "CLOSED" };
  }

  /** A packet from an end: "SYN,ACK" with what is told. */
  packet(from: End, flags: string, told: Told): Packet {
    const { info } = from;
    const segment = new Segment();
    segment.sourcePort = info.localPort;
    segment.destinationPort = info.remotePort;
    segment.flags = parseFlags(flags);
    segment.seq = (info.iss + (told.seq ?? 0)) | 0;
    if (flags.includes("ACK")) segment.ack = (info.irs + (told.ack ?? 0)) | 0;
    segment.window = told.window ?? 64240;
    segment.options = told.options ?? NO_OPTIONS;
    segment.data = new Uint8Array(told.len ?? 0);
    segment.dataLength = told.len ?? 0;
    return tcpPacket(info.localAddress, info.remoteAddress, segment);
  }

  /** An end sends; returns the record and the packet. */
  send(from: End, flags: string, told: Told = {}, cause: RecordId = 0): [RecordId, Packet] {
    const packet = this.packet(from, flags, told);
    return [this.segment("sent", from, packet, told.note ?? "", cause), packet];
  }

  segment(
    event: SegmentRecord["event"],
    end: End,
    packet: Packet,
    note: string,
    cause: RecordId,
  ): RecordId {
    const { host } = end.info;
    const connection = end.id;
    const link = this.#links;
    return this.record(
      {
        kind: "segment",
        event,
        host,
        nic: "eth0",
        link,
        connection,
        sent: event === "sent" ? 0 : cause,
        packet,
        corrupted: false,
        note,
      },
      cause,
    );
  }

  /** What was sent arrives at an end. */
  arrive(to: End, [sent, packet]: [RecordId, Packet]): RecordId {
    return this.segment("received", to, packet, "", sent);
  }

  /** What was sent is lost on its way. */
  lose(from: End, [sent, packet]: [RecordId, Packet], reason: string): RecordId {
    return this.segment("dropped", from, packet, reason, sent);
  }

  /** An end enters a state. */
  enter(end: End, to: string, cause: RecordId = 0): RecordId {
    const from = end.state;
    end.state = to;
    const { host } = end.info;
    return this.record(
      { kind: "state", host, connection: end.id, from, to, rule: "RFC 9293 3.10" },
      cause,
    );
  }

  timer(event: TimerRecord["event"], end: End, timer: string, due: number, cause = 0): RecordId {
    const { host } = end.info;
    const deadline = seconds(due);
    return this.record({ kind: "timer", event, host, connection: end.id, timer, deadline }, cause);
  }

  /** A call starts: "client.browser.recv(conn)". */
  call(name: string, args: CallRecord["args"] = {}, cause: RecordId = 0): RecordId {
    return this.record(callOf(name, "started", args, null), cause);
  }

  /** A call returns a value, or an error's name and its number. */
  returns(name: string, value: number | [string, number], cause: RecordId = 0): RecordId {
    const result = typeof value === "number"
      ? { value, error: "", code: 0, bytes: value }
      : { value: -1, error: value[0], code: value[1], bytes: 0 };
    return this.record(callOf(name, "returned", {}, result), cause);
  }

  process(name: string, event: ProcessRecord["event"], note = "", cause: RecordId = 0): RecordId {
    const [host = "", process = ""] = name.split(".");
    return this.record({ kind: "process", event, host, process, thread: "main", note }, cause);
  }

  fault(event: string, target: string, host = ""): RecordId {
    return this.record({ kind: "fault", event, target, host, note: "" });
  }
}

function callOf(
  name: string,
  event: CallRecord["event"],
  args: CallRecord["args"],
  result: CallRecord["result"],
): CallRecord {
  const [, path = "", socket = ""] = /^([^(]*)\((.*)\)$/.exec(name) ?? [];
  const words = path.split(".");
  const [host = "", process = ""] = words;
  const call = words.at(-1) ?? "";
  const thread = words.length === 4 ? words[2] ?? "" : "main";
  return { kind: "call", event, host, process, thread, call, socket, connection: 0, args, result };
}

/** The surroundings of a told run between hosts at 10.0.0.1, 10.0.0.2 and so on. */
export function runOf(title: string, ...hosts: string[]): RunInfo {
  return {
    title,
    version: "0.1.0",
    seed: 7,
    partial: false,
    topology: { title },
    hosts: hosts.map((host, index) => ({
      name: host,
      os: index === 0 ? "windows" : "linux",
      nics: [{ name: "eth0", address: `${formatIpv4(parseIpv4("10.0.0.1") + index)}/24` }],
    })),
    links: [{
      name: "cable",
      ends: [`${hosts[0]}.eth0`, `${hosts[1]}.eth0`],
      latency: 20_000_000,
      rateBps: 100_000_000,
    }],
  };
}
