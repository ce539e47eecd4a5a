import type { Nanos } from "../engine/base/time.ts";
import { digestText, LocalHash } from "./digest_hash.ts";
import { RunningDigest } from "./running_digest.ts";
import type { Timeline } from "./timeline.ts";

/** What a timeline had when its digest was computed. */
interface Known {
  readonly size: number;
  readonly connections: number;
  readonly endedAt: Nanos;
  readonly digest: string;
}

/** The views and exports of a long run would each hash all of its payloads. */
const known = new WeakMap<Timeline, Known>();

/**
 * The digest of a timeline: SHA-256 over its records in order, every field of
 * them and the bytes of every payload, and over its connections; in the form
 * "sha256:" and 64 hexadecimal digits.
 *
 * Two timelines have the same digest if, and as good as only if, the same
 * things happened at the same times for the same causes.
 */
export function digest(timeline: Timeline): string {
  const { size, endedAt, connections: { length: connections } } = timeline;
  const before = known.get(timeline);
  const isSame = before?.size === size && before.connections === connections &&
    before.endedAt === endedAt;
  if (isSame) return before.digest;
  const digest = computed(timeline);
  known.set(timeline, { size, connections, endedAt, digest });
  return digest;
}

function computed(timeline: Timeline): string {
  const running = new RunningDigest();
  for (let id = 1; id <= timeline.size; id++) {
    running.addOf(timeline.columns, id);
  }
  return running.finish(timeline.connections, timeline.endedAt);
}

/** One digest of many texts, such as the digests of runs: SHA-256 over all of them, one after the other. */
export function digestOfTexts(texts: Iterable<string>): string {
  const hash = new LocalHash();
  const encoder = new TextEncoder();
  for (const text of texts) hash.update(encoder.encode(text));
  return digestText(hash);
}
