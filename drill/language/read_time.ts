import { type Nanos, seconds } from "../../engine/base/time.ts";
import type { EventTime } from "./ast.ts";
import type { Reader } from "./reader.ts";

/** The time at the start of an event, and where a call that blocks must end. */
export interface ReadTime {
  readonly time: EventTime;
  readonly end: Nanos | null;
}

const NUMBER = /(\+?)(\d+(?:\.\d+)?|\.\d+)/y;

/** So long a script may last, in seconds: what whole nanoseconds can still tell apart. */
const LONGEST = 1e6;

/** Reads `0.1`, `+0.1`, `0.1~0.2`, `+0.1~+0.2`, `+0...0.1` or `*`. */
export function readTime(reader: Reader): ReadTime {
  const { place } = reader;
  if (reader.take(/\*/y) !== null) return { time: { kind: "any" }, end: null };
  const first = reader.expect(NUMBER, "a time");
  const kind = first[1] === "+" ? "relative" : "absolute";
  const from = toNanos(reader, first[2]!);
  if (reader.takeHere(/~/y) !== null) {
    const second = reader.takeHere(/(\+?)(\d+(?:\.\d+)?|\.\d+)/y) ??
      reader.fail("expected the end of a range of time");
    if (second[1] !== first[1]) {
      reader.failAt(place, "both ends of a range must be relative, or none");
    }
    const to = toNanos(reader, second[2]!);
    if (to < from) reader.failAt(place, "a range of time must not end before it begins");
    return { time: { kind, from, to }, end: null };
  }
  let end: Nanos | null = null;
  if (reader.takeHere(/\.\.\./y) !== null) {
    end = toNanos(reader, reader.expect(/\+?(\d+(?:\.\d+)?|\.\d+)/y, "the end of a call")[1]!);
    if (end < from) reader.failAt(place, "a call must not end before it begins");
  }
  return { time: { kind, from, to: from }, end };
}

function toNanos(reader: Reader, text: string): Nanos {
  const value = Number(text);
  if (value > LONGEST) reader.fail(`a time must be at most ${LONGEST} s: it is ${text}`);
  return seconds(value);
}
