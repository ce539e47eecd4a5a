import type { Nanos } from "../../../engine/base/time.ts";
import type { Network } from "../../../nodes/network.ts";
import type { RecordId, SegmentRecord } from "../../../nodes/records.ts";
import type { Timeline } from "../../../timeline/mod.ts";
import type { Topology } from "../../../topologies/mod.ts";
import { must } from "./broken.ts";
import { ConnectionWatch } from "./connection_watch.ts";
import { watchEvents } from "./event_watch.ts";
import { LineWatch } from "./line_watch.ts";
import { NicWatch } from "./nic_watch.ts";
import { Ecn, encodePacket, type Packet, relayedPacket } from "../../../engine/wire/mod.ts";

/** Watches a whole network: call {@linkcode check} after every event. */
export class NetworkWatch {
  readonly network: Network;
  /** All connections that ever were, in the order of their making. */
  readonly connections: ConnectionWatch[] = [];
  readonly #live: Set<ConnectionWatch> = new Set();
  readonly #byTuple: Map<string, ConnectionWatch[]> = new Map();
  readonly #lines: LineWatch[];
  readonly #nics: NicWatch[];
  readonly #timeline: Timeline;
  #seen = 0;
  #now: Nanos = 0;

  /** Of a network that was built and has not begun to run. */
  constructor(network: Network, timeline: Timeline, topology: Topology) {
    this.network = network;
    this.#timeline = timeline;
    const duplicates = topology.faults.some((fault) =>
      fault.kind === "rule" && fault.rule.action === "duplicate"
    );
    this.#lines = [...network.cables.values()].flatMap((it) => LineWatch.of(it, duplicates));
    this.#nics = [...network.hosts.values()].flatMap((host) =>
      host.interfaces.nics.map((nic) => new NicWatch(host, nic))
    );
    watchEvents(network);
    this.#watchConnections();
    this.#watchSending();
  }

  #watchConnections(): void {
    for (const host of this.network.hosts.values()) {
      const { owner } = host.endpoint;
      host.endpoint.owner = {
        onCreated: (connection, now) => {
          owner?.onCreated(connection, now);
          const watch = new ConnectionWatch(host, connection, this.#findPeer);
          this.connections.push(watch);
          this.#live.add(watch);
          const { localAddress, localPort, remoteAddress, remotePort } = connection;
          const key = tupleOf(localAddress, localPort, remoteAddress, remotePort);
          this.#byTuple.set(key, [...this.#byTuple.get(key) ?? [], watch]);
        },
        onReplaced: (connection, now) => owner?.onReplaced(connection, now),
        onWoken: (connection) => owner?.onWoken(connection),
      };
    }
  }

  readonly #findPeer = ({ connection }: ConnectionWatch): ConnectionWatch | null => {
    const { localAddress, localPort, remoteAddress, remotePort, irs } = connection;
    const key = tupleOf(remoteAddress, remotePort, localAddress, localPort);
    return this.#byTuple.get(key)?.findLast((it) => it.connection.iss === irs) ?? null;
  };

  #watchSending(): void {
    const { network } = this;
    const before = network.segmentObserver;
    network.segmentObserver = (event, host, link, packet, record) => {
      if (before !== null) before(event, host, link, packet, record);
      const node = network.hosts.get(host);
      if (node === undefined) return;
      must(node.isUp, `a host that is down has ${event} nothing`, () => host);
      must(!node.isPaused, `a host that is paused has ${event} nothing`, () => host);
    };
  }

  /** @throws {Broken} if anything is not as it must be. */
  check(): void {
    const { now } = this.network.sim;
    must(now >= this.#now, "time never runs backwards");
    this.#now = now;
    for (const watch of this.#live) {
      watch.check(now, watch.host.isPaused);
      if (watch.isOver) this.#live.delete(watch);
    }
    for (const line of this.#lines) line.check();
    for (const nic of this.#nics) nic.check();
    this.#checkCauses();
  }

  /** Every record leads back to the start of a program or to a fault. */
  #checkCauses(): void {
    const timeline = this.#timeline;
    while (this.#seen < timeline.size) {
      const id = ++this.#seen;
      const cause = timeline.causeOf(id);
      const body = timeline.bodyOf(id);
      if (body.kind === "segment") this.#checkSending(id, body);
      must(cause < id, "every record names an earlier record as its cause", () => `${id}`);
      if (cause !== 0 || body.kind === "fault") continue;
      const isStart = body.kind === "process" && body.event === "started";
      must(
        isStart,
        "every record leads back to a program's start or a fault",
        () => JSON.stringify(body),
      );
    }
  }

  /** What arrived was sent before, by somebody else; what was sent or refused names no sending. */
  #checkSending(id: RecordId, body: SegmentRecord): void {
    const tell = () => JSON.stringify(body);
    if (body.event === "sent") return must(body.sent === 0, "a sending is its own", tell);
    must(body.event === "dropped" || body.sent !== 0, "what arrives was sent", tell);
    if (body.sent === 0) return;
    must(body.sent < id, "a segment was sent before its way ends", tell);
    const sending = this.#timeline.bodyOf(body.sent);
    const isSame = sending.kind === "segment" && sending.event === "sent" &&
      (body.corrupted || isSamePacket(sending.packet, body.packet));
    must(isSame, "a segment names the sending of that very packet", tell);
  }

  /** Connections that have not ended. */
  get live(): ConnectionWatch[] {
    return [...this.#live];
  }

  /** Whether a frame is under way on some line. */
  get isBusy(): boolean {
    return this.#lines.some((line) => line.isBusy);
  }
}

function tupleOf(local: number, localPort: number, remote: number, remotePort: number): string {
  return `${local}:${localPort}-${remote}:${remotePort}`;
}

/** Whether a packet is as it was sent, but for the mark CE that a link may have set (RFC 3168 5). */
function isSamePacket(sent: Packet, found: Packet): boolean {
  const isMarked = found.tos !== sent.tos && found.tos === (sent.tos | Ecn.Ce);
  const expected = encodePacket(isMarked ? relayedPacket(sent, sent.ttl, found.tos) : sent);
  const bytes = encodePacket(found);
  return bytes.length === expected.length && bytes.every((byte, i) => byte === expected[i]);
}
