import type { RecordId } from "../../nodes/records.ts";
import { formatSeconds } from "../duration.ts";
import type { TimelineJson } from "../schema.ts";
import { printable } from "../text/parts.ts";
import { table } from "../text/table.ts";
import { Past } from "../why/past.ts";
import { exportedRecords } from "../exported_records.ts";
import { recordWords } from "../why/words.ts";
import { changesBetween } from "./changes.ts";
import { differingFields, firstDifference } from "./first_difference.ts";

/** Records shown before the one in which two runs part, and from it on. */
const BEFORE = 3;
const AFTER = 3;

/** At most so many changes of the topology are shown. */
const MOST_CHANGES = 20;

/** What comparing two timelines found. */
export interface TimelineDiff {
  /** Whether the same happened in both: their digests are equal. */
  readonly equal: boolean;
  /** It in words. */
  readonly lines: readonly string[];
}

/**
 * Compares two timelines: what they were given differently (version, seed,
 * topology), the first record in which they part, and what stands around it
 * in either. `names` are what they are called in the text.
 *
 * @throws {RangeError} if the records of one are not numbered 1, 2, 3 and so on.
 */
export function diffTimelines(
  one: TimelineJson,
  other: TimelineJson,
  names: readonly [string, string],
): TimelineDiff {
  const id = firstDifference(one, other);
  const equal = id === 0 && one.digest === other.digest;
  const lines = [...changeLines(one, other), ""];
  if (id !== 0) lines.push(...partingLines(one, other, names, id));
  else if (equal) lines.push(`The same happened in both: ${one.records.length} records`);
  else lines.push("All records are alike but the digests differ: the bytes of the data do");
  lines.push("", ...table([[one.digest, names[0]], [other.digest, names[1]]]));
  return { equal, lines: lines.map(printable) };
}

function changeLines(one: TimelineJson, other: TimelineJson): string[] {
  const changes = changesBetween(one, other);
  if (changes.length === 0) return ["Both were given the same version, seed and topology"];
  const rows = changes.slice(0, MOST_CHANGES).map((change) => [
    `  ${change.path}`,
    `${change.one} -> ${change.other}`,
  ]);
  const more = changes.length - rows.length;
  return [
    "What was given differently:",
    ...table(rows),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function partingLines(
  one: TimelineJson,
  other: TimelineJson,
  names: readonly [string, string],
  id: RecordId,
): string[] {
  const [first, second] = [one.records[id - 1], other.records[id - 1]];
  const fields = first === undefined || second === undefined
    ? ""
    : `, by ${differingFields(first, second).join(", ")}`;
  const common = aroundLines(one, Math.max(1, id - BEFORE), id - 1);
  return [
    `They part at #${id}${fields}`,
    "",
    `  in both${common.length === 0 ? " nothing before it" : ""}`,
    ...common,
    ...sideLines(one, names[0], id),
    ...sideLines(other, names[1], id),
  ];
}

function sideLines(timeline: TimelineJson, name: string, id: RecordId): string[] {
  const lines = aroundLines(timeline, id, id + AFTER - 1);
  return lines.length === 0 ? [`  ${name} has ended`] : [`  ${name}`, ...lines];
}

function aroundLines(timeline: TimelineJson, from: RecordId, to: RecordId): string[] {
  const past = new Past(exportedRecords(timeline));
  const rows: string[][] = [];
  for (let id = from; id <= Math.min(to, timeline.records.length); id++) {
    const record = past.recordOf(id);
    rows.push([`    #${id}`, formatSeconds(record.at, 9), recordWords(past, record)]);
  }
  return table(rows);
}
