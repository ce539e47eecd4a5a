import type { RecordJson } from "../schema_records.ts";
import type { Past, RecordOf } from "./past.ts";
import { firewallWords, strangerOf } from "./segment_reasons.ts";
import { lingerOf, lostOf, pendingOf } from "./state_reasons.ts";

/** The records of a story in one sentence: the last of them that decided; "" where none did. */
export function gistOf(past: Past, records: readonly RecordJson[]): string {
  for (let i = records.length - 1; i >= 0; i--) {
    const record = records[i];
    const gist = record === undefined ? "" : gistOfRecord(past, record);
    if (gist !== "") return gist + rootOf(records);
  }
  return "";
}

/** The fault that all began with, if one did. */
function rootOf(records: readonly RecordJson[]): string {
  const fault = records.find((record) => record.kind === "fault");
  if (fault === undefined) return "";
  return `; it began with the fault: ${fault.event} ${fault.target} (#${fault.id})`;
}

function gistOfRecord(past: Past, record: RecordJson): string {
  if (record.kind === "segment") return gistOfReset(past, record);
  return record.kind === "state" ? gistOfState(past, record) : "";
}

function gistOfReset(past: Past, record: RecordOf<"segment">): string {
  const refused = firewallWords(record);
  if (refused !== "" && record.event === "sent") {
    return refused.startsWith("rejected")
      ? `a rule of the firewall of ${record.host} refused a segment in the receiver's name`
      : `the firewall of ${record.host} did not know the connection${
        refused.slice(refused.indexOf(":"))
      }`;
  }
  const stranger = strangerOf(past, record);
  if (stranger === null) return "";
  const { ended, door } = stranger;
  if (ended !== null) {
    return `${record.host} no longer knew the connection (#${ended.id}: ${ended.rule}) ` +
      `when a segment of it arrived`;
  }
  const port = record.tcp?.sourcePort ?? 0;
  if (door === null || door.closed !== null) return `nobody listened on port ${port}`;
  return `the backlog of port ${port} was full`;
}

function gistOfState(past: Past, record: RecordOf<"state">): string {
  const { host, rule } = record;
  if (rule.includes("unread")) return `${host} closed with data that nobody had read`;
  if (rule.includes("after shutdown of receiving")) {
    return `data came to ${host} after its program had shut down receiving`;
  }
  if (rule.includes("after close")) return `data came to ${host} after its program had closed`;
  if (rule.includes("listener was closed")) {
    return `${host} stopped listening before it accepted the connection`;
  }
  if (rule.includes("reset: aborted")) return gistOfAbort(past, record);
  if (rule.includes("interface of its address")) {
    return `${host} lost the address of the connection with its interface`;
  }
  if (rule.includes("R2 is reached")) {
    return `${host} sent again and again and got no answer${lostBy(past, record)}`;
  }
  if (rule.includes("keep-alive")) {
    return `${host} got no answer to its keep-alive probes${lostBy(past, record)}`;
  }
  return "";
}

function gistOfAbort(past: Past, record: RecordOf<"state">): string {
  const { host } = record;
  if (lingerOf(past, record) !== null) return `${host} closed with an SO_LINGER time of 0`;
  const pending = pendingOf(past, record);
  return pending === null
    ? `${host} aborted the connection`
    : `${host} closed while its own ${pending.call} was waiting`;
}

function lostBy(past: Past, record: RecordOf<"state">): string {
  const [first] = lostOf(past, record);
  if (first === undefined) return "";
  const [reason = ""] = first.note.split(" (");
  return ` (${reason}: #${first.id})`;
}
