import { Flag } from "../engine/wire/mod.ts";
import type { RecordId, SegmentRecord } from "../nodes/records.ts";
import type { Timeline } from "../timeline/mod.ts";
import { CABLE, type NthFrame } from "./cell_topology.ts";
import type { Loss } from "./cell.ts";
import { LOCAL, PEER } from "./programs.ts";
import { ACTION_AT } from "./times.ts";

/** Why a cell's segment cannot be lost. */
export const NEVER_SENT: Readonly<Record<Exclude<Loss, "none">, string>> = {
  "the FIN": "no FIN of the local side is sent",
  "its ACK": "no FIN of the local side is acknowledged",
  "the RST": "no RST is sent",
};

/**
 * Finds the segment to lose in a run in which nothing is lost: the runs are
 * equal up to it, so its place among its host's frames is the same in both.
 * Null where there is none.
 */
export function frameToLose(timeline: Timeline, loss: Exclude<Loss, "none">): NthFrame | null {
  const sent = { [LOCAL]: 0, [PEER]: 0 };
  let fin: number | null = null;
  for (let id: RecordId = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "segment" || body.event !== "sent" || body.link !== CABLE) continue;
    const segment = body.packet.segment;
    if (segment === null) continue;
    const from = body.host === LOCAL ? LOCAL : PEER;
    const nth = ++sent[from];
    if (fin === null && from === LOCAL && (segment.flags & Flag.Fin) !== 0) {
      if (loss === "the FIN") return { from, nth };
      fin = (segment.seq + segment.length) | 0;
    }
    if (loss === "the RST" && timeline.atOf(id) >= ACTION_AT && isReset(body)) {
      return { from, nth };
    }
    const hasAck = (segment.flags & Flag.Ack) !== 0;
    if (loss === "its ACK" && from === PEER && fin !== null && hasAck) {
      if (((segment.ack - fin) | 0) >= 0) return { from, nth };
    }
  }
  return null;
}

function isReset({ packet }: SegmentRecord): boolean {
  return packet.segment !== null && (packet.segment.flags & Flag.Rst) !== 0;
}
