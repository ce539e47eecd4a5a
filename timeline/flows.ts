import type { Packet } from "../engine/wire/packet.ts";
import type { Segment } from "../engine/wire/segment.ts";
import type { ConnectionId, ConnectionInfo, RecordId, SegmentRecord } from "../nodes/records.ts";
import type { Timeline } from "./timeline.ts";

/** The numbers that a segment's sequence numbers are relative to. */
export interface FlowBase {
  /** The ISS of the end that sent the segment: of its sequence number. */
  readonly seq: number;
  /** The ISS of the end that it goes to: of its acknowledgement number and SACK blocks. */
  readonly ack: number;
}

/**
 * Finds for each segment of a timeline the connection it belongs to, also
 * where its record names none (a cable dropped it, or its host has forgotten
 * the connection): then by addresses and ports, the youngest end that was
 * there at the time.
 */
export class Flows {
  readonly #timeline: Timeline;
  readonly #byTuple = new Map<string, ConnectionId[]>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    timeline.connections.forEach((info, index) => {
      const key = tuple(info.localAddress, info.localPort, info.remoteAddress, info.remotePort);
      const found = this.#byTuple.get(key);
      if (found === undefined) this.#byTuple.set(key, [index + 1]);
      else found.push(index + 1);
    });
  }

  /** The base of relative numbers, or null where the segment belongs to no connection. */
  baseOf(id: RecordId, body: SegmentRecord): FlowBase | null {
    const segment = body.packet.segment;
    if (segment === null) return null;
    if (body.connection !== 0) return this.#ownBase(body, body.packet, segment);
    const { source, destination } = body.packet;
    const from = this.#find(id, source, segment.sourcePort, destination, segment.destinationPort);
    if (from !== null) return outward(from);
    const to = this.#find(id, destination, segment.destinationPort, source, segment.sourcePort);
    return to === null ? null : inward(to);
  }

  #ownBase(body: SegmentRecord, packet: Packet, segment: Segment): FlowBase {
    const info = this.#timeline.connectionOf(body.connection);
    if (body.event === "sent") return outward(info);
    if (body.event === "received") return inward(info);
    const own = info.localAddress === packet.source && info.localPort === segment.sourcePort;
    return own ? outward(info) : inward(info);
  }

  #find(id: RecordId, local: number, localPort: number, remote: number, remotePort: number) {
    const found = this.#byTuple.get(tuple(local, localPort, remote, remotePort));
    if (found === undefined) return null;
    for (let i = found.length - 1; i >= 0; i--) {
      const connection = found[i] ?? 0;
      if (this.#timeline.firstIdOf(connection) <= id) {
        return this.#timeline.connectionOf(connection);
      }
    }
    return null;
  }
}

function outward(info: ConnectionInfo): FlowBase {
  return { seq: info.iss, ack: info.irs };
}

function inward(info: ConnectionInfo): FlowBase {
  return { seq: info.irs, ack: info.iss };
}

function tuple(local: number, localPort: number, remote: number, remotePort: number): string {
  return `${local}:${localPort}-${remote}:${remotePort}`;
}
