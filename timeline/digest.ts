import { createHash } from "node:crypto";
import { digestBody, digestConnection } from "./digest_record.ts";
import { DigestWriter } from "./digest_writer.ts";
import type { Timeline } from "./timeline.ts";

/** Stands before the first record, so that a new form of digest never equals an old one. */
const FORM = "cablepull-digest-1";

/**
 * The digest of a timeline: SHA-256 over its records in order, every field of
 * them and the bytes of every payload, and over its connections; in the form
 * "sha256:" and 64 hexadecimal digits.
 *
 * Two timelines have the same digest if, and as good as only if, the same
 * things happened at the same times for the same causes.
 */
export function digest(timeline: Timeline): string {
  const hash = createHash("sha256");
  const out = new DigestWriter(hash);
  out.text(FORM);
  for (let id = 1; id <= timeline.size; id++) {
    out.number(timeline.atOf(id));
    out.number(timeline.causeOf(id));
    digestBody(out, timeline.bodyOf(id));
  }
  out.text("connections");
  for (const info of timeline.connections) digestConnection(out, info);
  out.number(timeline.endedAt);
  out.flush();
  return `sha256:${hash.digest("hex")}`;
}
