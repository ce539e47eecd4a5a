import type { RecordJson } from "../schema_records.ts";
import type { Past, RecordOf } from "./past.ts";

/** Why a call returned what it did. What a program calls is its own will. */
export function callReasons(past: Past, record: RecordOf<"call">): (RecordJson | null)[] {
  if (record.event === "started") return [];
  const cause = past.causeOf(record);
  if (!isStartOf(cause, record)) return [cause];
  return [cause, givenBefore(past, record)];
}

/** The start of the call that returned here, or null. */
export function startOf(past: Past, record: RecordOf<"call">): RecordOf<"call"> | null {
  return past.last("call", record.id, (call) => isStartOf(call, record));
}

function isStartOf(record: RecordJson | null, returned: RecordOf<"call">): boolean {
  return record !== null && record.kind === "call" && record.event === "started" &&
    record.host === returned.host && record.process === returned.process &&
    record.thread === returned.thread && record.call === returned.call;
}

/** What had made the answer of a call that did not have to wait; null where nothing had. */
function givenBefore(past: Past, record: RecordOf<"call">): RecordJson | null {
  const { result, connection } = record;
  if (result === null || connection === null) return null;
  const isEnd = result.value === 0 && record.call === "recv";
  if (result.error === "" && !isEnd) return null;
  return shutdownFor(past, record, result.error) ??
    past.last("state", record.id, (state) =>
      state.connection === connection &&
      (state.to === "CLOSED" || (isEnd && state.to === "CLOSE-WAIT")));
}

/** The program's own `shutdown` that a call runs into, or null. */
function shutdownFor(
  past: Past,
  { id, connection, call }: RecordOf<"call">,
  error: string,
): RecordOf<"call"> | null {
  const isSending = /^send|^write/.test(call);
  if (!/^(EPIPE|WSAESHUTDOWN|ESHUTDOWN|)$/.test(error)) return null;
  const hows = isSending ? /WR$|RDWR$|SEND$|BOTH$/i : /_RD$|RDWR$|RECEIVE$|BOTH$/i;
  return past.last("call", id, (other) =>
    other.call === "shutdown" && other.event === "started" &&
    other.connection === connection && hows.test(String(other.args["how"] ?? "")));
}
