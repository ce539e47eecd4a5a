import { blankPacket, type Packet } from "../../engine/wire/mod.ts";
import type { RecordId, SegmentRecord } from "../../nodes/records.ts";
import { NO_FORM, type SegmentForm } from "../record_forms.ts";
import { RecordRow } from "../record_row.ts";
import type { RunInfo } from "../run_info.ts";
import type { Timeline } from "../timeline.ts";
import { BlockWriter, COMMENTS_CAPACITY } from "./block_writer.ts";
import {
  Direction,
  writeComments,
  writeInterface,
  writePacket,
  writePlainPacket,
  writeSection,
} from "./blocks.ts";
import { CommentPatterns } from "./comment_patterns.ts";
import { Comments } from "./comments.ts";
import { Fates } from "./fates.ts";
import { Interfaces } from "./interfaces.ts";
import { packetBytes } from "./packet_bytes.ts";
import { plainLength } from "./plain_packet.ts";

const CHUNK = 1 << 16;

/** What a capture is to show. */
export interface PcapngOptions {
  /** Only these NICs: "client.eth0". Without it, all. */
  nics?: readonly string[];
  /**
   * Whether a piece may be overwritten when the next one is asked for: it is for
   * who has written it to a file by then, and saves a copy of all.
   */
  inPlace?: boolean;
}

/**
 * A timeline as a capture in the pcapng format (draft-ietf-opsawg-pcapng), in
 * pieces of about 64 kB: every NIC is an interface, and every packet has its
 * bytes, its direction and comments that say why it was sent, that it is a
 * retransmission, and where and why it was dropped. Times are virtual, in
 * nanoseconds from 1970.
 *
 * A dropped packet is on its sender's interface only, and so is one that never
 * left for want of a carrier or a route. One that was corrupted is there with
 * a wrong checksum.
 *
 * A reader that follows connections takes what both ends of a link show for
 * the same connection twice: give it one NIC.
 *
 * @throws {RangeError} if the run has no NIC of such a name.
 *
 * @example The capture of a run, in memory
 * ```ts
 * import { pcapngChunks } from "./pcapng.ts";
 * import { Timeline } from "../timeline.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const run = {
 *   title: "Nothing happens",
 *   version: "0.1.0",
 *   seed: 1,
 *   partial: false,
 *   topology: null,
 *   hosts: [{ name: "client", os: "linux", nics: [{ name: "eth0", address: "10.0.0.1/24" }] }],
 *   links: [],
 * };
 * const capture = new Blob([...pcapngChunks(new Timeline(), run, { nics: ["client.eth0"] })]);
 * strictEqual((await capture.text()).includes("client.eth0"), true);
 * ```
 */
export function* pcapngChunks(
  timeline: Timeline,
  run: RunInfo,
  options: PcapngOptions = {},
): Generator<Uint8Array<ArrayBuffer>> {
  const inPlace = options.inPlace ?? false;
  const interfaces = new Interfaces(run, options.nics ?? null);
  for (const nic of options.nics ?? []) mustBeThere(nic, interfaces);
  const out = new BlockWriter();
  writeSection(out, `cablepull ${run.version}`, headComment(run));
  for (const it of interfaces.all) writeInterface(out, it);
  const capture = new Capture(timeline, interfaces, out);
  for (let id = 1; id <= timeline.size; id++) {
    capture.add(id);
    if (out.length >= CHUNK) yield inPlace ? out.takeInPlace() : out.take();
  }
  if (out.length > 0) yield inPlace ? out.takeInPlace() : out.take();
}

function mustBeThere(nic: string, { all }: Interfaces): void {
  if (all.some(({ name }) => name === nic)) return;
  throw new RangeError(`Cannot write pcapng: a NIC must be one of the run: it is "${nic}"`);
}

function headComment(run: RunInfo): string {
  const title = run.title === "" ? "" : `${run.title}; `;
  return `${title}seed ${run.seed}${run.partial ? "; the beginning of the run only" : ""}`;
}

/** Writes the records of segments, in their order. */
class Capture {
  readonly #timeline: Timeline;
  readonly #interfaces: Interfaces;
  readonly #out: BlockWriter;
  readonly #comments: Comments;
  readonly #patterns: CommentPatterns;
  readonly #fates: Fates;
  readonly #row = new RecordRow();
  readonly #scratch: Packet = blankPacket();
  /** The comments of one packet, as options. */
  readonly #texts = new BlockWriter(COMMENTS_CAPACITY);
  /** The interface of each form, by its number. */
  readonly #numbers: number[] = [];

  constructor(timeline: Timeline, interfaces: Interfaces, out: BlockWriter) {
    this.#timeline = timeline;
    this.#interfaces = interfaces;
    this.#out = out;
    this.#comments = new Comments(timeline);
    this.#patterns = new CommentPatterns(timeline, this.#comments);
    this.#fates = new Fates(timeline);
  }

  /** Writes a record, if it is of a segment that is to be shown. */
  add(id: RecordId): void {
    const { columns } = this.#timeline;
    const row = this.#row;
    columns.read(id, row);
    if (row.form !== NO_FORM) {
      const form = columns.forms.of(row.form);
      if (form.kind === "timer" || this.#addPlain(id, row, form)) return;
    }
    const body = columns.bodyOf(id);
    if (body.kind === "segment") this.#addAny(id, body);
  }

  /** Writes a record at once whose packet and comments are as most are; false if they are not. */
  #addPlain(id: RecordId, row: RecordRow, form: SegmentForm): boolean {
    const { columns } = this.#timeline;
    if (form.event === "dropped" || form.nic === "") return false;
    const isSent = form.event === "sent";
    if (isSent && this.#fates.isDropped(id)) return false;
    const packet = columns.packetOf(row, this.#scratch);
    const length = plainLength(packet);
    if (length === 0) return false;
    const number = this.#numbers[row.form] ??= this.#interfaces.ofNic(form.host, form.nic);
    if (number < 0) return true;
    const comments = this.#patterns.of(id, row, form, packet);
    if (comments === null) return false;
    const direction = isSent ? Direction.Outbound : Direction.Inbound;
    writePlainPacket(this.#out, number, row.at, packet, length, direction, comments);
    return true;
  }

  #addAny(id: RecordId, body: SegmentRecord): void {
    switch (body.event) {
      case "sent": {
        const drops = this.#fates.dropsOf(id);
        return this.#write(id, body, drops, Direction.Outbound);
      }
      case "dropped":
        if (this.#fates.neverLeft(id, body)) this.#write(id, body, [], Direction.Outbound);
        return;
      case "received":
        return this.#write(id, body, [], Direction.Inbound);
    }
  }

  #write(
    id: RecordId,
    body: SegmentRecord,
    drops: readonly RecordId[],
    direction: Direction,
  ): void {
    const number = this.#interfaces.of(body);
    if (number < 0) return;
    const comments = direction === Direction.Inbound
      ? this.#comments.ofReceived(id, body)
      : this.#comments.ofSent(id, body, drops);
    const hit = drops.length > 0 ? this.#hitOf(drops) : null;
    const { packet } = body;
    const at = this.#timeline.atOf(id);
    const length = hit === null ? plainLength(packet) : 0;
    if (length > 0) {
      writeComments(this.#texts, comments);
      const options = this.#texts.takeInPlace();
      return writePlainPacket(this.#out, number, at, packet, length, direction, options);
    }
    const bytes = packetBytes(packet, hit !== null, hit ?? "");
    writePacket(this.#out, number, at, bytes, direction, comments);
  }

  /** What was found wrong with a copy that was hit on its way, if one of the drops was of such a one. */
  #hitOf(drops: readonly RecordId[]): string | null {
    for (const drop of drops) {
      const { corrupted, note } = this.#timeline.bodyOf(drop) as SegmentRecord;
      if (corrupted) return note;
    }
    return null;
  }
}
