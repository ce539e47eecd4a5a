/** The timeline of a run: its records, their causes, digest, exports, view and expectations. */
export { connectionNamed, connectionNames } from "./connection_names.ts";
export { digest, digestOfTexts } from "./digest.ts";
export { type DigestHash, LocalHash } from "./digest_hash.ts";
export { formatDuration, formatSeconds, groupThousands } from "./duration.ts";
export { describeExpectation } from "./expectations/describe.ts";
export { evaluate } from "./expectations/evaluate.ts";
export type {
  CallPattern,
  Expectation,
  Pattern,
  ProcessPattern,
  SegmentPattern,
  StatePattern,
  TimerPattern,
} from "./expectations/expectation.ts";
export type { Verdict } from "./expectations/verdict.ts";
export { type StateCount, stateCounts } from "./state_counts.ts";
export { RecordStream } from "./ndjson/record_stream.ts";
export type { HostInfo, LinkInfo, NicInfo, RunInfo } from "./run_info.ts";
export { finalStates, statePath } from "./state_paths.ts";
export type { Stay } from "./state_paths.ts";
export { Timeline } from "./timeline.ts";
export { why } from "./why/cause_chain.ts";
export { summaryLines, textLines } from "./text/text.ts";
export type { TextOptions } from "./text/text.ts";
