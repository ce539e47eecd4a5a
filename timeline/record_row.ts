import type { Nanos } from "../engine/base/time.ts";
import type { ConnectionId, RecordId } from "../nodes/records.ts";
import { type FormId, NO_FORM } from "./record_forms.ts";

/** In place of a packet, of timers. */
export const NO_OBJECT = -1;

/**
 * What columns have of one record, for who needs most of it: to read all at once
 * costs little more than to read one of them. Of a record without a form nothing
 * but the time and the cause counts.
 */
export class RecordRow {
  at: Nanos = 0;
  cause: RecordId = 0;
  form: FormId = NO_FORM;
  connection: ConnectionId = 0;
  /** The sending of a segment, the deadline of a timer. */
  extra = 0;
  /** Where the packet of a segment is. */
  object: number = NO_OBJECT;

  /** Whether a record that has a form is of a segment. */
  get hasPacket(): boolean {
    return this.object !== NO_OBJECT;
  }
}
