import type { FaultRecord, LinkRecord, RecordId } from "../../nodes/records.ts";
import type { Timeline } from "../timeline.ts";
import { Actors } from "./actors.ts";
import { EventRows } from "./event_rows.ts";
import { faultText, linkText } from "./event_text.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Lanes } from "./lanes.ts";
import type { Row, SpanRow } from "./row.ts";
import { SegmentRows } from "./segment_rows.ts";
import { Style } from "./style.ts";

/** The rows of a timeline in the order of its records, without those that are not worth one. */
export function rowsOf(timeline: Timeline, lanes: Lanes, glyphs: Glyphs): Row[] {
  const actors = new Actors(timeline);
  const segments = new SegmentRows(timeline, lanes, actors);
  const events = new EventRows(timeline, lanes, actors, glyphs);
  const rows: Row[] = [];
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind === "segment") {
      rows.push(segments.row(id, body));
    } else if (body.kind === "link") {
      rows.push(linkRow(timeline, id, body, lanes, glyphs));
    } else if (body.kind === "fault" && isToldAgain(timeline, id)) {
      continue;
    } else if (body.kind === "fault" && body.host === "") {
      rows.push(faultRow(timeline, id, body, lanes, glyphs));
    } else {
      const row = events.row(id, body);
      if (row !== null) rows.push(row);
    }
  }
  return rows;
}

/** Kinds of records that tell what a fault did, so that the fault needs no row of its own. */
const TELLING = new Set(["link", "nic", "host", "process"]);

/** Whether the record after a fault tells the same again: that the cable is pulled. */
function isToldAgain(timeline: Timeline, id: RecordId): boolean {
  if (id === timeline.size) return false;
  return timeline.causeOf(id + 1) === id && TELLING.has(timeline.bodyOf(id + 1).kind);
}

function linkRow(
  timeline: Timeline,
  id: RecordId,
  body: LinkRecord,
  lanes: Lanes,
  glyphs: Glyphs,
): SpanRow {
  const [from, to] = lanes.ofLink(body.link);
  return {
    kind: "span",
    at: timeline.atOf(id),
    from,
    to,
    fill: body.event === "pulled" ? glyphs.broken : glyphs.joined,
    text: linkText(body),
    style: Style.Fault,
  };
}

function faultRow(
  timeline: Timeline,
  id: RecordId,
  body: FaultRecord,
  lanes: Lanes,
  glyphs: Glyphs,
): SpanRow {
  const [from, to] = lanes.ofLink(body.target);
  const text = `fault: ${faultText(body)}`;
  return {
    kind: "span",
    at: timeline.atOf(id),
    from,
    to,
    fill: glyphs.fault,
    text,
    style: Style.Fault,
  };
}
