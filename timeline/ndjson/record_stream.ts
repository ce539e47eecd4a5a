import { formatIpv4 } from "../../engine/wire/mod.ts";
import type { ConnectionId, RecordId } from "../../nodes/records.ts";
import type { RunInfo } from "../run_info.ts";
import { type DigestHash, LocalHash } from "../digest_hash.ts";
import { NO_FORM } from "../record_forms.ts";
import { RunningDigest } from "../running_digest.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import { LineWriter } from "./line_writer.ts";
import { RecordWindow } from "./record_window.ts";
import { StreamNames } from "./stream_names.ts";

const CHUNK = 1 << 16;

/**
 * Writes the records of a run as lines of JSON while it goes on, and forgets
 * them: memory grows with the connections of a run, not with its records.
 *
 * The first line ({@linkcode head}) has the kind "run" and says what runs.
 * Then comes a line for each record, as in the JSON export, in order. Before
 * the first record that names a connection, and whenever more of it is known,
 * stands a line of the kind "connection"; `was` is the name that it had until
 * then, or null. The last line ({@linkcode tail}) has the kind "end" and the
 * digest of all.
 *
 * Expectations need the whole timeline and are not judged.
 */
export class RecordStream {
  /** What nodes record to. */
  readonly window: RecordWindow = new RecordWindow();
  readonly #digest: RunningDigest;
  readonly #names = new StreamNames();
  readonly #out = new ByteBuffer();
  readonly #lines = new LineWriter(this.window, this.#names.names, this.#out);
  #written = 0;

  /** `hash` is what the digest is computed with. */
  constructor(hash: DigestHash = new LocalHash()) {
    this.#digest = new RunningDigest(hash);
  }

  /** The first line. */
  head(run: RunInfo): string {
    const { version, title, seed, topology, hosts, links } = run;
    const format = "cablepull-records";
    return line({ kind: "run", format, version, title, seed, topology, hosts, links });
  }

  /**
   * The lines of all records since the last time, in pieces of about 64 kB of
   * UTF-8. To be called between two events, when all that belongs to a record
   * is known. A piece is only good until the next one is asked for.
   */
  *chunks(): Generator<Uint8Array<ArrayBuffer>> {
    const { window } = this;
    const { columns, size } = window;
    while (this.#written < size) {
      const id = ++this.#written;
      this.#digest.addOf(columns, id);
      this.#introduce(this.#connectionOf(id));
      this.#lines.write(id);
      if (this.#out.length >= CHUNK) yield this.#out.take();
    }
    window.drop();
    if (this.#out.length > 0) yield this.#out.take();
  }

  /** The last line, once all others are taken. */
  tail(isPartial: boolean): string {
    const { endedAt, size, connections } = this.window;
    const digest = this.#digest.finish(connections, endedAt);
    return line({ kind: "end", endedAt, records: size, digest, partial: isPartial });
  }

  /** The connection that a record names, 0 if none. */
  #connectionOf(id: RecordId): ConnectionId {
    const { columns } = this.window;
    if (columns.formOf(id) !== NO_FORM) return columns.connectionOf(id);
    const body = columns.bodyOf(id);
    return "connection" in body ? body.connection : 0;
  }

  /** Writes the line about a connection, where something about it is new. */
  #introduce(connection: ConnectionId): void {
    if (connection === 0) return;
    const info = this.window.connectionOf(connection);
    const was = this.#names.names[connection - 1] ?? null;
    if (!this.#names.update(connection, info)) return;
    const name = this.#names.names[connection - 1] ?? "";
    this.#out.text(line({
      kind: "connection",
      id: connection,
      name,
      was,
      host: info.host,
      localAddress: formatIpv4(info.localAddress),
      localPort: info.localPort,
      remoteAddress: formatIpv4(info.remoteAddress),
      remotePort: info.remotePort,
      iss: info.iss >>> 0,
      irs: info.irs >>> 0,
    }));
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
