import { diffTimelines, type TimelineDiff, type TimelineJson } from "../timeline/files.ts";
import { BadInput, ExitStatus } from "./failure.ts";
import { readTimeline } from "./read_timeline.ts";
import { print, type Streams } from "./streams.ts";

/**
 * Compares two timelines and prints where they part: status 0 if the same
 * happened in both, 1 if not.
 *
 * @throws {BadInput} if a file is no timeline, or standard input is there twice.
 */
export async function diffCommand(
  one: string,
  other: string,
  streams: Streams,
): Promise<ExitStatus> {
  if (one === "-" && other === "-") {
    throw new BadInput("<stdin>: can be read only once: - is there more than once");
  }
  const first = await readTimeline(one, streams.stdin);
  const second = await readTimeline(other, streams.stdin);
  const { equal, lines } = compared(first, second, [one, other]);
  await print(streams.stdout, lines.map((line) => `${line}\n`));
  return equal ? ExitStatus.Ok : ExitStatus.ExpectationFailed;
}

function compared(
  one: TimelineJson,
  other: TimelineJson,
  names: readonly [string, string],
): TimelineDiff {
  try {
    return diffTimelines(one, other, names);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadInput(`${names.join(" or ")}: ${error.message}`);
  }
}
