import { seqAdd, seqDiff, seqLEQ } from "./seq.ts";
import type { Tcb } from "./tcb.ts";

/**
 * Marks where a write of `length` bytes up to `end` is pushed in between: at the
 * end of each segment behind which half of the largest window seen would have
 * gone without a push (Linux forced_push). Decided when the user writes, not
 * when the segment leaves.
 */
export function markForcedPushes(tcb: Tcb, length: number, end: number): void {
  const { snd, pushMarks } = tcb;
  const start = seqAdd(end, -length);
  const isNewSegment = seqLEQ(start, snd.nxt) || seqDiff(start, snd.fillStart) >= snd.mss;
  if (isNewSegment) snd.fillStart = start;
  const half = snd.maxWnd >> 1;
  let full = seqAdd(snd.fillStart, snd.mss);
  for (; seqLEQ(full, end); full = seqAdd(full, snd.mss)) {
    snd.fillStart = full;
    if (seqDiff(full, snd.pushedEnd) <= half) continue;
    pushMarks.add(full);
    snd.pushedEnd = full;
  }
}
