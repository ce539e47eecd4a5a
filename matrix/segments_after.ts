import { Flag, flagsText, type Segment } from "../engine/wire/mod.ts";
import type { RecordId } from "../nodes/records.ts";
import { groupThousands, type Timeline } from "../timeline/mod.ts";
import { LOCAL } from "./programs.ts";
import { ACTION_AT } from "./times.ts";

/** The way of a segment: from the local side, or from its peer. */
type Arrow = ">" | "<";

/**
 * The segments that were sent from the action on, in order: "> FIN,ACK",
 * "< RST,ACK lost", "> ACK x3" for as many alike. Data that flows one way is one
 * item, its ACKs between included: "> 85,520 bytes".
 */
export function segmentsAfter(timeline: Timeline): string[] {
  const lost = lostSendings(timeline);
  const list = new SegmentList();
  for (let id: RecordId = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "segment" || body.event !== "sent" || timeline.atOf(id) < ACTION_AT) continue;
    const arrow = body.host === LOCAL ? ">" : "<";
    list.add(arrow, body.packet.segment, lost.has(id));
  }
  return list.finish();
}

function lostSendings(timeline: Timeline): Set<RecordId> {
  const lost = new Set<RecordId>();
  for (let id: RecordId = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind === "segment" && body.event === "dropped") lost.add(body.sent);
  }
  return lost;
}

class SegmentList {
  readonly #items: string[] = [];
  #text = "";
  #count = 0;
  #arrow: Arrow = ">";
  #bytes = 0;
  /** ACKs of the data so far: forgotten where more data follows. */
  #acks = 0;

  add(arrow: Arrow, segment: Segment | null, isLost: boolean): void {
    if (segment !== null && isPlainData(segment) && !isLost) return this.#addData(arrow, segment);
    const text = `${arrow} ${segment === null ? "ICMP" : textOf(segment)}${isLost ? " lost" : ""}`;
    if (this.#bytes > 0 && text === `${opposite(this.#arrow)} ACK`) {
      this.#acks++;
      return;
    }
    this.#endData();
    this.#addText(text);
  }

  finish(): string[] {
    this.#endData();
    this.#endText();
    return this.#items;
  }

  #addData(arrow: Arrow, segment: Segment): void {
    if (this.#bytes > 0 && arrow !== this.#arrow) this.#endData();
    this.#endText();
    this.#arrow = arrow;
    this.#bytes += segment.dataLength;
    this.#acks = 0;
  }

  #endData(): void {
    if (this.#bytes === 0) return;
    const [arrow, acks] = [this.#arrow, this.#acks];
    this.#items.push(`${arrow} ${groupThousands(this.#bytes)} bytes`);
    this.#bytes = 0;
    this.#acks = 0;
    for (let i = 0; i < acks; i++) this.#addText(`${opposite(arrow)} ACK`);
  }

  #addText(text: string): void {
    if (text !== this.#text) this.#endText();
    this.#text = text;
    this.#count++;
  }

  #endText(): void {
    if (this.#count > 0) {
      this.#items.push(this.#count === 1 ? this.#text : `${this.#text} x${this.#count}`);
    }
    this.#text = "";
    this.#count = 0;
  }
}

function isPlainData({ flags, dataLength }: Segment): boolean {
  return dataLength > 0 && (flags & (Flag.Fin | Flag.Syn | Flag.Rst)) === 0;
}

function textOf({ flags, dataLength }: Segment): string {
  const names = flagsText(flags & ~Flag.Psh);
  return dataLength === 0 ? names : `${names} with ${groupThousands(dataLength)} bytes`;
}

function opposite(arrow: Arrow): Arrow {
  return arrow === ">" ? "<" : ">";
}
