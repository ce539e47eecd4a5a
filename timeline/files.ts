/**
 * The timeline as files: written in every form, read, compared and explained. A
 * door of its own, as a door loads all that is behind it, and most runs need none of this.
 */
export { diffTimelines } from "./diff/diff_lines.ts";
export type { TimelineDiff } from "./diff/diff_lines.ts";
export { htmlChunks } from "./html/html.ts";
export type { PageHead } from "./html/packed.ts";
export { pageChunks } from "./html/page.ts";
export type { PageParts } from "./html/page.ts";
export { jsonChunks } from "./json.ts";
export { mermaidLines } from "./mermaid.ts";
export { packetdrillLines } from "./packetdrill/script.ts";
export { pcapngChunks } from "./pcapng/pcapng.ts";
export type { PcapngOptions } from "./pcapng/pcapng.ts";
export { perfettoChunks } from "./perfetto/perfetto.ts";
export { timelineJsonSchema, timelineSchema } from "./schema.ts";
export type { TimelineJson } from "./schema.ts";
export { svgChunks } from "./svg/svg.ts";
export type { LadderHead } from "./svg/svg.ts";
export { findCall } from "./why/find_call.ts";
export { storyLines } from "./why/story.ts";
