import { Flag } from "../../engine/wire/mod.ts";
import type { RecordId, SegmentRecord } from "../../nodes/records.ts";
import { type Flow, Flows } from "../flows.ts";
import type { Timeline } from "../timeline.ts";
import type { Actors } from "./actors.ts";
import { Journeys } from "./journeys.ts";
import type { Lanes } from "./lanes.ts";
import { always, printable } from "./parts.ts";
import type { ArrowRow, BulkShare } from "./row.ts";
import { segmentParts, segmentStyle } from "./segment_text.ts";
import { Style } from "./style.ts";

/** Notes that an ordinary segment may carry and still be summed up. */
const ORDINARY = new Set(["", "delayed ACK", "window update", "ACK: gap filled"]);

/** How the note of a duplicate acknowledgement begins; it is summed up too. */
const DUPLICATE = "duplicate ACK";

/** Makes the rows of segments. */
export class SegmentRows {
  readonly #timeline: Timeline;
  readonly #lanes: Lanes;
  readonly #actors: Actors;
  readonly #flows: Flows;
  readonly #journeys: Journeys;

  constructor(timeline: Timeline, lanes: Lanes, actors: Actors) {
    this.#timeline = timeline;
    this.#lanes = lanes;
    this.#actors = actors;
    this.#flows = new Flows(timeline);
    this.#journeys = new Journeys();
  }

  /** The row of one record; records must come in order. */
  row(id: RecordId, body: SegmentRecord): ArrowRow {
    const flow = this.#flows.flowOf(id, body);
    const isSent = body.event === "sent";
    if (isSent) this.#journeys.leave(id, body);
    const sent = isSent ? id : this.#journeys.departureOf(body);
    const [from, to] = this.#ends(body, sent);
    const lost = body.event === "dropped";
    const lostAt = lost ? this.#lanes.of(body.host) : -1;
    // What its own host drops has never been sent: its way begins with its end.
    const leaves = isSent || (sent === 0 && lostAt === from);
    const who = this.#actors.connection(flow?.connection ?? 0);
    return {
      kind: "arrow",
      at: this.#timeline.atOf(id),
      id,
      sent: isSent ? 0 : sent,
      from,
      to,
      leaves,
      arrives: body.event === "received",
      lost,
      reason: lost ? printable(body.note) : "",
      lostAt,
      travel: 0,
      label: [always(printable(who)), ...segmentParts(body, flow)],
      style: lost ? Style.Lost : segmentStyle(body),
      bulk: bulkShare(body, flow),
    };
  }

  /** The lanes it goes from and to; where the other end is nobody's, the next lane stands for it. */
  #ends(body: SegmentRecord, sent: RecordId): [number, number] {
    const here = this.#lanes.of(body.host);
    const source = this.#lanes.ofAddress(body.packet.source);
    const destination = this.#lanes.ofAddress(body.packet.destination);
    if (body.event === "sent") return [here, otherThan(here, destination)];
    const sender = sent === 0 ? source : this.#lanes.of(hostOf(this.#timeline, sent));
    if (body.event === "received") return [otherThan(here, sender), here];
    const from = sender >= 0 ? sender : here;
    return [from, otherThan(from, destination)];
  }
}

function otherThan(lane: number, other: number): number {
  if (other >= 0 && other !== lane) return other;
  return lane === 0 ? 1 : lane - 1;
}

function hostOf(timeline: Timeline, id: RecordId): string {
  const body = timeline.bodyOf(id);
  return body.kind === "link" ? "" : body.host;
}

function bulkShare(body: SegmentRecord, flow: Flow | null): BulkShare | null {
  const segment = body.packet.segment;
  if (segment === null || body.corrupted) return null;
  const duplicate = body.note.startsWith(DUPLICATE);
  const ordinary = body.event === "dropped" || duplicate || ORDINARY.has(body.note);
  if (segment.window === 0 || !ordinary) return null;
  if ((segment.flags | Flag.Psh) !== (Flag.Ack | Flag.Psh)) return null;
  const bytes = segment.dataLength;
  if (flow === null) return { bytes, end: -1, ack: -1, duplicate };
  const seq = (segment.seq - flow.seq) >>> 0;
  return { bytes, end: seq + bytes, ack: (segment.ack - flow.ack) >>> 0, duplicate };
}
