import { invariant } from "../engine/base/invariant.ts";
import type { Nanos } from "../engine/base/time.ts";
import type { Packet } from "../engine/wire/mod.ts";
import type {
  ConnectionId,
  ConnectionInfo,
  RecordBody,
  Recorder,
  RecordId,
  SegmentRecord,
  TimerRecord,
} from "../nodes/records.ts";
import { RecordColumns } from "./record_columns.ts";
import { NO_FORM } from "./record_forms.ts";
import { RecordRow } from "./record_row.ts";
import type { RecordsAtHand } from "./records_at_hand.ts";

/** What nodes record to: keeps records in columns, and the ends of connections beside them. */
export class ColumnRecorder implements Recorder, RecordsAtHand {
  cause: RecordId = 0;
  readonly columns: RecordColumns = new RecordColumns();
  readonly #connections: ConnectionInfo[] = [];
  readonly #row = new RecordRow();
  readonly #firstIds: RecordId[] = [];

  /** The number of records; their ids are 1 to `size`. */
  get size(): number {
    return this.columns.size;
  }

  /** The connection ends in the order of creation: number `n` stands at `n - 1`. */
  get connections(): readonly ConnectionInfo[] {
    return this.#connections;
  }

  /** Up to when the run went: the time of its last record, or what {@linkcode end} was told. */
  get endedAt(): Nanos {
    return this.columns.endedAt;
  }

  record(at: Nanos, body: RecordBody): RecordId {
    return this.columns.add(at, this.cause, body);
  }

  recordSegment(
    at: Nanos,
    event: SegmentRecord["event"],
    host: string,
    nic: string,
    link: string,
    connection: ConnectionId,
    sent: RecordId,
    packet: Packet,
    corrupted: boolean,
    note: string,
  ): RecordId {
    const { columns, cause } = this;
    const form = columns.forms.segment(event, host, nic, link, corrupted, note);
    if (form !== NO_FORM) return columns.addSegment(at, cause, sent, form, connection, packet);
    const kind = "segment";
    const body = { kind, event, host, nic, link, connection, sent, packet, corrupted, note };
    return columns.add(at, cause, body as SegmentRecord);
  }

  recordTimer(
    at: Nanos,
    event: TimerRecord["event"],
    host: string,
    connection: ConnectionId,
    timer: string,
    deadline: Nanos,
  ): RecordId {
    const { columns, cause } = this;
    const form = columns.forms.timer(event, host, timer);
    if (form !== NO_FORM) return columns.addTimer(at, cause, deadline, form, connection);
    return columns.add(at, cause, { kind: "timer", event, host, connection, timer, deadline });
  }

  connection(info: ConnectionInfo): ConnectionId {
    this.#firstIds.push(this.size + 1);
    return this.#connections.push(info);
  }

  /** Says up to when the run went, where that is later than its last record. */
  end(at: Nanos): void {
    this.columns.end(at);
  }

  /** When a record happened. */
  atOf(id: RecordId): Nanos {
    return this.columns.atOf(id);
  }

  /** The record that made this one happen, or 0. */
  causeOf(id: RecordId): RecordId {
    return this.columns.causeOf(id);
  }

  /** What happened; of segments and timers, a new object each time. */
  bodyOf(id: RecordId): RecordBody {
    return this.columns.bodyOf(id);
  }

  /** The connection that the record of a sending names, 0 if none. */
  senderOf(sending: RecordId): ConnectionId {
    const { columns } = this;
    const row = this.#row;
    columns.read(sending, row);
    if (row.form !== NO_FORM) return row.hasPacket ? row.connection : 0;
    const body = columns.bodyOf(sending);
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
