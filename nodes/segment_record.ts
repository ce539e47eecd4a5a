import type { Nanos } from "../engine/base/time.ts";
import type { Packet } from "../engine/wire/mod.ts";
import type { Frame } from "./frame.ts";
import type { Network } from "./network.ts";
import type { ConnectionId, RecordId } from "./records.ts";

/** Where a packet is: a NIC or port and its cable, by the names that records use. */
export interface Place {
  readonly host: string;
  /** "" where it found no way out of the host. */
  readonly name: string;
  /** "" without a cable. */
  readonly link: string;
}

/**
 * Records that a host sent a packet, or dropped it instead of sending it.
 * Returns the record's id, 0 where nobody records.
 */
export function recordDeparture(
  network: Network,
  place: Place,
  event: "sent" | "dropped",
  packet: Packet,
  connection: ConnectionId,
  note: string,
  now: Nanos,
): RecordId {
  const { recorder } = network;
  if (recorder === null) return 0;
  const { host, name, link } = place;
  return recorder.recordSegment(
    now,
    event,
    host,
    name,
    link,
    connection,
    0,
    packet,
    false,
    note,
  );
}

/** Records that a frame arrived whole; returns the record's id, 0 where nobody records. */
export function recordArrival(
  network: Network,
  place: Place,
  frame: Frame,
  connection: ConnectionId,
  now: Nanos,
): RecordId {
  return recordEnd(network, place, "received", frame, connection, "", now);
}

/** Records that a frame was dropped, and why. */
export function recordDrop(
  network: Network,
  place: Place,
  frame: Frame,
  note: string,
  now: Nanos,
): void {
  recordEnd(network, place, "dropped", frame, frame.connection, note, now);
}

/** Records where a frame's way ended; the record's cause is the frame's own. */
function recordEnd(
  network: Network,
  place: Place,
  event: "received" | "dropped",
  frame: Frame,
  connection: ConnectionId,
  note: string,
  now: Nanos,
): RecordId {
  const { recorder } = network;
  if (recorder === null) return 0;
  const before = recorder.cause;
  recorder.cause = frame.cause;
  const id = recorder.recordSegment(
    now,
    event,
    place.host,
    place.name,
    place.link,
    connection,
    frame.sent,
    frame.packet,
    frame.corrupted,
    note,
  );
  recorder.cause = before;
  return id;
}

/**
 * Makes what is the recorder's cause right now that of the frame: a cable was
 * pulled, and its record is why the frame is lost. Without one it stays.
 */
export function blamePresent(network: Network, frame: Frame): void {
  const { recorder } = network;
  if (recorder !== null && recorder.cause !== 0) frame.cause = recorder.cause;
}
