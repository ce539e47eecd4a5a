import { type ExportedRecords, exportedRecords } from "../exported_records.ts";
import type { TimelineJson } from "../schema.ts";
import type { Timeline } from "../timeline.ts";
import { EventWriter } from "./event_writer.ts";
import { headPacket } from "./trace_packets.ts";

/** Packets are handed out in pieces of about this many bytes. */
const PIECE = 1 << 16;

/**
 * A timeline as a trace for Perfetto (`Trace` of perfetto_trace.proto), in
 * pieces: time stamps are the nanoseconds of the run.
 *
 * A host is a process. Under it stand its threads with their calls as slices,
 * and its connections: the states as slices, segments as instants that flows
 * join with their arrivals, each timer as a track with a slice from when it was set. What
 * happens to cables and by faults stands beside the hosts. A slice that
 * nothing ended (a call that never returned) stays open.
 */
export function* perfettoChunks(timeline: Timeline | TimelineJson): Generator<Uint8Array> {
  yield* pieces(packets(exportedRecords(timeline)));
}

function* packets(source: ExportedRecords): Generator<Uint8Array> {
  yield headPacket();
  const writer = new EventWriter(source.connections);
  for (let id = 1; id <= source.size; id++) {
    yield* writer.packetsOf(source.recordOf(id));
  }
}

/** The same bytes in fewer pieces. */
function* pieces(packets: Iterable<Uint8Array>): Generator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for (const packet of packets) {
    held.push(packet);
    size += packet.length;
    if (size < PIECE) continue;
    yield joined(held, size);
    held = [];
    size = 0;
  }
  if (size > 0) yield joined(held, size);
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
