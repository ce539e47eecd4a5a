import type { RecordId } from "../../nodes/records.ts";
import type { RecordJson } from "../schema_records.ts";
import { type Door, doorAt } from "./doors.ts";
import { outwardTuple, type Past, type RecordOf, travelsOn } from "./past.ts";

/** Why a segment was sent, arrived or was lost. */
export function segmentReasons(
  past: Past,
  record: RecordOf<"segment">,
): (RecordJson | null)[] {
  const cause = past.causeOf(record);
  const firewall = firewallWords(record);
  if (firewall !== "" && cause !== null) return [cause, lastPassing(past, record, cause.id)];
  if (record.event === "dropped") return [cause, obstacleOf(past, record)];
  const stranger = strangerOf(past, record);
  if (stranger === null) return [cause];
  return [cause, stranger.ended ?? stranger.door?.closed ?? stranger.door?.listen ?? null];
}

/** What a firewall said when it dropped or reset this; "" where none did. */
export function firewallWords({ event, note }: RecordOf<"segment">): string {
  if (event === "received") return "";
  const words = note.replace(/^reset: /, "");
  return /\bthe firewall\b/.test(words) ? words : "";
}

/** The last segment of that connection that a firewall's host saw before it refused one. */
function lastPassing(
  past: Past,
  record: RecordOf<"segment">,
  before: RecordId,
): RecordOf<"segment"> | null {
  const tuple = outwardTuple(record);
  if (tuple === null || record.note.includes("rejected")) return null;
  const { host } = record;
  return past.last(
    "segment",
    before,
    (other) => other.event === "received" && other.host === host && travelsOn(other, tuple),
  );
}

/** Why a host knew no connection for a segment that it answered with a reset. */
export interface Stranger {
  /** The change of state that ended the connection which there had been, or null. */
  readonly ended: RecordOf<"state"> | null;
  /** Who listened at the port that was asked for, or null. */
  readonly door: Door | null;
}

/** What is known of a reset for want of a connection; null for all other segments. */
export function strangerOf(past: Past, record: RecordOf<"segment">): Stranger | null {
  const isAnswer = record.event === "sent" && record.note.startsWith("reset: no connection");
  const tuple = outwardTuple(record);
  if (!isAnswer || tuple === null) return null;
  const names = past.connectionsOf(tuple);
  const asked = past.causeOf(record);
  const isSyn = asked?.kind === "segment" && (asked.tcp?.flags.join() ?? "") === "SYN";
  const ended = isSyn
    ? null
    : past.last("state", record.id, (state) =>
      state.to === "CLOSED" && state.connection !== null && names.includes(state.connection));
  const door = doorAt(past, record.host, record.tcp?.sourcePort ?? 0, record.id);
  return { ended, door };
}

/** What stood in the way of a segment that was lost: the change of a NIC, a cable or a host. */
function obstacleOf(
  past: Past,
  { id, note, host, nic, link }: RecordOf<"segment">,
): RecordJson | null {
  if (note.startsWith("no carrier")) {
    return past.last(
      "nic",
      id,
      (record) => record.event === "carrier lost" && record.host === host && record.nic === nic,
    );
  }
  if (note.startsWith("NIC disabled")) {
    return past.last(
      "nic",
      id,
      (record) => record.event === "disabled" && record.host === host && record.nic === nic,
    );
  }
  if (note.startsWith("cable pulled")) {
    return past.last("link", id, (record) => record.event === "pulled" && record.link === link);
  }
  if (!note.startsWith("host down")) return null;
  return past.last("host", id, (record) => record.event === "crashed" && record.host === host);
}
