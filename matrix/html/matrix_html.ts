import { pageChunks, type PageParts } from "../../timeline/files.ts";
import type { Answer } from "../answer.ts";
import { packMatrix } from "./pack.ts";
import SCRIPT from "./page.min.js" with { type: "text" };
import STYLE from "./page.css" with { type: "text" };

const PARTS: PageParts = {
  title: "How a connection ends",
  purpose: "This page draws a table",
  style: STYLE,
  script: SCRIPT,
  dataId: "matrix",
};

/**
 * All answers as one HTML page: a table of one state at a time with the
 * systems beside each other, narrowed by action, data, loss and peer. The page
 * has everything in itself and asks no network.
 */
export function* matrixHtmlChunks(answers: readonly Answer[], digest: string): Generator<string> {
  const text = JSON.stringify(packMatrix(answers, digest)).replaceAll("<", "\\u003c");
  yield* pageChunks(PARTS, [text]);
}
