import { invariant } from "../../engine/base/invariant.ts";
import type { Nanos } from "../../engine/base/time.ts";
import type {
  ConnectionId,
  ConnectionInfo,
  RecordBody,
  Recorder,
  RecordId,
} from "../../nodes/records.ts";
import type { RecordsAtHand } from "../records_at_hand.ts";

/** Of so many records is kept which connection sent them; a frame is rarely under way for longer. */
const SENDERS = 1 << 20;

/**
 * A recorder that keeps records only until they are dropped: for runs that are
 * too long to stand in memory. Connections stay.
 */
export class RecordWindow implements Recorder, RecordsAtHand {
  cause: RecordId = 0;
  readonly connections: ConnectionInfo[] = [];
  readonly #firstIds: RecordId[] = [];
  #at: Nanos[] = [];
  #causes: RecordId[] = [];
  #bodies: RecordBody[] = [];
  /** The connection of record `id` at `id % SENDERS`, 0 of all that are no sending. */
  readonly #senders = new Int32Array(SENDERS);
  /** How many records came before the first one at hand. */
  #dropped = 0;
  #endedAt: Nanos = 0;

  /** How many records there were. */
  get size(): number {
    return this.#dropped + this.#bodies.length;
  }

  /** How many of them are at hand: the last ones. */
  get kept(): number {
    return this.#bodies.length;
  }

  /** Up to when the run went: the time of its last record, or what {@linkcode end} was told. */
  get endedAt(): Nanos {
    return this.#endedAt;
  }

  record(at: Nanos, body: RecordBody): RecordId {
    const cause = this.cause;
    invariant(at >= this.#endedAt, "time never runs backwards");
    invariant(
      cause >= 0 && cause <= this.size,
      "every record names an earlier record as its cause",
    );
    this.#endedAt = at;
    this.#senders[(this.size + 1) % SENDERS] = body.kind === "segment" ? body.connection : 0;
    this.#at.push(at);
    this.#causes.push(cause);
    return this.#dropped + this.#bodies.push(body);
  }

  connection(info: ConnectionInfo): ConnectionId {
    this.#firstIds.push(this.size + 1);
    return this.connections.push(info);
  }

  /** Says up to when the run went, where that is later than its last record. */
  end(at: Nanos): void {
    invariant(at >= this.#endedAt, "time never runs backwards");
    this.#endedAt = at;
  }

  /** Drops all records that are at hand. */
  drop(): void {
    this.#dropped = this.size;
    this.#at = [];
    this.#causes = [];
    this.#bodies = [];
  }

  atOf(id: RecordId): Nanos {
    return present(this.#at[id - 1 - this.#dropped]);
  }

  causeOf(id: RecordId): RecordId {
    return present(this.#causes[id - 1 - this.#dropped]);
  }

  bodyOf(id: RecordId): RecordBody {
    return present(this.#bodies[id - 1 - this.#dropped]);
  }

  senderOf(sending: RecordId): ConnectionId {
    return this.size - sending < SENDERS ? this.#senders[sending % SENDERS]! : 0;
  }

  connectionOf(connection: ConnectionId): ConnectionInfo {
    return present(this.connections[connection - 1]);
  }

  firstIdOf(connection: ConnectionId): RecordId {
    return present(this.#firstIds[connection - 1]);
  }
}

function present<T>(value: T | undefined): T {
  invariant(value !== undefined, "a record is only asked for while it is at hand");
  return value;
}
