import { hasTitledLink } from "./bottleneck.ts";
import { type Capture, SIDES } from "./capture.ts";
import { compareCalls } from "./compare_calls.ts";
import { compareSegments, type SegmentOptions } from "./compare_segments.ts";
import { compareStates } from "./compare_states.ts";
import type { Difference } from "./difference.ts";
import { hasEarlyCut, hasLatePull } from "./fault_effect.ts";
import { play } from "./play.ts";
import type { Playback } from "./playback.ts";

/** How strictly captures are compared. */
export type CompareOptions = SegmentOptions;

/** As the command does. */
export const COMPARE_DEFAULTS: CompareOptions = { ignoredSynOptions: [], windowsAndSack: false };

/** What came of one capture. */
export interface Comparison {
  readonly capture: Capture;
  readonly playback: Playback;
  /** By time; of equal times, segments first. None: it matches. */
  readonly differences: readonly Difference[];
  /** Names of the rules of `RULES` that let something pass. */
  readonly rules: readonly string[];
}

/** Plays a capture and compares what the engine did with what was recorded. */
export function compare(
  capture: Capture,
  options: CompareOptions = COMPARE_DEFAULTS,
): Comparison {
  const playback = play(capture);
  const findings = [
    ...SIDES.map((side) => compareSegments(capture, playback, side, options)),
    compareCalls(capture, playback),
    compareStates(capture, playback),
  ];
  const differences = findings.flatMap((it) => it.differences);
  return {
    capture,
    playback,
    differences: inOrder(differences),
    rules: [
      ...(hasLatePull(capture) ? ["late-pull"] : []),
      ...(hasEarlyCut(capture) ? ["early-cut"] : []),
      ...(hasTitledLink(capture) ? ["title-link"] : []),
      ...new Set(findings.flatMap((it) => it.rules)),
    ],
  };
}

/** Sorting keeps the order of equal times: the sender's view of a segment comes first anyhow. */
function inOrder(differences: readonly Difference[]): Difference[] {
  return [...differences].sort((a, b) => a.at - b.at);
}
