import type { Packet } from "../../engine/wire/mod.ts";
import type { RecordId, SegmentRecord } from "../../nodes/records.ts";
import { NO_FORM } from "../record_forms.ts";
import type { Timeline } from "../timeline.ts";

const NONE: readonly RecordId[] = [];

/**
 * Which packets of a timeline were dropped, known before they are written:
 * what becomes of a packet is told where it was sent. Keeps dropped packets
 * only, so a long run with few losses takes little.
 */
export class Fates {
  readonly #drops = new Map<Packet, RecordId[]>();
  readonly #sent = new Set<Packet>();

  constructor(timeline: Timeline) {
    const { columns } = timeline;
    for (let id = 1; id <= timeline.size; id++) {
      const form = columns.formOf(id);
      if (form !== NO_FORM && columns.forms.of(form).event !== "dropped") continue;
      const body = timeline.bodyOf(id);
      if (body.kind !== "segment" || body.event !== "dropped") continue;
      const drops = this.#drops.get(body.packet);
      if (drops === undefined) this.#drops.set(body.packet, [id]);
      else drops.push(id);
    }
  }

  /** Whether a packet, or a copy of it, was dropped anywhere. */
  isDropped(packet: Packet): boolean {
    return this.#drops.size > 0 && this.#drops.has(packet);
  }

  /** The records of the drops of a packet that is sent now: of each of its copies. */
  onSent(packet: Packet): readonly RecordId[] {
    const drops = this.#drops.get(packet);
    if (drops === undefined) return NONE;
    this.#sent.add(packet);
    return drops;
  }

  /** Whether a dropped packet had never left: there was no carrier, no route, no room. */
  neverLeft({ packet, corrupted }: SegmentRecord): boolean {
    return !corrupted && !this.#sent.has(packet);
  }
}
