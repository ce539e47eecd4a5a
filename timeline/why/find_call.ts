import type { RecordId } from "../../nodes/records.ts";
import type { TimelineJson } from "../schema.ts";
import type { Timeline } from "../timeline.ts";
import type { RecordOf } from "./past.ts";
import { exportedRecords } from "../exported_records.ts";

/**
 * The record in which a call returned: the `nth` (from 1) of those that the
 * name means, or without it the first that failed, or else the last.
 *
 * The name is of the form "client.recv" or "client.app.recv" (host, process,
 * call); "" means every call.
 *
 * @throws {RangeError} if no such call returned, or not so many.
 */
export function findCall(
  timeline: Timeline | TimelineJson,
  name: string,
  nth: number | null = null,
): RecordId {
  const returned = callsNamed(timeline, name);
  const what = name === "" ? "a call" : `call "${name}"`;
  if (returned.length === 0) {
    const host = name.split(".")[0] ?? "";
    const others = new Set(
      callsNamed(timeline, "").filter((it) => it.host === host).map((it) => `${host}.${it.call}`),
    );
    const hint = others.size === 0 ? "" : `; these did: ${[...others].join(", ")}`;
    throw new RangeError(`Cannot find ${what}: it must have returned: it never did${hint}`);
  }
  if (nth === null) {
    const found = returned.find(({ result }) => result?.error !== "") ?? returned.at(-1);
    return found?.id ?? 0;
  }
  const found = returned[nth - 1];
  if (found !== undefined) return found.id;
  throw new RangeError(
    `Cannot find ${what}: its number must be from 1 to ${returned.length}: it is ${nth}`,
  );
}

function callsNamed(timeline: Timeline | TimelineJson, name: string): RecordOf<"call">[] {
  const source = exportedRecords(timeline);
  const found: RecordOf<"call">[] = [];
  for (let id = 1; id <= source.size; id++) {
    const record = source.recordOf(id);
    if (record.kind !== "call" || record.event !== "returned") continue;
    const { host, process, call } = record;
    if (name === "" || name === `${host}.${call}` || name === `${host}.${process}.${call}`) {
      found.push(record);
    }
  }
  return found;
}
