import type { RecordId } from "../../nodes/records.ts";
import { formatDuration } from "../duration.ts";
import type { TimelineJson } from "../schema.ts";
import { table } from "../text/table.ts";
import type { Timeline } from "../timeline.ts";
import { beatsOf } from "./beats.ts";
import { gather } from "./gather.ts";
import { gistOf } from "./gist.ts";
import { Past } from "./past.ts";
import { exportedRecords } from "../exported_records.ts";
import { beatWords, recordWords } from "./words.ts";

/**
 * How a record came about, as a short story in words, a line for each step in
 * the order of time, each with the number of its record; then the reason in
 * one sentence, where there is one.
 *
 * It follows causes, and goes beyond them where a cause only set something
 * off: from a reset for want of a connection to what had ended that
 * connection, from an abort to the option that asked for it, from a time-out
 * to what had lost the segments.
 *
 * @throws {RangeError} if the timeline has no such record.
 */
export function storyLines(timeline: Timeline | TimelineJson, id: RecordId): string[] {
  const past = new Past(exportedRecords(timeline));
  const subject = past.recordOf(id);
  const records = gather(past, id);
  let at = -1;
  const rows = beatsOf(records, id).map((beat) => {
    const time = beat.record.at === at ? "" : formatDuration(beat.record.at);
    at = beat.record.at;
    return [time, `#${beat.record.id}`, beatWords(past, beat)];
  });
  const gist = gistOf(past, records);
  return [
    `Why #${id}: ${recordWords(past, subject)}`,
    "",
    ...table(rows, [0, 1]).map((line) => `  ${line}`),
    ...(gist === "" ? [] : ["", `In short: ${gist}`]),
  ];
}
