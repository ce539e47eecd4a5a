import type { Verdict } from "../expectations/verdict.ts";
import type { TimelineJson } from "../schema.ts";
import { escapeXml } from "../svg/shapes.ts";
import type { Timeline } from "../timeline.ts";
import { packTimeline } from "./pack.ts";
import type { PageHead } from "./packed.ts";
import SCRIPT from "./viewer.min.js" with { type: "text" };
import STYLE from "./viewer.css" with { type: "text" };

/** What a page may do: show itself, with what stands in it. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";

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
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeXml(head.title === "" ? "Timeline" : head.title)} - cablepull</title>
<style>
${STYLE}</style>
</head>
<body>
<noscript>This page draws a timeline, for which it needs JavaScript.</noscript>
<div id="app"></div>
<script type="application/json" id="timeline">`;
  const packed = packTimeline(timeline, head, verdicts);
  yield* jsonPieces(packed);
  yield `</script>
<script>
${SCRIPT}</script>
</body>
</html>
`;
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
