import type { RecordBody, RecordId, SegmentRecord } from "../../nodes/records.ts";
import { connectionNames } from "../connection_names.ts";
import { formatDuration, formatSeconds } from "../duration.ts";
import { UNICODE } from "../text/glyphs.ts";
import { RecordText } from "../text/record_text.ts";
import type { Timeline } from "../timeline.ts";
import { isSentOn } from "./sent_on.ts";

/** What a note begins with where the same segment was sent before. */
const RETRANSMISSION = "retransmission: ";

/**
 * Says in words why a packet was sent, whether it is a retransmission, and
 * what became of it. Every sentence names its record.
 */
export class Comments {
  readonly #timeline: Timeline;
  readonly #text: RecordText;
  readonly #names: readonly string[];
  /** The cause that was put into words last. */
  #latest: RecordId = 0;
  #latestText = "";

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#text = new RecordText(timeline, UNICODE);
    this.#names = connectionNames(timeline.connections);
  }

  /**
   * Of a packet that leaves a NIC, or, where its own record says that it was
   * dropped, would have left; `drops` are the records of later losses.
   */
  ofSent(id: RecordId, body: SegmentRecord, drops: readonly RecordId[]): string[] {
    const comments = [`Record ${id}${this.#connection(body)}: ${this.#why(id, body)}`];
    const { why, refusal } = splitNote(body);
    comments.push(...kindOf(why));
    if (refusal !== "") comments.push(`Dropped: never left ${placeOf(body)}: ${refusal}`);
    for (const drop of drops) comments.push(this.#drop(drop));
    return comments;
  }

  /** Of a packet that arrives at a NIC. */
  ofReceived(id: RecordId, body: SegmentRecord): string[] {
    const sent = this.#sendingOf(id);
    if (sent === 0) return [`Record ${id}${this.#connection(body)}: received`];
    const { host, nic } = this.#timeline.bodyOf(sent) as SegmentRecord;
    const took = formatDuration(this.#timeline.atOf(id) - this.#timeline.atOf(sent));
    const way = `sent by ${host}.${nic} ${took} ago (record ${sent})`;
    return [`Record ${id}${this.#connection(body)}: received; ${way}`];
  }

  /** The record of the sending that a chain of causes comes from, by way of a fault perhaps. */
  #sendingOf(id: RecordId): RecordId {
    for (let cause = this.#timeline.causeOf(id); cause !== 0;) {
      const body = this.#timeline.bodyOf(cause);
      if (body.kind === "segment") return body.event === "sent" ? cause : 0;
      cause = this.#timeline.causeOf(cause);
    }
    return 0;
  }

  #connection({ connection }: SegmentRecord): string {
    const name = this.#names[connection - 1];
    return name === undefined ? "" : `, ${name}`;
  }

  #why(id: RecordId, body: SegmentRecord): string {
    const verb = body.event === "sent" ? "sent" : "not sent";
    const states: string[] = [];
    let cause = this.#timeline.causeOf(id);
    while (cause !== 0 && this.#timeline.bodyOf(cause).kind === "state") {
      states.unshift(`${this.#text.what(cause)} (record ${cause})`);
      cause = this.#timeline.causeOf(cause);
    }
    if (cause === 0) return [verb, ...states].join(" after ");
    const reason = `${this.#reason(cause, body)} (record ${cause})`;
    return [`${verb} ${reason}`, ...states].join(", then ");
  }

  /** How a record made a packet leave. */
  #reason(cause: RecordId, sent: SegmentRecord): string {
    const body: RecordBody = this.#timeline.bodyOf(cause);
    const what = this.#what(cause);
    switch (body.kind) {
      case "call":
        return `for the call ${what}`;
      case "timer":
        return `as a timer ran out: ${what}`;
      case "segment":
        if (body.event === "received" && isSentOn(sent.packet, body.packet)) {
          return `on from NIC ${body.nic}`;
        }
        return `in answer to what was ${what}`;
      default:
        return `because of this: ${what}`;
    }
  }

  /** What a record says; several packets in a row have the same cause. */
  #what(id: RecordId): string {
    if (id !== this.#latest) {
      this.#latest = id;
      this.#latestText = this.#text.what(id);
    }
    return this.#latestText;
  }

  #drop(id: RecordId): string {
    const body = this.#timeline.bodyOf(id) as SegmentRecord;
    const where = placeOf(body);
    const at = formatSeconds(this.#timeline.atOf(id), 9);
    const corrupted = body.corrupted ? "corrupted on its way and " : "";
    const cause = this.#timeline.causeOf(id);
    const fault = cause !== 0 && this.#isIncident(cause)
      ? `, because of this: ${this.#text.what(cause)} (record ${cause})`
      : "";
    return `Dropped: ${corrupted}lost at ${where} at ${at} s (record ${id}): ${body.note}${fault}`;
  }

  #isIncident(id: RecordId): boolean {
    return ["fault", "link", "nic", "host"].includes(this.#timeline.bodyOf(id).kind);
  }
}

/** Where a packet was last seen: "client.eth0, link cable". */
function placeOf({ host, nic, link }: SegmentRecord): string {
  const place = nic === "" ? host : `${host}.${nic}`;
  return link === "" ? place : `${place}, link ${link}`;
}

/** Why a packet was made, and of one that never left what held it: "no carrier (delayed ACK)". */
function splitNote({ event, note }: SegmentRecord): { why: string; refusal: string } {
  if (event === "sent") return { why: note, refusal: "" };
  const [, refusal = note, why = ""] = /^(.*?) \((.*)\)$/.exec(note) ?? [];
  return { why, refusal };
}

function kindOf(why: string): string[] {
  if (why === "") return [];
  if (!why.startsWith(RETRANSMISSION)) return [`Kind: ${why}`];
  return [`Retransmission, because of: ${why.slice(RETRANSMISSION.length)}`];
}
