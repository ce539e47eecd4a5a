import { type Nanos, NEVER } from "../engine/base/time.ts";
import type { ConnectionId, RecordId, SegmentRecord } from "../nodes/records.ts";
import { connectionNames } from "./connection_names.ts";
import { Flows } from "./flows.ts";
import { packetJson } from "./json_packet.ts";
import type { RecordJson } from "./schema_records.ts";
import type { RecordsAtHand } from "./records_at_hand.ts";

/** What every exported record begins with. */
interface RecordHead {
  readonly id: RecordId;
  readonly at: Nanos;
  readonly cause: RecordId | null;
}

/** Turns records into their exported form, one at a time. */
export class RecordExporter {
  readonly #timeline: RecordsAtHand;
  /** What it finds the connections of segments with. */
  readonly flows: Flows;
  readonly #names: readonly string[];

  /** `names` are those of the connections: number `n` at `n - 1`. */
  constructor(
    timeline: RecordsAtHand,
    names: readonly string[] = connectionNames(timeline.connections),
  ) {
    this.#timeline = timeline;
    this.flows = new Flows(timeline);
    this.#names = names;
  }

  /** The record of that id as it is exported. */
  export(id: RecordId): RecordJson {
    const body = this.#timeline.bodyOf(id);
    const cause = this.#timeline.causeOf(id);
    const head = { id, at: this.#timeline.atOf(id), cause: cause === 0 ? null : cause };
    switch (body.kind) {
      case "segment":
        return this.#segment(head, id, body);
      case "timer": {
        const deadline = body.deadline === NEVER ? null : body.deadline;
        return { ...head, ...body, connection: this.#nameOf(body.connection), deadline };
      }
      case "state":
      case "tcp":
      case "call":
        return { ...head, ...body, connection: this.#nameOf(body.connection) };
      default:
        return { ...head, ...body };
    }
  }

  /** Field by field: most records are segments, and a literal costs less than copies. */
  #segment(head: RecordHead, id: RecordId, body: SegmentRecord): RecordJson {
    const { ip, tcp, icmp } = packetJson(body.packet, this.flows.flowOf(id, body));
    return {
      id: head.id,
      at: head.at,
      cause: head.cause,
      kind: body.kind,
      event: body.event,
      host: body.host,
      nic: body.nic,
      link: body.link,
      corrupted: body.corrupted,
      note: body.note,
      connection: this.#nameOf(body.connection),
      sent: body.sent === 0 ? null : body.sent,
      ip,
      tcp,
      icmp,
    };
  }

  #nameOf(connection: ConnectionId): string | null {
    return this.#names[connection - 1] ?? null;
  }
}
