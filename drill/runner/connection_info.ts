import type { Nanos } from "../../engine/base/time.ts";
import {
  CONGESTION_STATE_NAMES,
  type Connection,
  freebsdTcpInfo,
  tcpInfo,
} from "../../engine/tcp/mod.ts";
import { Phase, type Socket } from "../../nodes/sockets/mod.ts";
import type { Value } from "../python/mod.ts";

/** Linux's numbers of states (include/net/tcp_states.h). */
const LINUX_STATES: Readonly<Record<string, number>> = {
  TCP_ESTABLISHED: 1,
  TCP_SYN_SENT: 2,
  TCP_SYN_RECV: 3,
  TCP_FIN_WAIT1: 4,
  TCP_FIN_WAIT2: 5,
  TCP_TIME_WAIT: 6,
  TCP_CLOSE: 7,
  TCP_CLOSE_WAIT: 8,
  TCP_LAST_ACK: 9,
  TCP_LISTEN: 10,
  TCP_CLOSING: 11,
};

/** FreeBSD's (netinet/tcp_fsm.h). */
const FREEBSD_STATES: Readonly<Record<string, number>> = {
  TCPI_CLOSED: 0,
  TCPI_LISTEN: 1,
  TCPI_SYN_SENT: 2,
  TCPI_SYN_RECEIVED: 3,
  TCPI_ESTABLISHED: 4,
  TCPI_CLOSE_WAIT: 5,
  TCPI_FIN_WAIT_1: 6,
  TCPI_CLOSING: 7,
  TCPI_LAST_ACK: 8,
  TCPI_FIN_WAIT_2: 9,
  TCPI_TIME_WAIT: 10,
};

/** Bits of tcpi_options, the same on both systems. */
const OPTIONS: Readonly<Record<string, number>> = {
  TCPI_OPT_TIMESTAMPS: 1,
  TCPI_OPT_SACK: 2,
  TCPI_OPT_WSCALE: 4,
  TCPI_OPT_ECN: 8,
  TCPI_OPT_ECN_SEEN: 16,
  TCPI_OPT_SYN_DATA: 32,
};

/** TCP_CA_Open to TCP_CA_Loss (V: `enum tcp_ca_state` of linux/tcp.h). */
const CONGESTION_STATES: Readonly<Record<string, number>> = Object.fromEntries(
  CONGESTION_STATE_NAMES.map((name, number) => [`TCP_CA_${name}`, number]),
);

/** What a script's code may know of a socket: TCP_INFO of its system, with its constants. */
export function connectionInfo(
  socket: Socket | null,
  connection: Connection | null,
  system: string,
  now: Nanos,
): Record<string, Value> {
  const isFreebsd = system === "freebsd";
  const names = isFreebsd ? FREEBSD_STATES : { ...LINUX_STATES, ...CONGESTION_STATES };
  const isListening = socket?.phase === Phase.Listening;
  const closed = isFreebsd ? FREEBSD_STATES["TCPI_CLOSED"]! : LINUX_STATES["TCP_CLOSE"]!;
  const listening = isFreebsd ? FREEBSD_STATES["TCPI_LISTEN"]! : LINUX_STATES["TCP_LISTEN"]!;
  const info: Record<string, Value> = { ...names, ...OPTIONS };
  info["tcpi_state"] = isListening ? listening : closed;
  if (connection === null) return info;
  const { tcb } = connection;
  Object.assign(info, isFreebsd ? freebsdTcpInfo(tcb, now) : tcpInfo(tcb, now));
  if (isListening) info["tcpi_state"] = listening;
  return info;
}
