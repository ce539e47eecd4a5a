import { Flag } from "../../engine/wire/mod.ts";
import type { OptionSpec, SegmentEvent } from "../language/mod.ts";
import { specText } from "./option_specs.ts";
import { ECN_BITS, flagsText, type SeenSegment } from "./seen_segment.ts";

/**
 * What is wrong with a segment that the host sent, field by field as
 * packetdrill checks them; empty where it is as expected. `ignorePush`: whether
 * PSH may be there or not.
 */
export function differences(
  expected: SegmentEvent,
  seen: SeenSegment,
  ignorePush: boolean,
): string[] {
  const found: string[] = [];
  const check = (name: string, want: string | number, got: string | number): void => {
    if (want !== got) found.push(`${name} must be ${want}: it is ${got}`);
  };
  const mask = ignorePush ? ~Flag.Psh : ~0;
  check("flags", flagsText(expected.flags & mask), flagsText(seen.flags & mask));
  const { start, isAbsolute, length } = expected.seq;
  if (start !== null) check("seq", start >>> 0, (isAbsolute ? seen.rawSeq : seen.seq) >>> 0);
  check("payload length", length, seen.length);
  check("ack", (expected.ack ?? 0) >>> 0, seen.ack >>> 0);
  check("urg", expected.urgent ?? 0, seen.urgent);
  if (expected.window !== null) check("win", expected.window, seen.window);
  const { ecn, tos, ttl } = expected.ip;
  if (ecn !== null) check("ECN field", ECN_BITS[ecn], seen.tos & 3);
  if (tos !== null) check("tos", tos, seen.tos);
  if (ttl !== null) check("ttl", ttl, seen.ttl);
  if (expected.options !== null) {
    check("options", optionsKey(expected.options), withoutNumbers(seen.options));
  }
  if (!seen.isPayloadRight) found.push("payload must be the zeros that were written");
  return found;
}

/** Timestamps are there or not; their numbers are the host's own. */
function optionsKey(specs: readonly OptionSpec[]): string {
  return withoutNumbers(specs.map(specText));
}

function withoutNumbers(options: readonly string[]): string {
  return `<${options.map((it) => it.startsWith("TS ") ? "TS" : it).join(",")}>`;
}
