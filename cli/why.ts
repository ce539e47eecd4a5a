import { findCall, storyLines, type TimelineJson } from "../timeline/files.ts";
import { BadInput, ExitStatus } from "./failure.ts";
import { readTimeline } from "./read_timeline.ts";
import { print, type Streams } from "./streams.ts";

/** What `why` was asked. */
export interface WhyOptions {
  record?: number;
  call?: string;
  nth?: number;
}

/**
 * Prints how a record of a timeline came about.
 *
 * @throws {BadInput} if the file is no timeline, or has no such record.
 */
export async function whyCommand(
  path: string,
  options: WhyOptions,
  streams: Streams,
): Promise<ExitStatus> {
  if (options.record !== undefined && (options.call ?? options.nth) !== undefined) {
    throw new BadInput("--record must be there alone: it is there with --call or --nth");
  }
  const timeline = await readTimeline(path, streams.stdin);
  const lines = linesOf(timeline, options, path);
  await print(streams.stdout, lines.map((line) => `${line}\n`));
  return ExitStatus.Ok;
}

function linesOf(timeline: TimelineJson, options: WhyOptions, path: string): string[] {
  try {
    const { record, call = "", nth = null } = options;
    return storyLines(timeline, record ?? findCall(timeline, call, nth));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadInput(`${path === "-" ? "<stdin>" : path}: ${error.message}`);
  }
}
