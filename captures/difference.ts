import type { Side } from "./capture.ts";

/** Something that came out otherwise than it was recorded. */
export interface Difference {
  /** When, in milliseconds of the capture: the earlier of both. */
  readonly at: number;
  readonly side: Side;
  readonly kind: "segment" | "call" | "states";
  /** What of it differs: "SYN options", "time", "missing", "result" ... */
  readonly field: string;
  readonly theirs: string;
  readonly ours: string;
}

/** What the comparison of one part found. */
export interface Findings {
  readonly differences: readonly Difference[];
  /** Names of the rules that were needed to let something pass; see `rules.ts`. */
  readonly rules: readonly string[];
}
