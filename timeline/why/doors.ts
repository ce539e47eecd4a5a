import type { RecordId } from "../../nodes/records.ts";
import type { RecordJson } from "../schema_records.ts";
import type { Past, RecordOf } from "./past.ts";

/** What stood behind a port of a host at some time. */
export interface Door {
  /** The call of `listen` that opened it. */
  readonly listen: RecordOf<"call">;
  /** What closed it before that time; null where it was still open. */
  readonly closed: RecordJson | null;
  /** Connections that were established and waited to be accepted. */
  readonly waiting: number;
}

/** The last socket that listened at that port before `before`, or null where none ever did. */
export function doorAt(past: Past, host: string, port: number, before: RecordId): Door | null {
  const listen = past.last(
    "call",
    before,
    (call) =>
      call.host === host && call.call === "listen" && call.event === "returned" &&
      call.result?.error === "" && portOf(past, call) === port,
  );
  if (listen === null) return null;
  return {
    listen,
    closed: closingOf(past, listen, before),
    waiting: waitingAt(past, host, port, before),
  };
}

function portOf(past: Past, listen: RecordOf<"call">): number {
  const bind = past.last(
    "call",
    listen.id,
    (call) => call.call === "bind" && call.event === "returned" && isSameSocket(call, listen),
  );
  const address = bind?.args["address"] ?? "";
  return Number(String(address).split(":").at(-1));
}

function isSameSocket(call: RecordOf<"call">, other: RecordOf<"call">): boolean {
  return call.host === other.host && call.process === other.process && call.socket === other.socket;
}

/** What ended a listener: its close, the end of its process, or the crash of its host. */
function closingOf(past: Past, listen: RecordOf<"call">, before: RecordId): RecordJson | null {
  const closes = past.last(
    "call",
    before,
    (call) =>
      /^close(socket)?$/.test(call.call) && call.event === "started" &&
      isSameSocket(call, listen),
    listen.id,
  );
  const ends = past.last(
    "process",
    before,
    (process) =>
      process.host === listen.host && process.process === listen.process &&
      (process.event === "exited" || process.event === "killed"),
    listen.id,
  );
  const crash = past.last(
    "host",
    before,
    ({ host, event }) => host === listen.host && event === "crashed",
    listen.id,
  );
  return [closes, ends, crash].find((record) => record !== null) ?? null;
}

function waitingAt(past: Past, host: string, port: number, before: RecordId): number {
  let waiting = 0;
  for (const name of past.connectionsAt(host, port)) {
    const last = past.last("state", before, ({ connection }) => connection === name);
    if (last === null || last.to === "CLOSED" || last.to === "SYN-RECEIVED") continue;
    const accepted = past.last(
      "call",
      before,
      (call) => call.event === "returned" && call.connection === name && call.host === host,
    );
    if (accepted === null) waiting++;
  }
  return waiting;
}
