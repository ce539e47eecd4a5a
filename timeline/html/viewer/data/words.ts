import { formatDuration } from "../../../duration.ts";
import type { RecordJson } from "../../../schema_records.ts";
import {
  callParts,
  faultText,
  hostText,
  linkText,
  nicText,
  processText,
  resultParts,
  tcpText,
} from "../../../text/event_text.ts";
import { ALWAYS, joined, printable } from "../../../text/parts.ts";
import { segmentJsonText } from "../../../why/segment_words.ts";

/** What a record says beside its lane, without time and host. */
export function labelOf(record: RecordJson): string {
  return printable(plainLabel(record));
}

function plainLabel(record: RecordJson): string {
  switch (record.kind) {
    case "segment": {
      const note = record.note === "" ? "" : ` (${record.note})`;
      return segmentJsonText(record) + note;
    }
    case "state":
      return `${record.from} \u2192 ${record.to}`;
    case "timer": {
      if (record.event !== "set") return `${record.timer} timer ${timerWord(record.event)}`;
      const due = record.deadline === null ? "ever" : formatDuration(record.deadline - record.at);
      return `${record.timer} timer set for ${due}`;
    }
    case "call": {
      const call = joined(callParts(record));
      return record.event === "started" ? `${call} \u2026` : call + joined(resultParts(record));
    }
    case "process":
      return processText(record);
    case "fault":
      return `fault: ${faultText(record)}`;
    case "link":
      return linkText(record);
    case "nic":
      return nicText(record);
    case "host":
      return hostText(record);
    case "tcp":
      return tcpText(record);
  }
}

function timerWord(event: "fired" | "cancelled"): string {
  return event === "fired" ? "fires" : "cancelled";
}

/** The same where room is short: without arguments and numbers of errors, and of a state only the new one. */
export function shortLabelOf(record: RecordJson): string {
  if (record.kind === "state") return `\u2192 ${record.to}`;
  if (record.kind !== "call") return labelOf(record);
  const [name] = callParts({ ...record, args: {} });
  const call = `${name?.text ?? record.call})`;
  if (record.event === "started") return printable(`${call} \u2026`);
  return printable(call + joined(resultParts(record).filter(({ keep }) => keep === ALWAYS)));
}

/** Where a record happened: "client", or "cable" of a link; "" where it is nowhere. */
export function placeOf(record: RecordJson): string {
  if ("host" in record && record.host !== "") return record.host;
  return record.kind === "link" ? record.link : "";
}

/** All that a search looks through. */
export function searchText(record: RecordJson): string {
  const parts = [`#${record.id}`, record.kind, placeOf(record), labelOf(record)];
  if ("event" in record) parts.push(record.event);
  if ("connection" in record && record.connection !== null) parts.push(record.connection);
  if (record.kind === "state") parts.push(record.rule);
  if (record.kind === "call") parts.push(`${record.host}.${record.process}.${record.call}`);
  if (record.kind === "segment" && record.tcp !== null) {
    parts.push(`${record.tcp.sourcePort}`, `${record.tcp.destinationPort}`, record.link);
  }
  return parts.join(" ").toLowerCase();
}
