import type { Verdict } from "../expectations/verdict.ts";
import type { TimelineJson } from "../schema.ts";
import type { Timeline } from "../timeline.ts";
import { packTimeline } from "./pack.ts";
import type { PageHead } from "./packed.ts";
import { pageChunks, type PageParts } from "./page.ts";
import SCRIPT from "./viewer.min.js" with { type: "text" };
import STYLE from "./viewer.css" with { type: "text" };

/**
 * A timeline as one HTML page to look into it: a space-time diagram with one
 * lane for each host, that can be zoomed, filtered and searched, and in which
 * each record tells what led to it.
 *
 * The page has everything in itself: it opens from a file and asks no network.
 * `head` and `verdicts` are those of the run; an export has both
 * (`htmlChunks(json, json, json.expectations)`).
 */
export function* htmlChunks(
  timeline: Timeline | TimelineJson,
  head: PageHead,
  verdicts: readonly Verdict[],
): Generator<string> {
  const parts: PageParts = {
    title: head.title === "" ? "Timeline" : head.title,
    purpose: "This page draws a timeline",
    style: STYLE,
    script: SCRIPT,
    dataId: "timeline",
  };
  yield* pageChunks(parts, jsonPieces(packTimeline(timeline, head, verdicts)));
}

/** A JSON object field by field; no text in it can end the script that it stands in. */
function* jsonPieces(fields: object): Generator<string> {
  let before = "{";
  for (const [name, value] of Object.entries(fields)) {
    yield `${before}\n${JSON.stringify(name)}:`;
    yield JSON.stringify(value).replaceAll("<", "\\u003c");
    before = ",";
  }
  yield "\n}\n";
}
