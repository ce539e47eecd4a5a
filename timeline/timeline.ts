import { invariant } from "../engine/base/invariant.ts";
import type { Nanos } from "../engine/base/time.ts";
import type {
  ConnectionId,
  ConnectionInfo,
  RecordBody,
  Recorder,
  RecordId,
} from "../nodes/records.ts";
import type { RecordsAtHand } from "./records_at_hand.ts";

/**
 * Everything that happened in one run, in order: the recorder that nodes write
 * to, and what digest, exports, views and expectations read from.
 *
 * Bodies are kept by reference and never copied; time and cause of the records
 * stand in arrays beside them, so that a run of several 100,000 records stays
 * cheap. Reading with an id that is not there is a bug and throws.
 *
 * @example A call makes a state change
 * ```ts
 * import { Timeline } from "./timeline.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const timeline = new Timeline();
 * const fault = timeline.record(5, {
 *   kind: "fault",
 *   event: "pull",
 *   target: "cable",
 *   host: "",
 *   note: "",
 * });
 * timeline.cause = fault;
 * const pulled = timeline.record(5, { kind: "link", event: "pulled", link: "cable", lost: 0 });
 * strictEqual(timeline.causeOf(pulled), fault);
 * ```
 */
export class Timeline implements Recorder, RecordsAtHand {
  cause: RecordId = 0;
  readonly #at: Nanos[] = [];
  readonly #causes: RecordId[] = [];
  readonly #bodies: RecordBody[] = [];
  readonly #connections: ConnectionInfo[] = [];
  readonly #firstIds: RecordId[] = [];
  #endedAt: Nanos = 0;

  /** The number of records; their ids are 1 to `size`. */
  get size(): number {
    return this.#bodies.length;
  }

  /** The connection ends in the order of creation: number `n` stands at `n - 1`. */
  get connections(): readonly ConnectionInfo[] {
    return this.#connections;
  }

  /** Up to when the run went: the time of its last record, or what {@linkcode end} was told. */
  get endedAt(): Nanos {
    return this.#endedAt;
  }

  record(at: Nanos, body: RecordBody): RecordId {
    const cause = this.cause;
    invariant(at >= this.#endedAt, "time never runs backwards");
    invariant(
      cause >= 0 && cause <= this.#bodies.length,
      "every record names an earlier record as its cause",
    );
    this.#endedAt = at;
    this.#at.push(at);
    this.#causes.push(cause);
    return this.#bodies.push(body);
  }

  connection(info: ConnectionInfo): ConnectionId {
    this.#firstIds.push(this.#bodies.length + 1);
    return this.#connections.push(info);
  }

  /** Says up to when the run went, where that is later than its last record. */
  end(at: Nanos): void {
    invariant(at >= this.#endedAt, "time never runs backwards");
    this.#endedAt = at;
  }

  /** When a record happened. */
  atOf(id: RecordId): Nanos {
    return present(this.#at[id - 1]);
  }

  /** The record that made this one happen, or 0. */
  causeOf(id: RecordId): RecordId {
    return present(this.#causes[id - 1]);
  }

  /** What happened. */
  bodyOf(id: RecordId): RecordBody {
    return present(this.#bodies[id - 1]);
  }

  /** The connection that the record of a sending names, 0 if none. */
  senderOf(sending: RecordId): ConnectionId {
    const body = this.bodyOf(sending);
    return body.kind === "segment" ? body.connection : 0;
  }

  /** Who a connection's end is. */
  connectionOf(connection: ConnectionId): ConnectionInfo {
    return present(this.#connections[connection - 1]);
  }

  /** The first record that can be about a connection: those before it were there before it was. */
  firstIdOf(connection: ConnectionId): RecordId {
    return present(this.#firstIds[connection - 1]);
  }
}

function present<T>(value: T | undefined): T {
  invariant(value !== undefined, "a timeline is only asked for what it holds");
  return value;
}
