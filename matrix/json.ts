import { VERSION } from "../topologies/mod.ts";
import type { Answer } from "./answer.ts";

/** All answers as one JSON object: format, version, digest and cells; durations are nanoseconds. */
export function* matrixJsonChunks(answers: Iterable<Answer>, digest: string): Generator<string> {
  const head = { format: "cablepull-matrix", version: VERSION, digest };
  yield `${JSON.stringify(head).slice(0, -1)},"cells":[\n`;
  let before = "";
  for (const { cell, ...answer } of answers) {
    const shown = answer.impossible === "" ? answer : { impossible: answer.impossible };
    yield `${before}${JSON.stringify({ ...cell, ...shown })}`;
    before = ",\n";
  }
  yield "\n]}\n";
}
