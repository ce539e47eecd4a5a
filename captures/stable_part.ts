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
  // What parts them at the client, the server did one way earlier.
  return side === "client" ? at : at - link.oneWayDelayMs;
}

/** Whether a segment only acknowledges. */
export function isPureAck(segment: CapturedSegment): boolean {
  return segment.flags === "A" && segment.len === 0;
}
