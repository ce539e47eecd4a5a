import type { RecordId, SegmentRecord } from "../../nodes/records.ts";
import { formatDuration, formatSeconds } from "../duration.ts";
import { Flows } from "../flows.ts";
import type { Timeline } from "../timeline.ts";
import { Actors } from "./actors.ts";
import {
  callParts,
  faultText,
  hostText,
  linkText,
  nicText,
  processText,
  resultParts,
  tcpText,
} from "./event_text.ts";
import type { Glyphs } from "./glyphs.ts";
import { joined, printable } from "./parts.ts";
import { segmentParts } from "./segment_text.ts";
import { table } from "./table.ts";

/** Writes single records as one line each: for reports that show a few of them. */
export class RecordText {
  readonly #timeline: Timeline;
  readonly #glyphs: Glyphs;
  readonly #flows: Flows;
  readonly #actors: Actors;

  constructor(timeline: Timeline, glyphs: Glyphs) {
    this.#timeline = timeline;
    this.#glyphs = glyphs;
    this.#flows = new Flows(timeline);
    this.#actors = new Actors(timeline);
  }

  /** One line for each of these: "#12  0.040000000  client  FIN-WAIT-2 -> TIME-WAIT". */
  lines(ids: readonly RecordId[]): string[] {
    return table(
      ids.map((id) => {
        const body = this.#timeline.bodyOf(id);
        const host = body.kind === "link" ? "" : printable(body.host);
        return [`#${id}`, formatSeconds(this.#timeline.atOf(id), 9), host, this.what(id)];
      }),
      [1],
    );
  }

  /** What happened, without time and host. */
  what(id: RecordId): string {
    const body = this.#timeline.bodyOf(id);
    switch (body.kind) {
      case "segment":
        return this.#segment(id, body);
      case "state":
        return `${
          this.#actors.connection(body.connection)
        }${body.from} ${this.#glyphs.to} ${body.to}`;
      case "timer": {
        const due = formatDuration(body.deadline - this.#timeline.atOf(id));
        const set = body.event === "set" ? ` for ${due}` : "";
        return `${this.#actors.connection(body.connection)}${body.timer} timer ${body.event}${set}`;
      }
      case "tcp":
        return this.#actors.connection(body.connection) + tcpText(body);
      case "call": {
        const parts = [...callParts(body), ...resultParts(body)];
        const waits = body.result === null ? ` ${this.#glyphs.more}` : "";
        return this.#actors.thread(body) + joined(parts) + waits;
      }
      case "process":
        return processText(body);
      case "fault":
        return `fault: ${faultText(body)}`;
      case "link":
        return linkText(body);
      case "nic":
        return nicText(body);
      case "host":
        return hostText(body);
    }
  }

  #segment(id: RecordId, body: SegmentRecord): string {
    const parts = segmentParts(body, this.#flows.flowOf(id, body));
    const reason = body.event === "dropped" && body.note !== "" ? `: ${body.note}` : "";
    return `${body.event} ${joined(parts)}${reason}`;
  }
}
