import { escapeXml } from "../svg/shapes.ts";

/** What a page may do: show itself, with what stands in it. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";

/** The scripts of pages carry preact, whose licence asks for this notice. */
const NOTICE = "Carries preact, Copyright (c) 2015-present Jason Miller, MIT License";

/** The parts of a page. */
export interface PageParts {
  readonly title: string;
  /** What a reader without JavaScript misses: "This page draws a timeline". */
  readonly purpose: string;
  readonly style: string;
  readonly script: string;
  /** The id of the element that holds the data for the script. */
  readonly dataId: string;
}

/**
 * An HTML page that has everything in itself: it opens from a file and asks no
 * network. `data` is JSON in pieces, in which no "<" may stand as it is: none
 * of its texts could then end the script that it stands in.
 */
export function* pageChunks(parts: PageParts, data: Iterable<string>): Generator<string> {
  yield `<!doctype html>
<!-- ${NOTICE} -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeXml(parts.title)} - cablepull</title>
<style>
${parts.style}</style>
</head>
<body>
<noscript>${parts.purpose}, for which it needs JavaScript.</noscript>
<div id="app"></div>
<script type="application/json" id="${parts.dataId}">
`;
  yield* data;
  yield `
</script>
<script>
${parts.script}</script>
</body>
</html>
`;
}
