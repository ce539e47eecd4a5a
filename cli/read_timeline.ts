import { type TimelineJson, timelineSchema } from "../timeline/files.ts";
import { BadInput } from "./failure.ts";
import { readInput } from "./input.ts";
import { parseJson } from "./json_text.ts";
import type { Streams } from "./streams.ts";

/** The most bytes of a timeline: what one text of the language can hold. */
const LARGEST = 500_000_000;

/** So many of a file's mistakes are told. */
const MISTAKES = 5;

/**
 * Reads a timeline that `run --json` wrote.
 *
 * @throws {BadInput} if it cannot be read, or is none.
 */
export async function readTimeline(path: string, stdin: Streams["stdin"]): Promise<TimelineJson> {
  const { name, bytes } = await readInput(path, stdin, LARGEST);
  const parsed = timelineSchema.safeParse(parseJson(new TextDecoder().decode(bytes), name));
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const lines = issues.slice(0, MISTAKES).map(({ path, message }) =>
    `${placeOf(path)}: ${message}`
  );
  const more = issues.length - lines.length;
  if (more > 0) lines.push(`and ${more} more`);
  throw new BadInput(
    `${name}: must be a timeline that run --json wrote: it is not\n  ${lines.join("\n  ")}`,
  );
}

function placeOf(path: readonly PropertyKey[]): string {
  const text = path.map((key) => typeof key === "number" ? `[${key}]` : `.${String(key)}`).join("");
  return text === "" ? "the whole" : text.replace(/^\./, "");
}
