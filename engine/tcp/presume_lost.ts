import type { Nanos } from "../base/time.ts";
import type { Scoreboard } from "./scoreboard.ts";
import { seqDiff, seqGT } from "./seq.ts";

/** Presumes everything lost (a retransmission timeout, RFC 5681 3.1). */
export function presumeAllLost(board: Scoreboard): void {
  for (let index = 0; index < board.count; index++) board.markLost(index);
}

/** Presumes lost the first segment, and all that were sent at `sentBy` or earlier (RFC 8985 6.3). */
export function presumeOldLost(board: Scoreboard, sentBy: Nanos): void {
  for (let index = 0; index < board.count; index++) {
    if (index === 0 || board.sentAtOf(index) <= sentBy) board.markLost(index);
  }
}

/**
 * Presumes lost what was sent before the segment that ends at `end` and was
 * sent at `sentAt`, if that is longer than `wait` ago (RFC 8985 6.2, step 5).
 * Returns how long it takes until the next one counts as lost, 0 for never.
 */
export function presumeOvertakenLost(
  board: Scoreboard,
  sentAt: Nanos,
  end: number,
  wait: Nanos,
  now: Nanos,
): Nanos {
  let longest = 0;
  for (let index = 0; index < board.count; index++) {
    if (!board.isInFlight(index)) continue;
    const own = board.sentAtOf(index);
    if (own > sentAt || (own === sentAt && !seqGT(end, board.endAt(index)))) continue;
    const remaining = own + wait - now;
    if (remaining <= 0) board.markLost(index);
    else if (remaining > longest) longest = remaining;
  }
  return longest;
}

/**
 * Presumes lost what has more than `bytes` of SACKed data, or at least
 * `segments` SACKed segments, above it (RFC 6675 4, IsLost).
 */
export function presumeLostBelowSacks(board: Scoreboard, segments: number, bytes: number): void {
  let above = 0;
  let bytesAbove = 0;
  for (let index = board.count - 1; index >= 0; index--) {
    if (board.isSacked(index)) {
      above++;
      bytesAbove += seqDiff(board.endAt(index), board.startAt(index));
    } else if (!board.wasSentAgain(index) && (above >= segments || bytesAbove > bytes)) {
      board.markLost(index);
    }
  }
}
