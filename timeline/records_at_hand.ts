import type { Nanos } from "../engine/base/time.ts";
import type { ConnectionId, ConnectionInfo, RecordBody, RecordId } from "../nodes/records.ts";

/** What exports read records from: a whole timeline, or the part of one that is at hand. */
export interface RecordsAtHand {
  /** The connection ends so far, in the order of creation: number `n` stands at `n - 1`. */
  readonly connections: readonly ConnectionInfo[];
  /** When a record happened. */
  atOf(id: RecordId): Nanos;
  /** The record that made this one happen, or 0. */
  causeOf(id: RecordId): RecordId;
  /** What happened. */
  bodyOf(id: RecordId): RecordBody;
  /** The connection that the record of a sending names, 0 if none or not known any more. */
  senderOf(sending: RecordId): ConnectionId;
  /** Who a connection's end is. */
  connectionOf(connection: ConnectionId): ConnectionInfo;
  /** The first record that can be about a connection. */
  firstIdOf(connection: ConnectionId): RecordId;
}
