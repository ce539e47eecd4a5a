import type { ConnectionId, RecordId } from "../../nodes/records.ts";
import { ColumnRecorder } from "../column_recorder.ts";

/** Of so many records is kept which connection sent them; a frame is rarely under way for longer. */
const SENDERS = 1 << 20;

/**
 * A recorder that keeps records only until they are dropped: for runs that are
 * too long to stand in memory. Connections stay.
 */
export class RecordWindow extends ColumnRecorder {
  /** The connection of record `id` at `id % SENDERS`, 0 of all that are no sending. */
  readonly #senders = new Int32Array(SENDERS);

  /** How many of the records are at hand: the last ones. */
  get kept(): number {
    return this.columns.kept;
  }

  /** Drops all records that are at hand. */
  drop(): void {
    const { columns, size } = this;
    for (let id = size - columns.kept + 1; id <= size; id++) {
      this.#senders[id % SENDERS] = super.senderOf(id);
    }
    columns.drop();
  }

  override senderOf(sending: RecordId): ConnectionId {
    const { size } = this;
    if (sending > size - this.columns.kept) return super.senderOf(sending);
    return size - sending < SENDERS ? this.#senders[sending % SENDERS]! : 0;
  }
}
