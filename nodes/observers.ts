import type { Connection } from "../engine/tcp/mod.ts";
import type { Packet } from "../engine/wire/mod.ts";
import type { RecordId } from "./records.ts";

/**
 * Sees every packet that a NIC sends or receives. `record` is 0 where nobody
 * records; `link` is the cable's name.
 */
export type SegmentObserver = (
  event: "sent" | "received",
  host: string,
  link: string,
  packet: Packet,
  record: RecordId,
) => void;

/** Sees every connection that enters a state (its RFC name). */
export type StateObserver = (
  host: string,
  connection: Connection,
  state: string,
  record: RecordId,
) => void;

/** Sees every call that starts or returns. */
export type CallObserver = (
  event: "started" | "returned",
  host: string,
  process: string,
  thread: string,
  call: string,
  record: RecordId,
) => void;
