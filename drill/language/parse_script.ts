import type {
  CallEvent,
  CodeEvent,
  CommandEvent,
  EventTime,
  Script,
  ScriptEvent,
  ScriptOption,
  Unsupported,
} from "./ast.ts";
import { preprocess } from "./preprocess.ts";
import { type Defines, Reader } from "./reader.ts";
import { readExpression, readList } from "./read_expression.ts";
import { readPacket, type Start } from "./read_packet.ts";
import { readTime } from "./read_time.ts";
import type { Place } from "./script_error.ts";

const NO_DEFINES: Defines = new Map();
const UNTIMED: EventTime = { kind: "untimed" };

/**
 * Reads a packetdrill script, of Google's dialect or FreeBSD's.
 *
 * @throws {ScriptError} with `path:line:column:` where it is not one.
 *
 * @example
 * ```ts
 * import { parseScript } from "./parse_script.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const { events } = parseScript("+0 > S. 0:0(0) ack 1 <mss 1460>", "one.pkt");
 * strictEqual(events[0]?.kind, "segment");
 * ```
 */
export function parseScript(text: string, path: string, defines: Defines = NO_DEFINES): Script {
  const reader = new Reader(preprocess(text, path), path, defines);
  const unsupported: Unsupported[] = [];
  const note = (place: Place, what: string): void => void unsupported.push({ place, what });
  const options: ScriptOption[] = [];
  while (reader.sees(/--/y)) options.push(readScriptOption(reader));
  const events: ScriptEvent[] = [];
  while (!reader.isAtEnd) events.push(readEvent(reader, note));
  if (events.length === 0) reader.fail("a script must have an event");
  return { path, options, events, unsupported };
}

function readScriptOption(reader: Reader): ScriptOption {
  const { place } = reader;
  const name = reader.expect(/--([A-Za-z_]\w*)/y, "an option")[1]!;
  if (reader.takeHere(/[ \t]*=[ \t]*/y) === null) return { place, name, value: "" };
  const value = reader.expect(/"([^"\n]*)"|`([^`]*)`|[^\s"`]+/y, "the option's value");
  return { place, name, value: value[1] ?? value[2] ?? value[0] };
}

function readEvent(reader: Reader, note: (place: Place, what: string) => void): ScriptEvent {
  const { place, offset } = reader;
  if (reader.sees(/`/y)) return readCommand(reader, { place, offset, time: UNTIMED });
  const { time, end } = readTime(reader);
  const start: Start = { place, offset, time };
  const isPacket = reader.sees(/[<>]/y);
  if (end !== null && !reader.sees(/[A-Za-z_]/y)) {
    reader.failAt(place, "only calls may block until a time");
  }
  const isRange = time.kind !== "any" && time.kind !== "untimed" && time.from !== time.to;
  if (isRange || time.kind === "any") {
    if (!reader.sees(/>/y)) reader.failAt(place, "only outbound packets may have a range of time");
  }
  if (isPacket) return readPacket(reader, start, note);
  if (reader.sees(/`/y)) return readCommand(reader, start);
  if (reader.sees(/%\{/y)) return readCode(reader, start);
  if (reader.sees(/[A-Za-z_]/y)) return readCall(reader, start, end);
  return reader.fail("expected a packet, a call, a command or code behind the time");
}

function readCommand(reader: Reader, { place, offset, time }: Start): CommandEvent {
  const command = reader.expect(/`([^`]*)`/y, "a command and its closing backtick")[1]!;
  return { kind: "command", place, time, text: reader.since(offset), command };
}

function readCode(reader: Reader, { place, offset, time }: Start): CodeEvent {
  reader.expect(/%\{/y, '"%{"');
  const codePlace = reader.place;
  const code = reader.expect(/([\s\S]*?)\}%/y, 'code and its closing "}%"')[1]!;
  return { kind: "code", place, time, text: reader.since(offset), code, codePlace };
}

function readCall(reader: Reader, start: Start, end: number | null): CallEvent {
  const { place, offset, time } = start;
  const name = reader.expect(/[A-Za-z_]\w*/y, "a call")[0];
  reader.expect(/\(/y, '"(" behind the name of a call');
  const args = readList(reader, /\)/y, 0);
  reader.expect(/=/y, '"=" and what the call returns');
  const result = reader.take(/\?/y) === null
    ? readExpression(reader)
    : { kind: "ellipsis" as const, place: reader.place };
  const errno = reader.take(/(?:WSA)?E[A-Z0-9]+\b/y)?.[0] ?? null;
  reader.take(/\([^()\n]*\)/y); // a remark: "(Operation now in progress)"
  return { kind: "call", place, time, text: reader.since(offset), name, args, result, errno, end };
}
