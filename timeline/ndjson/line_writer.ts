import { NEVER } from "../../engine/base/time.ts";
import { Flag, NO_OPTIONS, type Packet, type Segment } from "../../engine/wire/mod.ts";
import type { ConnectionId, ConnectionInfo, RecordId } from "../../nodes/records.ts";
import { DigitPattern, NULL } from "../digit_pattern.ts";
import { RecordExporter } from "../json_record.ts";
import { type FormId, NO_FORM, type SegmentForm } from "../record_forms.ts";
import type { ByteBuffer } from "./byte_buffer.ts";
import type { RecordWindow } from "./record_window.ts";

/** What stands before the numbers of a timer's line, in their order. */
const TIMER_KEYS = ['{"id":', ',"at":', ',"cause":', ',"deadline":'];

/** The same of a segment's line up to its options. */
const SEGMENT_KEYS = [
  ...['{"id":', ',"at":', ',"cause":', ',"sent":', '"ttl":', ',"id":', ',"tos":', ',"length":'],
  ...['"sourcePort":', ',"destinationPort":', ',"seq":', ',"ack":', ',"relativeSeq":'],
  ...[',"relativeAck":', ',"window":', ',"urgentPointer":', ',"dataLength":'],
];
const SACK_KEYS = ['"left":', ',"right":', ',"relativeLeft":', ',"relativeRight":'];
const TIMESTAMP_KEYS = ['"value":', ',"echo":'];

/** As many SACK blocks as fit into the options of a header (RFC 2018 3). */
const MOST_SACK_BLOCKS = 4;
const MOST_NUMBERS = SEGMENT_KEYS.length + MOST_SACK_BLOCKS * SACK_KEYS.length +
  TIMESTAMP_KEYS.length;

/** Patterns that are kept: for each form, connection and kind of segment, by a hash of them. */
const PATTERNS = 1 << 10;

/** What lines must have in common besides the places of their numbers. */
interface Kept {
  readonly pattern: DigitPattern;
  readonly form: FormId;
  readonly connection: ConnectionId;
  readonly name: string;
  readonly shape: number;
  readonly source: number;
  readonly destination: number;
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
    const formId = columns.formOf(id);
    if (formId === NO_FORM) return this.#writeAnew(id);
    const connection = columns.connectionOf(id);
    if (connection === 0) return this.#writeAnew(id);
    const form = columns.forms.of(formId);
    const cause = columns.causeOf(id);
    const numbers = this.#numbers;
    numbers[0] = id;
    numbers[1] = columns.atOf(id);
    numbers[2] = cause === 0 ? NULL : cause;
    const extra = columns.extraOf(id);
    if (form.kind === "timer") {
      numbers[3] = extra === NEVER ? NULL : extra;
      return this.#writeLike(id, formId, connection, 0, 0, 0);
    }
    const packet = columns.packetOf(id)!;
    const segment = packet.segment;
    if (segment === null || !hasPattern(segment)) return this.#writeAnew(id);
    numbers[3] = extra === 0 ? NULL : extra;
    const info = this.#window.connectionOf(connection);
    this.#putSegment(packet, segment, isOutward(form, packet, segment, info), info);
    const shape = shapeOf(packet, segment);
    this.#writeLike(id, formId, connection, shape, packet.source, packet.destination);
  }

  /** The numbers of a segment, in the order of their keys. */
  #putSegment(packet: Packet, segment: Segment, isOut: boolean, info: ConnectionInfo): void {
    const numbers = this.#numbers;
    const { options } = segment;
    const own = isOut ? info.iss : info.irs;
    const other = isOut ? info.irs : info.iss;
    numbers[4] = packet.ttl;
    numbers[5] = packet.id;
    numbers[6] = packet.tos;
    numbers[7] = packet.length;
    numbers[8] = segment.sourcePort;
    numbers[9] = segment.destinationPort;
    numbers[10] = segment.seq >>> 0;
    numbers[11] = segment.ack >>> 0;
    numbers[12] = (segment.seq - own) >>> 0;
    numbers[13] = (segment.flags & Flag.Ack) === 0 ? NULL : (segment.ack - other) >>> 0;
    numbers[14] = segment.window;
    numbers[15] = segment.urgentPointer;
    numbers[16] = segment.dataLength;
    let place = SEGMENT_KEYS.length;
    if (options.sack !== null) {
      for (let i = 0; i + 1 < options.sack.length; i += 2) {
        const left = options.sack[i]!;
        const right = options.sack[i + 1]!;
        numbers[place++] = left >>> 0;
        numbers[place++] = right >>> 0;
        numbers[place++] = (left - other) >>> 0;
        numbers[place++] = (right - other) >>> 0;
      }
    }
    if (options.hasTimestamps) {
      numbers[place++] = options.timestampValue >>> 0;
      numbers[place++] = options.timestampEcho >>> 0;
    }
  }

  /** Writes a line with these numbers, by the pattern of an earlier one if there is one. */
  #writeLike(
    id: RecordId,
    form: FormId,
    connection: ConnectionId,
    shape: number,
    source: number,
    destination: number,
  ): void {
    const hash = Math.imul(form, 0x9e3779b1) ^ Math.imul(connection, 0x85ebca6b) ^
      Math.imul(shape, 0xc2b2ae35);
    const slot = (hash ^ hash >>> 15) & (PATTERNS - 1);
    const kept = this.#kept[slot]!;
    const name = this.#names[connection - 1]!;
    if (kept !== null) {
      const isLike = kept.form === form && kept.connection === connection &&
        kept.shape === shape && kept.source === source && kept.destination === destination &&
        kept.name === name;
      if (isLike && kept.pattern.set(this.#numbers)) return this.#out.bytes(kept.pattern.bytes);
    }
    const text = this.#textOf(id);
    const length = this.#out.text(text);
    // A line that comes once is no pattern: what comes again is.
    if (this.#missed[slot] !== hash) {
      this.#missed[slot] = hash;
      return;
    }
    const keys = shape === 0 ? TIMER_KEYS : keysOf(shape);
    const pattern = DigitPattern.of(text, this.#out.last(length), keys, this.#numbers);
    if (pattern === null) return;
    this.#kept[slot] = { pattern, form, connection, name, shape, source, destination };
  }

  #writeAnew(id: RecordId): void {
    this.#out.text(this.#textOf(id));
  }

  #textOf(id: RecordId): string {
    return `${JSON.stringify(this.#exporter.export(id))}\n`;
  }
}

/** Whether all that its line says of its options is numbers at places that {@linkcode shapeOf} tells. */
function hasPattern({ options }: Segment): boolean {
  return options === NO_OPTIONS || options.mss === 0 && options.windowScale < 0 &&
      !options.sackPermitted && options.others === null && options.userTimeout < 0 &&
      (options.sack === null || options.sack.length <= 2 * MOST_SACK_BLOCKS);
}

const HAS_TIMESTAMPS = 1 << 8;
const DONT_FRAGMENT = 1 << 9;
const SACK_SHIFT = 10;
/** Of every segment, so that no shape is 0. */
const IS_SEGMENT = 1 << 14;

/** What is no number in a segment's line, as one: its flags, and which options it has. */
function shapeOf(packet: Packet, { flags, options }: Segment): number {
  return IS_SEGMENT | flags | (options.hasTimestamps ? HAS_TIMESTAMPS : 0) |
    (packet.dontFragment ? DONT_FRAGMENT : 0) |
    (options.sack === null ? 0 : (options.sack.length >> 1) + 1 << SACK_SHIFT);
}

function keysOf(shape: number): string[] {
  const keys = [...SEGMENT_KEYS];
  const blocks = (shape >> SACK_SHIFT & 7) - 1;
  for (let i = 0; i < blocks; i++) keys.push(...SACK_KEYS);
  if (shape & HAS_TIMESTAMPS) keys.push(...TIMESTAMP_KEYS);
  return keys;
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
