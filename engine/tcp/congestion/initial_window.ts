/** Which rule gives the initial window. */
export type InitialWindowRule = "rfc5681" | "rfc6928";

/**
 * The initial congestion window in bytes.
 *
 * - `rfc5681` (3.1): two, three or four segments, the fewer the larger they are;
 * - `rfc6928` (2): ten segments, at most 14,600 bytes unless two are more.
 *
 * A sender whose SYN or SYN-ACK was lost starts with one segment instead
 * (RFC 5681 3.1), which the caller sees to.
 */
export function initialWindow(rule: InitialWindowRule, smss: number): number {
  if (rule === "rfc6928") return Math.min(10 * smss, Math.max(2 * smss, 14_600));
  if (smss > 2190) return 2 * smss;
  if (smss > 1095) return 3 * smss;
  return 4 * smss;
}
