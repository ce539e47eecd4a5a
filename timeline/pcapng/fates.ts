import type { RecordId, SegmentRecord } from "../../nodes/records.ts";
import { NO_FORM } from "../record_forms.ts";
import type { Timeline } from "../timeline.ts";
import { isSentOn } from "./sent_on.ts";

const NONE: readonly RecordId[] = [];

/**
 * Which packets of a timeline were dropped, known before they are written:
 * what becomes of a packet is told where it was sent. Keeps dropped packets
 * only, so a long run with few losses takes little.
 */
export class Fates {
  /** By the record of the sending. */
  readonly #drops = new Map<RecordId, RecordId[]>();
  /** Drops of packets that had been sent. */
  readonly #lost = new Set<RecordId>();

  constructor(timeline: Timeline) {
    const { columns } = timeline;
    const isOther = columns.forms.all.map(({ event }) => event !== "dropped");
    for (let id = 1; id <= timeline.size; id++) {
      const form = columns.formOf(id);
      if (form !== NO_FORM && isOther[form - 1]!) continue;
      const body = timeline.bodyOf(id);
      if (body.kind !== "segment" || body.event !== "dropped") continue;
      const sending = sendingOf(timeline, id, body);
      if (sending === 0) continue;
      this.#lost.add(id);
      const drops = this.#drops.get(sending);
      if (drops === undefined) this.#drops.set(sending, [id]);
      else drops.push(id);
    }
  }

  /** Whether a packet that was sent, or a copy of it, was dropped anywhere. */
  isDropped(sending: RecordId): boolean {
    return this.#drops.size > 0 && this.#drops.has(sending);
  }

  /** The records of the drops of a packet that was sent: of each of its copies. */
  dropsOf(sending: RecordId): readonly RecordId[] {
    return this.#drops.get(sending) ?? NONE;
  }

  /** Whether a dropped packet had never left: there was no carrier, no route, no room. */
  neverLeft(drop: RecordId, { corrupted }: SegmentRecord): boolean {
    return !corrupted && !this.#lost.has(drop);
  }
}

/** The sending of a packet that was dropped: on its way, or where it arrived and did not go on as it was; or 0. */
function sendingOf(timeline: Timeline, id: RecordId, { sent, packet }: SegmentRecord): RecordId {
  if (sent !== 0) return sent;
  let cause = timeline.causeOf(id);
  if (cause !== 0 && timeline.bodyOf(cause).kind === "fault") cause = timeline.causeOf(cause);
  if (cause === 0) return 0;
  const body = timeline.bodyOf(cause);
  if (body.kind !== "segment" || body.event !== "received") return 0;
  return packet.ttl === body.packet.ttl && isSentOn(packet, body.packet) ? body.sent : 0;
}
