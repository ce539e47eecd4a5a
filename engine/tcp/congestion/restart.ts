import type { SlowStartWindow } from "./slow_start.ts";

/**
 * After idle time: the window falls to the restart window min(IW, cwnd) at once
 * (RFC 5681 4.1), or halves for each RTO that was idle, and what the path bore
 * stays remembered as three quarters of it in ssthresh (RFC 2861 2). Windows
 * stay multiples of `unit`.
 */
export function restartWindow(
  window: SlowStartWindow,
  initialWindow: number,
  halvings: number,
  unit: number,
): void {
  const least = Math.min(initialWindow, window.cwnd);
  if (halvings === Infinity) {
    window.cwnd = least;
    return;
  }
  const half = Math.floor(window.cwnd / (2 * unit)) * unit;
  const quarter = Math.floor(window.cwnd / (4 * unit)) * unit;
  window.ssthresh = Math.max(window.ssthresh, half + quarter);
  for (let i = 0; i < halvings && window.cwnd > least; i++) {
    window.cwnd = Math.max(Math.floor(window.cwnd / (2 * unit)) * unit, least);
  }
}
