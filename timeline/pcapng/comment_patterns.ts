import { blankPacket, Flag, type Packet, type Segment } from "../../engine/wire/mod.ts";
import type { ConnectionId, RecordId, SegmentRecord } from "../../nodes/records.ts";
import { DigitPattern } from "../digit_pattern.ts";
import { type FormId, NO_FORM, type SegmentForm } from "../record_forms.ts";
import { RecordRow } from "../record_row.ts";
import type { Timeline } from "../timeline.ts";
import { BlockWriter, COMMENTS_CAPACITY, OPTION_HEAD } from "./block_writer.ts";
import { writeComments } from "./blocks.ts";
import type { Comments } from "./comments.ts";
import { isSentOn } from "./sent_on.ts";

/** What stands before the numbers in the first comment of a packet that arrives or goes on. */
const RECORD_KEYS = ["Record ", "(record "];
/** The same of one that is sent in answer to a segment. */
const ANSWER_KEYS = ["Record ", " seq=", " ack=", " len=", "(record "];

/** In place of the flags of a segment that was answered: it is the same one that is sent on. */
const FORWARDED = -1;

/** What of a segment has words of its own in a comment. */
const TELLING_FLAGS = Flag.Syn | Flag.Urg;

/** Patterns that are kept, by a hash of what they have in common. */
const PATTERNS = 1 << 12;

/** What comments must have in common besides the places of their numbers. */
interface Kept {
  readonly pattern: DigitPattern;
  readonly form: FormId;
  readonly connection: ConnectionId;
  readonly causeForm: FormId;
  readonly causeConnection: ConnectionId;
  /** The time that a packet took, or the flags of the one that was answered; or FORWARDED. */
  readonly detail: number;
}

/**
 * The comments of most packets, made of earlier ones: those of a packet that
 * arrives as it was sent, of one that a router sends on, and of one that is sent
 * in answer to a plain segment.
 */
export class CommentPatterns {
  readonly #timeline: Timeline;
  readonly #comments: Comments;
  readonly #kept: (Kept | null)[] = new Array(PATTERNS).fill(null);
  /** What had no pattern the last time that the place in {@linkcode #kept} was looked at. */
  readonly #missed = new Float64Array(PATTERNS);
  readonly #numbers = new Float64Array(ANSWER_KEYS.length);
  readonly #scratch = new BlockWriter(COMMENTS_CAPACITY);
  readonly #causeRow = new RecordRow();
  readonly #answered = blankPacket();

  constructor(timeline: Timeline, comments: Comments) {
    this.#timeline = timeline;
    this.#comments = comments;
  }

  /**
   * The comments of a packet, which has a form, as options of its block; only
   * good until the next time. null where they cannot be made of earlier ones.
   */
  of(id: RecordId, row: RecordRow, form: SegmentForm, packet: Packet): Uint8Array | null {
    const { columns } = this.#timeline;
    const { cause } = row;
    if (cause === 0) return null;
    const causeRow = this.#causeRow;
    columns.read(cause, causeRow);
    if (causeRow.form === NO_FORM) return null;
    const causeForm = columns.forms.of(causeRow.form);
    if (causeForm.kind !== "segment") return null;
    const numbers = this.#numbers;
    numbers[0] = id;
    if (form.event === "received") {
      if (causeForm.event !== "sent") return null;
      numbers[1] = cause;
      return this.#like(id, row, causeRow, row.at - causeRow.at, RECORD_KEYS);
    }
    if (form.event !== "sent" || causeForm.event !== "received") return null;
    const answered = columns.packetOf(causeRow, this.#answered);
    const { segment } = answered;
    if (segment === null) return null;
    if (isSentOn(packet, answered)) {
      numbers[1] = cause;
      return this.#like(id, row, causeRow, FORWARDED, RECORD_KEYS);
    }
    const { connection } = causeRow;
    if (connection === 0 || !isPlain(answered, segment)) return null;
    const { iss, irs } = this.#timeline.connectionOf(connection);
    numbers[1] = (segment.seq - irs) >>> 0;
    numbers[2] = (segment.ack - iss) >>> 0;
    numbers[3] = segment.dataLength;
    numbers[4] = cause;
    return this.#like(id, row, causeRow, segment.flags, ANSWER_KEYS);
  }

  /** Comments with these numbers, by the pattern of earlier ones if there is one. */
  #like(
    id: RecordId,
    { form, connection }: RecordRow,
    { form: causeForm, connection: causeConnection }: RecordRow,
    detail: number,
    keys: readonly string[],
  ): Uint8Array | null {
    const hash = Math.imul(form, 0x9e3779b1) ^ Math.imul(connection, 0x85ebca6b) ^
      Math.imul(causeForm, 0xc2b2ae35) ^ Math.imul(detail, 0x27d4eb2f);
    const slot = (hash ^ hash >>> 15) & (PATTERNS - 1);
    const kept = this.#kept[slot]!;
    if (kept !== null) {
      const isLike = kept.form === form && kept.connection === connection &&
        kept.causeForm === causeForm && kept.causeConnection === causeConnection &&
        kept.detail === detail;
      if (isLike && kept.pattern.set(this.#numbers)) return kept.pattern.bytes;
    }
    // Comments that come once are no pattern: what comes again is.
    if (this.#missed[slot] !== hash) {
      this.#missed[slot] = hash;
      return null;
    }
    const body = this.#timeline.bodyOf(id) as SegmentRecord;
    const comments = body.event === "received"
      ? this.#comments.ofReceived(id, body)
      : this.#comments.ofSent(id, body, []);
    const text = comments[0]!;
    if (keys.some((key) => text.indexOf(key) !== text.lastIndexOf(key))) return null;
    writeComments(this.#scratch, comments);
    const pattern = DigitPattern.of(text, this.#scratch.take(), keys, this.#numbers, OPTION_HEAD);
    if (pattern === null) return null;
    this.#kept[slot] = { pattern, form, connection, causeForm, causeConnection, detail };
    return pattern.bytes;
  }
}

/** Whether a comment says of a segment no more than its flags and three numbers. */
function isPlain({ tos }: Packet, { flags, window, options }: Segment): boolean {
  return tos === 0 && window !== 0 && (flags & TELLING_FLAGS) === 0 && (flags & Flag.Ack) !== 0 &&
    options.sack === null && options.mss === 0 && options.windowScale < 0 &&
    !options.sackPermitted && options.userTimeout < 0;
}
