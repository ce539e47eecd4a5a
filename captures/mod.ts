/** Recordings of a real kernel, and what the engine does with the same calls and faults. */
export { type Capture, parseCapture } from "./capture.ts";
export { compare, COMPARE_DEFAULTS, type CompareOptions, type Comparison } from "./compare.ts";
export type { Difference } from "./difference.ts";
export { play } from "./play.ts";
export type { Playback } from "./playback.ts";
export { reportLines, summaryLine } from "./report.ts";
export { type RuleName, RULES } from "./rules.ts";
