import type { Network } from "../../../nodes/network.ts";
import type { CallRecord } from "../../../nodes/records.ts";
import { Phase, type Socket } from "../../../nodes/sockets/mod.ts";
import type { Timeline } from "../../../timeline/mod.ts";

/** The calls that started and neither returned nor went with their process or host. */
export function blockedCalls(timeline: Timeline): CallRecord[] {
  const calls = new Map<string, CallRecord>();
  const drop = (prefix: string): void => {
    for (const key of calls.keys()) if (key.startsWith(prefix)) calls.delete(key);
  };
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind === "call") {
      const key = `${body.host}.${body.process}.${body.thread}.`;
      if (body.event === "started") calls.set(key, body);
      else calls.delete(key);
    } else if (body.kind === "process" && (body.event === "exited" || body.event === "killed")) {
      drop(`${body.host}.${body.process}.`);
    } else if (body.kind === "host" && body.event === "crashed") {
      drop(`${body.host}.`);
    }
  }
  return [...calls.values()];
}

/**
 * Why a call is blocked, or "" where nothing explains it: what it waits for is
 * there, or will never come. `isIdle`: nothing is left to happen.
 */
export function explanation(network: Network, call: CallRecord, isIdle: boolean): string {
  const host = network.hosts.get(call.host);
  if (host === undefined || host.isPaused) return "its host is paused";
  const process = host.processes.find(call.process);
  const socket = process?.handles.all().find((it) => it.name === call.socket);
  if (socket === undefined) return isClose(call.call) && isIdle ? "" : "its handle is closed";
  return isWaiting(socket, call) && !(isIdle && mustEnd(call)) ? "nothing has come" : "";
}

const isClose = (call: string): boolean => call === "close" || call === "closesocket";

/** Calls that a timer ends: they are never blocked when nothing is left to happen. */
function mustEnd(call: CallRecord): boolean {
  return call.call === "connect" || isClose(call.call);
}

function isWaiting(socket: Socket, call: CallRecord): boolean {
  const { rules } = socket;
  switch (call.call) {
    case "recv":
      return rules.receiveOutcome(socket, true) === "EWOULDBLOCK";
    case "send":
      // Some room may come without a wake: Linux wakes for a third of the buffer.
      return rules.sendOutcome(socket) === "EWOULDBLOCK" || socket.connection?.hasRoom === false;
    case "accept":
      return socket.listener !== null && socket.listener.pending === 0;
    case "connect":
      return socket.phase === Phase.Connecting && socket.error === "";
    case "poll":
    case "select": {
      const ready = rules.readiness(socket);
      const events = String(call.args["events"]);
      return !ready.exceptional && !(events.includes("in") && ready.in) &&
        !(events.includes("out") && ready.out);
    }
    default:
      return isClose(call.call);
  }
}
