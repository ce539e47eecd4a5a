import { NEVER } from "../engine/base/time.ts";
import type { ConnectionId, RecordId } from "../nodes/records.ts";
import { connectionNames } from "./connection_names.ts";
import { Flows } from "./flows.ts";
import { packetJson } from "./json_packet.ts";
import type { RecordJson } from "./schema_records.ts";
import type { RecordsAtHand } from "./records_at_hand.ts";

/** Turns records into their exported form, one at a time. */
export class RecordExporter {
  readonly #timeline: RecordsAtHand;
  readonly #flows: Flows;
  readonly #names: readonly string[];

  /** `names` are those of the connections: number `n` at `n - 1`. */
  constructor(
    timeline: RecordsAtHand,
    names: readonly string[] = connectionNames(timeline.connections),
  ) {
    this.#timeline = timeline;
    this.#flows = new Flows(timeline);
    this.#names = names;
  }

  /** The record of that id as it is exported. */
  export(id: RecordId): RecordJson {
    const body = this.#timeline.bodyOf(id);
    const cause = this.#timeline.causeOf(id);
    const head = { id, at: this.#timeline.atOf(id), cause: cause === 0 ? null : cause };
    switch (body.kind) {
      case "segment": {
        const { packet, connection, sent, ...rest } = body;
        const flow = this.#flows.flowOf(id, body);
        return {
          ...head,
          ...rest,
          connection: this.#nameOf(connection),
          sent: sent === 0 ? null : sent,
          ...packetJson(packet, flow),
        };
      }
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

  #nameOf(connection: ConnectionId): string | null {
    return this.#names[connection - 1] ?? null;
  }
}
