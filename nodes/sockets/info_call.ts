import {
  freebsdTcpInfo,
  State,
  type TcpInfo,
  tcpInfo,
  windowsTcpInfo,
} from "../../engine/tcp/mod.ts";
import type { CallResult } from "../records.ts";
import type { CallContext } from "./call_context.ts";
import { Phase, type Socket } from "./socket.ts";

/** Both names of the report about a connection; each system knows one. */
export const INFO_NAMES: readonly string[] = ["TCP_INFO", "SIO_TCP_INFO"];

/** Whether it is the report about a connection, by either name. */
export function isInfo(option: string): boolean {
  return INFO_NAMES.includes(option);
}

/**
 * `getsockopt(TCP_INFO)`, or `WSAIoctl(SIO_TCP_INFO)` on Windows: what TCP
 * knows of a connection, by the names of the system, in the record of the
 * call's return. The standard's profile has Linux's, by choice.
 */
export function getInfo(context: CallContext, socket: Socket): CallResult {
  const { system } = context.rules;
  const { connection } = socket;
  if (system === "windows") {
    if (connection === null) return context.fail("ENOTCONN"); // guess
    return context.succeedWith(0, windowsTcpInfo(connection.tcb, context.now));
  }
  if (system === "freebsd") {
    if (socket.phase === Phase.Ended) return context.fail("ECONNRESET"); // S: tcp_ctloutput
    if (connection === null) return context.succeedWith(0, { tcpi_state: stateOf(socket) });
    return context.succeedWith(0, freebsdTcpInfo(connection.tcb, context.now));
  }
  if (connection === null) return context.succeedWith(0, linuxWithout(socket));
  return context.succeedWith(0, tcpInfo(connection.tcb, context.now));
}

/** S: tcp_get_info: of a listener, what waits to be accepted and the backlog. */
function linuxWithout({ listener }: Socket): TcpInfo {
  if (listener === null) return { tcpi_state: 7 };
  return { tcpi_state: 10, tcpi_unacked: listener.pending, tcpi_sacked: listener.backlog };
}

function stateOf({ listener }: Socket): number {
  return listener === null ? State.Closed : State.Listen;
}
