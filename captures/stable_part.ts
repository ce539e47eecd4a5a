import type { Capture, CapturedSegment, Side } from "./capture.ts";

/** Up to when the runs of a capture are alike at a side, in milliseconds; Infinity: to the end. */
export function stableUntil(capture: Capture, side: Side): number {
  const { stability, segments, link } = capture;
  if (stability.segmentsIdentical) return Infinity;
  const parts = (stability.variants ?? []).map((it) => it.firstDifferenceAt);
  const index = Math.min(...parts, segments.client.length);
  const at = index < segments.client.length
    ? segments.client[index]!.atMs
    : (segments.client.at(-1)?.atMs ?? 0) + 0.1;
  if (side === "client") return at;
  // What parts them at the client, the server did one way earlier.
  const parting = segments.client[index];
  const sent = segments.server.findLast((it) => it.atMs < at && isSame(it, parting));
  return sent?.atMs ?? at - link.oneWayDelayMs;
}

/** Whether a segment to the client is the one that the client saw. */
function isSame(sent: CapturedSegment, seen: CapturedSegment | undefined): boolean {
  if (seen === undefined || seen.direction !== "to-client") return false;
  return sent.direction === seen.direction && sent.flags === seen.flags &&
    sent.seq === seen.seq && sent.ack === seen.ack && sent.len === seen.len;
}

/** Whether a segment only acknowledges. */
export function isPureAck(segment: CapturedSegment): boolean {
  return segment.flags === "A" && segment.len === 0;
}
