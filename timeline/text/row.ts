import type { Nanos } from "../../engine/base/time.ts";
import type { RecordId } from "../../nodes/records.ts";
import type { Part } from "./parts.ts";
import type { Style } from "./style.ts";

/** A segment between two lanes, or its departure, arrival or loss alone. */
export interface ArrowRow {
  kind: "arrow";
  at: Nanos;
  /** The record that it shows. */
  id: RecordId;
  /** Of an arrival or a loss: the record that it was sent by, 0 where that is not known. */
  sent: RecordId;
  from: number;
  to: number;
  /** Whether the row shows it leaving the sender's lane. */
  leaves: boolean;
  /** Whether the row shows it reaching the other lane. */
  arrives: boolean;
  /** Whether the row shows it lost; `reason` says why. */
  lost: boolean;
  reason: string;
  /** The lane where it was lost; -1 where it was not. */
  lostAt: number;
  /** How long it was under way, where the row shows both of its ends. */
  travel: Nanos;
  label: readonly Part[];
  style: Style;
  /** What it adds to a bulk transfer, or null where it must stand by itself. */
  bulk: BulkShare | null;
}

/** What one segment adds to the sum of a bulk transfer. */
export interface BulkShare {
  /** Bytes of payload; 0 of an acknowledgement. */
  bytes: number;
  /** The relative sequence number behind its payload, and what it acknowledges; -1 if unknown. */
  end: number;
  ack: number;
  /** Whether it is a duplicate acknowledgement. */
  duplicate: boolean;
}

/** Something that happened at one host. */
export interface EventRow {
  kind: "event";
  at: Nanos;
  id: RecordId;
  lane: number;
  mark: string;
  text: readonly Part[];
  style: Style;
  /** Whether it may vanish in the sum of a bulk transfer: a call that moved bytes, a delayed ACK. */
  quiet: boolean;
  /** Bytes that a quiet call moved, with its name; "" where it is no call. */
  call: string;
  bytes: number;
}

/** Something that happened between lanes: a cable was pulled. */
export interface SpanRow {
  kind: "span";
  at: Nanos;
  from: number;
  to: number;
  fill: string;
  text: string;
  style: Style;
}

/** Many rows of one transfer between two lanes in one. */
export interface BulkRow {
  kind: "bulk";
  at: Nanos;
  until: Nanos;
  left: number;
  right: number;
  /** What went from the left lane to the right one, and back; empty where nothing did. */
  rightward: readonly Part[];
  leftward: readonly Part[];
  /** How long it took, and what else the rows held: calls, the longest silence; "" for nothing. */
  note: string;
}

/** One line of the view, or two of a bulk transfer. */
export type Row = ArrowRow | EventRow | SpanRow | BulkRow;
