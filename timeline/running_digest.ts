import type { Nanos } from "../engine/base/time.ts";
import { blankPacket, type Packet } from "../engine/wire/mod.ts";
import type { ConnectionInfo, RecordBody, RecordId } from "../nodes/records.ts";
import { type DigestHash, digestText, LocalHash } from "./digest_hash.ts";
import { digestPacket } from "./digest_packet.ts";
import { digestBody, digestConnection, digestForm } from "./digest_record.ts";
import { DigestWriter, writtenBytes } from "./digest_writer.ts";
import type { RecordColumns } from "./record_columns.ts";
import { type FormId, NO_FORM, type RecordForms } from "./record_forms.ts";
import { RecordRow } from "./record_row.ts";

/** Stands before the first record, so that a new form of digest never equals an old one. */
const FORM = "cablepull-digest-1";

/** A form that has so many records is laid out once for all others; a small run has few of each. */
const MANY = 16;

/** What is written of the texts of a form, before the numbers of its record and behind them. */
interface FormBytes {
  readonly kind: Uint8Array;
  readonly form: Uint8Array;
}

/** The digest of a timeline whose records are told one after the other, in their order. */
export class RunningDigest {
  readonly #hash: DigestHash;
  readonly #out: DigestWriter;

  /** By the numbers of the forms, which must all be of one run. */
  readonly #forms: (FormBytes | undefined)[] = [];
  readonly #uses: number[] = [];
  readonly #row = new RecordRow();
  readonly #scratch: Packet = blankPacket();

  constructor(hash: DigestHash = new LocalHash()) {
    this.#hash = hash;
    this.#out = new DigestWriter(hash);
    this.#out.text(FORM);
  }

  /** The next record. */
  add(at: Nanos, cause: RecordId, body: RecordBody): void {
    this.#out.number(at);
    this.#out.number(cause);
    digestBody(this.#out, body);
  }

  /** The next record, which stands in columns. */
  addOf(columns: RecordColumns, id: RecordId): void {
    const out = this.#out;
    const row = this.#row;
    columns.read(id, row);
    const { at, cause, form } = row;
    if (form === NO_FORM) return this.add(at, cause, columns.bodyOf(id));
    const bytes = this.#bytesOf(columns.forms, form);
    out.number(at);
    out.number(cause);
    if (bytes === undefined) out.text(columns.forms.of(form).kind);
    else out.written(bytes.kind);
    out.number(row.connection);
    out.number(row.extra);
    if (bytes === undefined) digestForm(out, columns.forms.of(form));
    else out.written(bytes.form);
    if (row.hasPacket) digestPacket(out, columns.packetOf(row, this.#scratch));
  }

  /** The digest of all, with the connections and when the run ended. To be called once. */
  finish(connections: readonly ConnectionInfo[], endedAt: Nanos): string {
    this.#out.text("connections");
    for (const info of connections) digestConnection(this.#out, info);
    this.#out.number(endedAt);
    this.#out.flush();
    return digestText(this.#hash);
  }

  /** The bytes of a form, undefined as long as few records have it. */
  #bytesOf(forms: RecordForms, id: FormId): FormBytes | undefined {
    const bytes = this.#forms[id];
    if (bytes !== undefined) return bytes;
    const uses = (this.#uses[id] ?? 0) + 1;
    this.#uses[id] = uses;
    if (uses < MANY) return undefined;
    const form = forms.of(id);
    return this.#forms[id] = {
      kind: writtenBytes((out) => out.text(form.kind)),
      form: writtenBytes((out) => digestForm(out, form)),
    };
  }
}
