import { NEVER } from "../../engine/base/time.ts";
import { blankPacket, type Packet, type Segment } from "../../engine/wire/mod.ts";
import type { ConnectionId, ConnectionInfo, RecordId, SegmentRecord } from "../../nodes/records.ts";
import { DigitPattern, NULL } from "../digit_pattern.ts";
import { RecordExporter } from "../json_record.ts";
import { type FormId, NO_FORM, type SegmentForm } from "../record_forms.ts";
import { RecordRow } from "../record_row.ts";
import type { ByteBuffer } from "./byte_buffer.ts";
import type { RecordWindow } from "./record_window.ts";
import {
  hasPattern,
  MOST_NUMBERS,
  putSegment,
  segmentKeys,
  segmentShape,
} from "./segment_numbers.ts";

/** What stands before the numbers of a timer's line, in their order. */
const TIMER_KEYS = ['{"id":', ',"at":', ',"cause":', ',"deadline":'];

/** The same of the line of a sender's variables. */
const TCP_KEYS = [
  ...['{"id":', ',"at":', ',"cause":', ',"cwnd":', ',"ssthresh":', ',"pipe":', ',"srtt":'],
  ...[',"rttvar":', ',"rto":'],
];

/** Patterns that are kept: for each form, connection and kind of segment, by a hash of them. */
const PATTERNS = 1 << 10;

/** What lines must have in common besides the places of their numbers. */
interface Kept {
  readonly pattern: DigitPattern;
  readonly form: FormId;
  readonly connection: ConnectionId;
  readonly name: string | undefined;
  readonly shape: number;
  readonly source: number;
  readonly destination: number;
  /** A text that differs within a form, "" where none does. */
  readonly word: string;
}

/**
 * Writes records as lines of JSON, each the text that `RecordExporter` and
 * `JSON.stringify` make of it. Those of segments and timers are mostly made of
 * an earlier line.
 */
export class LineWriter {
  readonly #window: RecordWindow;
  readonly #names: readonly string[];
  readonly #out: ByteBuffer;
  readonly #exporter: RecordExporter;
  readonly #kept: (Kept | null)[] = new Array(PATTERNS).fill(null);
  /** What had no pattern the last time that the place in {@linkcode #kept} was looked at. */
  readonly #missed = new Float64Array(PATTERNS);
  readonly #numbers = new Float64Array(MOST_NUMBERS);
  readonly #row = new RecordRow();
  readonly #scratch = blankPacket();

  /** `names` are those of the connections so far: number `n` at `n - 1`. */
  constructor(window: RecordWindow, names: readonly string[], out: ByteBuffer) {
    this.#window = window;
    this.#names = names;
    this.#out = out;
    this.#exporter = new RecordExporter(window, names);
  }

  /** Writes the line of a record. */
  write(id: RecordId): void {
    const { columns } = this.#window;
    const row = this.#row;
    columns.read(id, row);
    const { cause, form: formId, connection, extra } = row;
    const numbers = this.#numbers;
    numbers[0] = id;
    numbers[1] = row.at;
    numbers[2] = cause === 0 ? NULL : cause;
    if (formId === NO_FORM) return this.#writeWhole(id);
    const form = columns.forms.of(formId);
    if (form.kind === "timer") {
      numbers[3] = extra === NEVER ? NULL : extra;
      return this.#writeLike(id, formId, connection, TIMER, 0, 0, "");
    }
    const packet = columns.packetOf(row, this.#scratch);
    const segment = packet.segment;
    if (segment === null || !hasPattern(segment)) return this.#writeAnew(id);
    numbers[3] = extra === 0 ? NULL : extra;
    if (connection === 0) {
      const flow = this.#exporter.flows.flowOf(id, columns.bodyOf(id) as SegmentRecord);
      if (flow === null) return this.#writeAnew(id);
      putSegment(numbers, packet, segment, flow.seq, flow.ack);
    } else {
      const info = this.#window.connectionOf(connection);
      const isOut = isOutward(form, packet, segment, info);
      const { iss, irs } = info;
      putSegment(numbers, packet, segment, isOut ? iss : irs, isOut ? irs : iss);
    }
    const shape = segmentShape(packet, segment);
    this.#writeLike(id, formId, connection, shape, packet.source, packet.destination, "");
  }

  /** Writes a record that has no form; those of a sender's variables come often where they come. */
  #writeWhole(id: RecordId): void {
    const body = this.#window.columns.bodyOf(id);
    if (body.kind !== "tcp") return this.#writeAnew(id);
    const numbers = this.#numbers;
    numbers[3] = body.cwnd;
    numbers[4] = body.ssthresh;
    numbers[5] = body.pipe;
    numbers[6] = body.srtt;
    numbers[7] = body.rttvar;
    numbers[8] = body.rto;
    this.#writeLike(id, NO_FORM, body.connection, TCP, 0, 0, body.congestionState);
  }

  /** Writes a line with these numbers, by the pattern of an earlier one if there is one. */
  #writeLike(
    id: RecordId,
    form: FormId,
    connection: ConnectionId,
    shape: number,
    source: number,
    destination: number,
    word: string,
  ): void {
    const hash = Math.imul(form, 0x9e3779b1) ^ Math.imul(connection, 0x85ebca6b) ^
      Math.imul(shape, 0xc2b2ae35);
    const slot = (hash ^ hash >>> 15) & (PATTERNS - 1);
    const kept = this.#kept[slot]!;
    const name = this.#names[connection - 1];
    if (kept !== null) {
      const isLike = kept.form === form && kept.connection === connection &&
        kept.shape === shape && kept.source === source && kept.destination === destination &&
        kept.name === name && kept.word === word;
      if (isLike && kept.pattern.set(this.#numbers)) return this.#out.bytes(kept.pattern.bytes);
    }
    const text = this.#textOf(id);
    const length = this.#out.text(text);
    // A line that comes once is no pattern: what comes again is.
    if (this.#missed[slot] !== hash) {
      this.#missed[slot] = hash;
      return;
    }
    const keys = keysOf(shape);
    const pattern = DigitPattern.of(text, this.#out.last(length), keys, this.#numbers);
    if (pattern === null) return;
    this.#kept[slot] = { pattern, form, connection, name, shape, source, destination, word };
  }

  #writeAnew(id: RecordId): void {
    this.#out.text(this.#textOf(id));
  }

  #textOf(id: RecordId): string {
    return `${JSON.stringify(this.#exporter.export(id))}\n`;
  }
}

/** The shapes of lines that are of no segment. */
const TIMER = 0;
const TCP = 1;

function keysOf(shape: number): readonly string[] {
  if (shape === TIMER) return TIMER_KEYS;
  return shape === TCP ? TCP_KEYS : segmentKeys(shape);
}

/** Whether a connection's end is the one that sent the segment, as `Flows` has it. */
function isOutward(
  { event }: SegmentForm,
  packet: Packet,
  segment: Segment,
  info: ConnectionInfo,
): boolean {
  if (event !== "dropped") return event === "sent";
  return info.localAddress === packet.source && info.localPort === segment.sourcePort;
}
