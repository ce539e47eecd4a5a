import type { Capture, CapturedFault } from "./capture.ts";

/** How long the command that takes a link away may take, in milliseconds. */
const LONGEST_MS = 2;

/** By how much the times of a played segment and of the recorded one differ at most there. */
const SLACK_MS = 0.6;

/** Whether a fault takes away what a side sends by. */
function isPull({ kind, plugged, enabled, present }: CapturedFault): boolean {
  return (kind === "cable" && plugged !== true) || (kind === "nic" && enabled !== true) ||
    kind === "nic-removed" || (kind === "address" && present !== true);
}

const isCut = ({ kind, on }: CapturedFault): boolean => kind === "black-hole" && on === true;

/** The middle box notes its frames' times as it notes its own: what is noted as cut before was cut. */
function cutAt({ lost }: Capture, fault: CapturedFault): number {
  let effect = fault.atMs;
  for (const { atMs, what } of lost) {
    const isBefore = atMs <= fault.atMs && atMs > fault.atMs - LONGEST_MS;
    if (isBefore && what.startsWith("cut")) effect = Math.min(effect, atMs - SLACK_MS);
  }
  return effect;
}

/**
 * When a fault takes effect, in milliseconds: one that takes away cable, NIC or
 * address, once the last segment was seen that the recording still shows to
 * leave; a black hole, before the first frame that it took. The time of the fault is that of the command, which has not done its
 * work yet.
 */
export function effectOf(capture: Capture, fault: CapturedFault): number {
  if (isCut(fault)) return cutAt(capture, fault);
  if (!isPull(fault)) return fault.atMs;
  let effect = fault.atMs;
  for (const { atMs } of capture.segments[fault.side ?? "client"]) {
    if (atMs > fault.atMs && atMs < fault.atMs + LONGEST_MS) effect = atMs + SLACK_MS;
  }
  return effect;
}

/** Whether a black hole began before its time, by what it took. */
export function hasEarlyCut(capture: Capture): boolean {
  return capture.faults.some((fault) => effectOf(capture, fault) < fault.atMs);
}

/** Whether some fault of a capture takes effect later than its command. */
export function hasLatePull(capture: Capture): boolean {
  return capture.faults.some((fault) => effectOf(capture, fault) > fault.atMs);
}
