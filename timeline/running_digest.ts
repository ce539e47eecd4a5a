import { createHash } from "node:crypto";
import type { Nanos } from "../engine/base/time.ts";
import type { ConnectionInfo, RecordBody, RecordId } from "../nodes/records.ts";
import { digestBody, digestConnection } from "./digest_record.ts";
import { DigestWriter } from "./digest_writer.ts";

/** Stands before the first record, so that a new form of digest never equals an old one. */
const FORM = "cablepull-digest-1";

/** The digest of a timeline whose records are told one after the other, in their order. */
export class RunningDigest {
  readonly #hash = createHash("sha256");
  readonly #out = new DigestWriter(this.#hash);

  constructor() {
    this.#out.text(FORM);
  }

  /** The next record. */
  add(at: Nanos, cause: RecordId, body: RecordBody): void {
    this.#out.number(at);
    this.#out.number(cause);
    digestBody(this.#out, body);
  }

  /** The digest of all, with the connections and when the run ended. To be called once. */
  finish(connections: readonly ConnectionInfo[], endedAt: Nanos): string {
    this.#out.text("connections");
    for (const info of connections) digestConnection(this.#out, info);
    this.#out.number(endedAt);
    this.#out.flush();
    return `sha256:${this.#hash.digest("hex")}`;
  }
}
