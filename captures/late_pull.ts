import type { Capture, CapturedFault } from "./capture.ts";

/** How long the command that takes the carrier away may take, in milliseconds. */
const LONGEST_MS = 2;

/** By how much the times of a played segment and of the recorded one differ at most there. */
const SLACK_MS = 0.6;

/**
 * When a fault takes effect, in milliseconds: a cable that is pulled, once the
 * last segment was seen that the recording still shows on it. The time of the
 * fault is that of the command, which has not done its work yet.
 */
export function effectOf(capture: Capture, fault: CapturedFault): number {
  if (fault.kind !== "cable" || fault.plugged === true) return fault.atMs;
  let effect = fault.atMs;
  for (const { atMs } of capture.segments[fault.side ?? "client"]) {
    if (atMs > fault.atMs && atMs < fault.atMs + LONGEST_MS) effect = atMs + SLACK_MS;
  }
  return effect;
}

/** Whether some fault of a capture takes effect later than its command. */
export function hasLatePull(capture: Capture): boolean {
  return capture.faults.some((fault) => effectOf(capture, fault) > fault.atMs);
}
