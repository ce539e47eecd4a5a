import { htmlChunks, type TimelineJson } from "../timeline/files.ts";
import { BadInput, ExitStatus } from "./failure.ts";
import { Interrupt } from "./interrupt.ts";
import { OutputFile } from "./output_file.ts";
import { readTimeline } from "./read_timeline.ts";
import { print, type Streams } from "./streams.ts";

/** Where `report` is to write. */
export interface ReportOptions {
  html?: string;
}

/**
 * Makes an HTML page of a timeline that `run --json` wrote.
 *
 * @throws {BadInput} if the file is no timeline, or the page cannot be written.
 * @throws {Interruption} if Ctrl-C comes while it is written.
 */
export async function reportCommand(
  path: string,
  { html = "-" }: ReportOptions,
  streams: Streams,
): Promise<ExitStatus> {
  const timeline = await readTimeline(path, streams.stdin);
  if (html === "-") {
    await print(streams.stdout, chunksOf(timeline, path));
    return ExitStatus.Ok;
  }
  const interrupt = new Interrupt();
  const file = await OutputFile.open(html, [path], "--html", "timeline");
  try {
    await file.write(chunksOf(timeline, path), () => interrupt.count > 0);
  } finally {
    interrupt.stop();
    await file.close();
  }
  return ExitStatus.Ok;
}

/** @throws {BadInput} if the records of the timeline do not follow each other. */
function* chunksOf(timeline: TimelineJson, path: string): Generator<string> {
  try {
    yield* htmlChunks(timeline, timeline, timeline.expectations);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadInput(`${path === "-" ? "<stdin>" : path}: ${error.message}`);
  }
}
