import { formatDuration } from "../duration.ts";
import type { RecordJson } from "../schema_records.ts";
import { callParts, linkText, processText, resultParts, tcpText } from "../text/event_text.ts";
import { joined, printable } from "../text/parts.ts";
import type { Beat } from "./beats.ts";
import { startOf } from "./call_reasons.ts";
import type { Past, RecordOf } from "./past.ts";
import { type Stranger, strangerOf } from "./segment_reasons.ts";
import { segmentJsonText } from "./segment_words.ts";
import { isGivingUp, lostOf } from "./state_reasons.ts";

/** A step of a story in words. */
export function beatWords(past: Past, { record, last, count }: Beat): string {
  const words = recordWords(past, record);
  if (count === 1) return words;
  return `${words} ${count} times, the last time at ${formatDuration(last.at)} (#${last.id})`;
}

/** What a record says, as a sentence without its full stop. */
export function recordWords(past: Past, record: RecordJson): string {
  return printable(wordsOf(past, record));
}

function wordsOf(past: Past, record: RecordJson): string {
  switch (record.kind) {
    case "segment":
      return segmentWords(past, record);
    case "state":
      return `${record.connection ?? record.host} goes from ${record.from} to ${record.to}: ` +
        record.rule + lostWords(past, record);
    case "timer":
      return timerWords(record);
    case "tcp":
      return `the sender of ${record.connection ?? record.host} has ${tcpText(record)}`;
    case "call":
      return callWords(past, record);
    case "process":
      return `${processText(record)} on ${record.host}`;
    case "fault":
      return `a fault of the topology: ${record.event} ${record.target}${noteOf(record.note)}`;
    case "link":
      return `link ${linkText(record)}`;
    case "nic":
      return `${record.host}.${record.nic}: ${record.event}${noteOf(record.note)}`;
    case "host":
      return `host ${record.host} ${record.event}${noteOf(record.note)}`;
  }
}

function segmentWords(past: Past, record: RecordOf<"segment">): string {
  const text = segmentJsonText(record);
  const note = noteOf(record.note);
  if (record.event === "dropped") return `${text} is lost at ${record.host}: ${record.note}`;
  if (record.event === "received") {
    const sent = past.causeOf(record);
    const took = sent?.kind === "segment" ? ` after ${formatDuration(record.at - sent.at)}` : "";
    return `${record.host} receives ${text}${took}`;
  }
  const stranger = strangerOf(past, record);
  if (stranger === null) return `${record.host} sends ${text}${note}`;
  const asked = past.causeOf(record);
  const number = asked === null ? "" : ` #${asked.id}`;
  return `${record.host} answers${number} with ${text}: ${strangerWords(record, stranger)}`;
}

function strangerWords(record: RecordOf<"segment">, { ended, door }: Stranger): string {
  const port = `port ${record.tcp?.sourcePort ?? 0}`;
  if (ended !== null) {
    const ago = formatDuration(record.at - ended.at);
    return `${ended.connection ?? "its connection"} ended ${ago} before (#${ended.id})`;
  }
  if (door === null) return `nobody listens on ${port}`;
  if (door.closed !== null) return `nobody listens on ${port} any more (#${door.closed.id})`;
  const waiting = door.waiting === 1 ? "1 connection waits" : `${door.waiting} connections wait`;
  return `the backlog is full: ${waiting} to be accepted (#${door.listen.id})`;
}

function lostWords(past: Past, record: RecordOf<"state">): string {
  if (!isGivingUp(record.rule)) return "";
  const lost = lostOf(past, record);
  const [first, last] = [lost[0], lost.at(-1)];
  if (first === undefined || last === undefined) return "";
  if (lost.length === 1) return `, as a segment was lost (#${first.id})`;
  return `, as ${lost.length} segments were lost (#${first.id} to #${last.id})`;
}

function timerWords(record: RecordOf<"timer">): string {
  const timer = `the ${record.timer} timer of ${record.connection ?? record.host}`;
  if (record.event === "fired") return `${timer} fires`;
  if (record.event === "cancelled") return `${timer} is cancelled`;
  const due = record.deadline === null ? "ever" : formatDuration(record.deadline - record.at);
  return `${timer} is set for ${due}`;
}

function callWords(past: Past, record: RecordOf<"call">): string {
  const thread = record.thread === "main" ? "" : `/${record.thread}`;
  const who = `${record.host}.${record.process}${thread}`;
  const call = joined(callParts(record));
  if (record.event === "started") return `${who} calls ${call}`;
  const start = startOf(past, record);
  const waited = start === null || start.at === record.at
    ? ""
    : `, called ${formatDuration(record.at - start.at)} before (#${start.id})`;
  const result = joined(resultParts(record)).replace(/^ = /, "");
  return `${call} of ${who} returns ${result}${waited}`;
}

function noteOf(note: string): string {
  return note === "" ? "" : ` (${note})`;
}
