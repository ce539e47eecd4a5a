import type { RecordId, RunResult, SegmentRecord, Timeline } from "../../mod.ts";

/** A record whose packet a capture must show. */
export interface Captured {
  id: RecordId;
  body: SegmentRecord;
  nic: string;
  isInbound: boolean;
}

/**
 * The packets that a capture of a run must show, in order: all that were sent
 * or received, and those that never left; a loss on the way is no packet of
 * its own. A packet without a route counts for the only NIC of its host.
 */
export function capturedOf({ timeline, info }: RunResult, nic?: string): Captured[] {
  const captured: Captured[] = [];
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "segment") continue;
    if (body.event === "dropped" && (body.corrupted || hadLeft(timeline, id, body))) continue;
    const only = info.hosts.find(({ name }) => name === body.host)?.nics[0]?.name ?? "";
    const name = `${body.host}.${body.nic === "" ? only : body.nic}`;
    if (nic !== undefined && name !== nic) continue;
    captured.push({ id, body, nic: name, isInbound: body.event === "received" });
  }
  return captured;
}

/** Whether a packet that was dropped had been sent: it was lost on its way, or where it arrived. */
function hadLeft(timeline: Timeline, id: RecordId, { sent, packet }: SegmentRecord): boolean {
  if (sent !== 0) return true;
  let cause = timeline.causeOf(id);
  if (cause !== 0 && timeline.bodyOf(cause).kind === "fault") cause = timeline.causeOf(cause);
  const arrival = cause === 0 ? null : timeline.bodyOf(cause);
  return arrival?.kind === "segment" && arrival.event === "received" &&
    arrival.packet.id === packet.id && arrival.packet.source === packet.source &&
    arrival.packet.ttl === packet.ttl;
}
