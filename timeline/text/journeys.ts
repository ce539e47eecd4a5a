import type { IcmpMessage, Segment } from "../../engine/wire/mod.ts";
import type { RecordId, SegmentRecord } from "../../nodes/records.ts";
import type { Timeline } from "../timeline.ts";

/**
 * Finds the departure that an arrival or a loss belongs to: the record that it
 * names as its cause, or else the last time that very segment was sent, which
 * routers pass on in a packet of their own.
 */
export class Journeys {
  readonly #timeline: Timeline;
  readonly #sent = new Map<Segment | IcmpMessage, RecordId>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** Takes note of a departure. */
  leave(id: RecordId, body: SegmentRecord): void {
    const content = body.packet.segment ?? body.packet.icmp;
    if (content !== null) this.#sent.set(content, id);
  }

  /** The departure of an arrival or a loss, or 0. */
  departureOf(id: RecordId, body: SegmentRecord): RecordId {
    const cause = this.#timeline.causeOf(id);
    if (cause !== 0) {
      const before = this.#timeline.bodyOf(cause);
      if (before.kind === "segment" && before.event === "sent") return cause;
    }
    const content = body.packet.segment ?? body.packet.icmp;
    return content === null ? 0 : this.#sent.get(content) ?? 0;
  }
}
