import type { Answer } from "../answer.ts";
import { packMatrix } from "./pack.ts";
import SCRIPT from "./page.min.js" with { type: "text" };
import STYLE from "./page.css" with { type: "text" };

/** What the page may do: show itself, with what stands in it. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";

/**
 * All answers as one HTML page: a table of one state at a time with the
 * systems beside each other, narrowed by action, data, loss and peer. The page
 * has everything in itself and asks no network.
 */
export function* matrixHtmlChunks(answers: readonly Answer[], digest: string): Generator<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>How a connection ends - cablepull</title>
<style>
${STYLE}</style>
</head>
<body>
<noscript>This page draws a table, for which it needs JavaScript.</noscript>
<div id="app"></div>
<script type="application/json" id="matrix">
`;
  // No text in it can end the script that it stands in.
  yield JSON.stringify(packMatrix(answers, digest)).replaceAll("<", "\\u003c");
  yield `
</script>
<script>
${SCRIPT}</script>
</body>
</html>
`;
}
