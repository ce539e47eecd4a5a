import { Rng } from "../../engine/base/rng.ts";
import type { Nanos } from "../../engine/base/time.ts";
import { Simulator } from "../../engine/sim/mod.ts";
import {
  Flag,
  type Ipv4,
  keepPacket,
  type Packet,
  parseIpv4,
  Segment,
  tcpPacket,
} from "../../engine/wire/mod.ts";
import { Cable, symmetric } from "../../nodes/cable.ts";
import type { SegmentMatch } from "../../nodes/faults.ts";
import type { LineSettings } from "../../nodes/line.ts";
import { Network } from "../../nodes/network.ts";
import { Nic, NIC_DEFAULTS } from "../../nodes/nic.ts";
import type { NicOwner } from "../../nodes/nic_owner.ts";
import type {
  RecordBody,
  Recorder,
  RecordId,
  SegmentRecord,
  TimerRecord,
} from "../../nodes/records.ts";

/** A record as the lab keeps it. */
export type LabRecord = RecordBody & { id: RecordId; at: Nanos; cause: RecordId };

/** Keeps all records of a run in a list. */
export class LabRecorder implements Recorder {
  cause: RecordId = 0;
  readonly records: LabRecord[] = [];

  record(at: Nanos, body: RecordBody): RecordId {
    const id = this.records.length + 1;
    this.records.push({ ...body, id, at, cause: this.cause });
    return id;
  }

  recordSegment(
    at: Nanos,
    event: SegmentRecord["event"],
    host: string,
    nic: string,
    link: string,
    connection: number,
    sent: RecordId,
    packet: Packet,
    corrupted: boolean,
    note: string,
  ): RecordId {
    const kind = "segment";
    keepPacket(packet);
    const body = { kind, event, host, nic, link, connection, sent, packet, corrupted, note };
    return this.record(at, body as SegmentRecord);
  }

  recordTimer(
    at: Nanos,
    event: TimerRecord["event"],
    host: string,
    connection: number,
    timer: string,
    deadline: Nanos,
  ): RecordId {
    return this.record(at, { kind: "timer", event, host, connection, timer, deadline });
  }

  connection(): number {
    return 0;
  }
}

/** A host that only writes down what its NIC tells it. */
export class LabHost implements NicOwner {
  readonly name: string;
  readonly nic: Nic;
  /** "at #id" of each packet that arrived. */
  readonly arrivals: string[] = [];
  readonly packets: Packet[] = [];
  readonly events: string[] = [];

  constructor(network: Network, name: string, address: string, holdLimit: number) {
    this.name = name;
    this.nic = new Nic(network, this, {
      ...NIC_DEFAULTS,
      name: "eth0",
      address: parseIpv4(address),
      prefixLength: 24,
      holdLimit,
    });
  }

  /** What it says when its NIC is about to be disabled: whether to let out what it sent. */
  letsOut = false;

  onDisabling(): boolean {
    return this.letsOut;
  }

  answersFor(): boolean {
    return true;
  }

  onHeard(): void {}

  connectionOf(): number {
    return 42;
  }

  onPacket(_nic: Nic, packet: Packet, _record: RecordId, now: Nanos): void {
    this.arrivals.push(`${now} #${packet.id}`);
    this.packets.push(packet);
  }

  onCarrier(_nic: Nic, up: boolean, now: Nanos): void {
    this.events.push(`${now} carrier ${up ? "found" : "lost"}`);
  }

  onEnabled(_nic: Nic, enabled: boolean, now: Nanos): void {
    this.events.push(`${now} ${enabled ? "enabled" : "disabled"}`);
  }
}

/** A network of hosts that are as simple as can be, and cables between them. */
export class LinkLab {
  readonly sim: Simulator = new Simulator();
  readonly recorder: LabRecorder = new LabRecorder();
  readonly network: Network;
  readonly hosts: LabHost[] = [];
  #actions: (() => void)[] = [];

  constructor(seed = 7) {
    this.network = new Network(this.sim, new Rng(seed), this.recorder);
  }

  /** Adds a host; the first has the address 10.0.0.1. */
  host(name: string, holdLimit = 1000): LabHost {
    const host = new LabHost(this.network, name, `10.0.0.${this.hosts.length + 1}`, holdLimit);
    this.hosts.push(host);
    return host;
  }

  /** Does something at that time, after what happens then anyway. */
  at(time: Nanos, action: () => void): void {
    this.#actions.push(action);
    this.sim.schedule(time, this, 0, this.#actions.length - 1);
  }

  onEvent(_kind: number, arg: number): void {
    this.#actions[arg]!();
  }

  /** Sends a packet of so many bytes, headers included, right now. */
  send(
    from: LabHost,
    to: LabHost | Ipv4,
    id: number,
    bytes = 1500,
    flags: number = Flag.Ack,
  ): void {
    const target = typeof to === "number" ? to : to.nic.address;
    const packet = labPacket(from.nic.address, target, id, bytes, flags);
    from.nic.send(packet, target, 41, "", this.sim.now);
  }

  /** The segment records of one event, as "at host #id note". */
  segments(event: "sent" | "received" | "dropped"): string[] {
    const lines: string[] = [];
    for (const record of this.recorder.records) {
      if (record.kind !== "segment" || record.event !== event) continue;
      lines.push(`${record.at} ${record.host} #${record.packet.id} ${record.note}`.trimEnd());
    }
    return lines;
  }

  /** All records but the segments' as "at what". */
  happenings(): string[] {
    return this.recorder.records.filter((record) => record.kind !== "segment").map(lineOf);
  }

  /** A record and its causes, back to the first. */
  why(record: LabRecord): string[] {
    const lines = [lineOf(record)];
    if (record.cause !== 0) lines.push(...this.why(this.recorder.records[record.cause - 1]!));
    return lines;
  }
}

/** Two hosts, "a" and "b", with a cable named "cable" between them. */
export function pair(
  settings: Partial<LineSettings> = {},
  seed = 7,
): { lab: LinkLab; a: LabHost; b: LabHost; cable: Cable } {
  const lab = new LinkLab(seed);
  const a = lab.host("a");
  const b = lab.host("b");
  const cable = new Cable(lab.network, "cable", a.nic, b.nic, symmetric(settings));
  return { lab, a, b, cable };
}

/** A packet of so many bytes around a segment with payload to fill it. */
export function labPacket(
  source: Ipv4,
  destination: Ipv4,
  id: number,
  bytes: number,
  flags: number,
): Packet {
  const segment = new Segment();
  segment.flags = flags;
  segment.data = new Uint8Array(bytes - 40);
  segment.dataLength = bytes - 40;
  return tcpPacket(source, destination, segment, 64, 0, id);
}

/** What matches every segment, but for what is given. */
export function matching(match: Partial<SegmentMatch> = {}): SegmentMatch {
  return { link: "cable", from: "", flags: "", without: "", data: null, icmp: false, ...match };
}

function lineOf(record: LabRecord): string {
  switch (record.kind) {
    case "segment":
      return `${record.at} ${record.event} ${record.host} #${record.packet.id} ${record.note}`
        .trimEnd();
    case "fault":
      return `${record.at} fault ${record.event} ${record.target} ${record.note}`.trimEnd();
    case "link":
      return `${record.at} ${record.link} ${record.event}, ${record.lost} lost`;
    case "nic":
      return `${record.at} ${record.host}.${record.nic} ${record.event}`;
    default:
      return `${record.at} ${record.kind}`;
  }
}
