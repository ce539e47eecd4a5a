import type { Packet, Segment } from "../engine/wire/mod.ts";
import type { ConnectionId, RecordId, SegmentRecord } from "../nodes/records.ts";
import type { RecordsAtHand } from "./records_at_hand.ts";

/** The connection that a segment belongs to, and what its sequence numbers are relative to. */
export interface Flow {
  /** The end that its record names, or else that of its sender or receiver. */
  readonly connection: ConnectionId;
  /** The ISS of the end that sent the segment: of its sequence number. */
  readonly seq: number;
  /** The ISS of the end that it goes to: of its acknowledgement number and SACK blocks. */
  readonly ack: number;
}

/**
 * Finds for each segment of a timeline the connection it belongs to, also
 * where its record names none (its host has forgotten the connection): then
 * that of its sending, or by addresses and ports the youngest end that was
 * there at the time.
 */
export class Flows {
  readonly #timeline: RecordsAtHand;
  #known = 0;
  readonly #byTuple = new Map<string, ConnectionId[]>();

  constructor(timeline: RecordsAtHand) {
    this.#timeline = timeline;
  }

  /** The flow of a segment, or null where it belongs to no connection. */
  flowOf(id: RecordId, body: SegmentRecord): Flow | null {
    const segment = body.packet.segment;
    if (segment === null) return null;
    if (body.connection !== 0) return this.#ownFlow(body, body.packet, segment);
    const sender = body.sent === 0 ? 0 : this.#timeline.senderOf(body.sent);
    if (sender !== 0) return this.#outward(sender);
    const { source, destination } = body.packet;
    const from = this.#find(id, source, segment.sourcePort, destination, segment.destinationPort);
    if (from !== 0) return this.#outward(from);
    const to = this.#find(id, destination, segment.destinationPort, source, segment.sourcePort);
    return to === 0 ? null : this.#inward(to);
  }

  #ownFlow(body: SegmentRecord, packet: Packet, segment: Segment): Flow {
    const connection = body.connection;
    if (body.event === "sent") return this.#outward(connection);
    if (body.event === "received") return this.#inward(connection);
    const info = this.#timeline.connectionOf(connection);
    const own = info.localAddress === packet.source && info.localPort === segment.sourcePort;
    return own ? this.#outward(connection) : this.#inward(connection);
  }

  #outward(connection: ConnectionId): Flow {
    const info = this.#timeline.connectionOf(connection);
    return { connection, seq: info.iss, ack: info.irs };
  }

  #inward(connection: ConnectionId): Flow {
    const info = this.#timeline.connectionOf(connection);
    return { connection, seq: info.irs, ack: info.iss };
  }

  #find(
    id: RecordId,
    local: number,
    localPort: number,
    remote: number,
    remotePort: number,
  ): ConnectionId {
    this.#learn();
    const found = this.#byTuple.get(tuple(local, localPort, remote, remotePort));
    if (found === undefined) return 0;
    for (let i = found.length - 1; i >= 0; i--) {
      const connection = found[i] ?? 0;
      if (this.#timeline.firstIdOf(connection) <= id) return connection;
    }
    return 0;
  }

  /** Takes in the connections that are new since the last time. */
  #learn(): void {
    const { connections } = this.#timeline;
    for (; this.#known < connections.length; this.#known++) {
      const info = connections[this.#known]!;
      const key = tuple(info.localAddress, info.localPort, info.remoteAddress, info.remotePort);
      const found = this.#byTuple.get(key);
      if (found === undefined) this.#byTuple.set(key, [this.#known + 1]);
      else found.push(this.#known + 1);
    }
  }
}

function tuple(local: number, localPort: number, remote: number, remotePort: number): string {
  return `${local}:${localPort}-${remote}:${remotePort}`;
}
