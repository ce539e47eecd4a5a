import type { Nanos } from "../engine/base/time.ts";
import type { Packet } from "../engine/wire/mod.ts";
import type { Frame } from "./frame.ts";
import type { Network } from "./network.ts";
import type { ConnectionId, RecordId, SegmentRecord } from "./records.ts";

/** Where a frame is: a NIC or port and its cable, by the names that records use. */
export interface Place {
  readonly host: string;
  readonly name: string;
  /** "" without a cable. */
  readonly link: string;
}

/** Records what happened to a packet; returns the record's id, 0 where nobody records. */
export function recordSegment(
  network: Network,
  place: Place,
  event: SegmentRecord["event"],
  packet: Packet,
  connection: ConnectionId,
  corrupted: boolean,
  note: string,
  now: Nanos,
): RecordId {
  const recorder = network.recorder;
  if (recorder === null) return 0;
  return recorder.record(now, {
    kind: "segment",
    event,
    host: place.host,
    nic: place.name,
    link: place.link,
    connection,
    packet,
    corrupted,
    note,
  });
}

/** Records that a frame was dropped, and why; its cause is the frame's own. */
export function recordDrop(
  network: Network,
  place: Place,
  frame: Frame,
  note: string,
  now: Nanos,
): void {
  const recorder = network.recorder;
  if (recorder === null) return;
  const cause = recorder.cause;
  recorder.cause = frame.cause;
  const { packet, connection, corrupted } = frame;
  recordSegment(network, place, "dropped", packet, connection, corrupted, note, now);
  recorder.cause = cause;
}

/**
 * Makes what is the recorder's cause right now that of the frame: a cable was
 * pulled, and its record is why the frame is lost. Without one it stays.
 */
export function blamePresent(network: Network, frame: Frame): void {
  const recorder = network.recorder;
  if (recorder !== null && recorder.cause !== 0) frame.cause = recorder.cause;
}
