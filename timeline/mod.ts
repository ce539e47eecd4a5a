/** The timeline of a run: its records, their causes, digest, exports, view and expectations. */
export { connectionNamed, connectionNames } from "./connection_names.ts";
export { diffTimelines } from "./diff/diff_lines.ts";
export type { TimelineDiff } from "./diff/diff_lines.ts";
export { digest } from "./digest.ts";
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
export { htmlChunks } from "./html/html.ts";
export type { PageHead } from "./html/packed.ts";
export { pageChunks } from "./html/page.ts";
export type { PageParts } from "./html/page.ts";
export { jsonChunks } from "./json.ts";
export { mermaidLines } from "./mermaid.ts";
export { type StateCount, stateCounts } from "./state_counts.ts";
export { RecordStream } from "./ndjson/record_stream.ts";
export { packetdrillLines } from "./packetdrill/script.ts";
export { pcapngChunks } from "./pcapng/pcapng.ts";
export type { PcapngOptions } from "./pcapng/pcapng.ts";
export { perfettoChunks } from "./perfetto/perfetto.ts";
export type { HostInfo, LinkInfo, NicInfo, RunInfo } from "./run_info.ts";
export { timelineJsonSchema, timelineSchema } from "./schema.ts";
export type { TimelineJson } from "./schema.ts";
export { finalStates, statePath } from "./state_paths.ts";
export type { Stay } from "./state_paths.ts";
export { svgChunks } from "./svg/svg.ts";
export type { LadderHead } from "./svg/svg.ts";
export { Timeline } from "./timeline.ts";
export { why } from "./why/cause_chain.ts";
export { findCall } from "./why/find_call.ts";
export { storyLines } from "./why/story.ts";
export { summaryLines, textLines } from "./text/text.ts";
export type { TextOptions } from "./text/text.ts";
