import type { IcmpMessage, Segment } from "../../engine/wire/mod.ts";
import type { RecordId, SegmentRecord } from "../../nodes/records.ts";

/**
 * Finds the departure that an arrival or a loss belongs to. What a router could
 * not send on belongs to the last time that very segment was sent: routers put
 * it into a packet of their own.
 */
export class Journeys {
  readonly #sent = new Map<Segment | IcmpMessage, RecordId>();

  /** Takes note of a departure. */
  leave(id: RecordId, body: SegmentRecord): void {
    const content = body.packet.segment ?? body.packet.icmp;
    if (content !== null) this.#sent.set(content, id);
  }

  /** The departure of an arrival or a loss, or 0. */
  departureOf(body: SegmentRecord): RecordId {
    if (body.sent !== 0) return body.sent;
    const content = body.packet.segment ?? body.packet.icmp;
    return content === null ? 0 : this.#sent.get(content) ?? 0;
  }
}
