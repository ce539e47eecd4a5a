import { type Connection, seqDiff, State } from "../../engine/tcp/mod.ts";
import { us } from "../../engine/base/time.ts";
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

const LINUX_BY_STATE: Readonly<Record<State, string>> = {
  [State.Closed]: "TCP_CLOSE",
  [State.Listen]: "TCP_LISTEN",
  [State.SynSent]: "TCP_SYN_SENT",
  [State.SynReceived]: "TCP_SYN_RECV",
  [State.Established]: "TCP_ESTABLISHED",
  [State.FinWait1]: "TCP_FIN_WAIT1",
  [State.FinWait2]: "TCP_FIN_WAIT2",
  [State.CloseWait]: "TCP_CLOSE_WAIT",
  [State.Closing]: "TCP_CLOSING",
  [State.LastAck]: "TCP_LAST_ACK",
  [State.TimeWait]: "TCP_TIME_WAIT",
};

const FREEBSD_BY_STATE: Readonly<Record<State, string>> = {
  [State.Closed]: "TCPI_CLOSED",
  [State.Listen]: "TCPI_LISTEN",
  [State.SynSent]: "TCPI_SYN_SENT",
  [State.SynReceived]: "TCPI_SYN_RECEIVED",
  [State.Established]: "TCPI_ESTABLISHED",
  [State.FinWait1]: "TCPI_FIN_WAIT_1",
  [State.FinWait2]: "TCPI_FIN_WAIT_2",
  [State.CloseWait]: "TCPI_CLOSE_WAIT",
  [State.Closing]: "TCPI_CLOSING",
  [State.LastAck]: "TCPI_LAST_ACK",
  [State.TimeWait]: "TCPI_TIME_WAIT",
};

/** Bits of tcpi_options, the same on both systems. */
const OPTIONS: Readonly<Record<string, number>> = {
  TCPI_OPT_TIMESTAMPS: 1,
  TCPI_OPT_SACK: 2,
  TCPI_OPT_WSCALE: 4,
  TCPI_OPT_ECN: 8,
};

const MICROSECOND = us(1);

/** What a script's code may know of a socket: TCP_INFO with its constants. */
export function connectionInfo(
  socket: Socket | null,
  connection: Connection | null,
  system: string,
): Record<string, Value> {
  const isFreebsd = system === "freebsd";
  const isListening = socket?.phase === Phase.Listening;
  const state = isListening ? State.Listen : connection?.state ?? State.Closed;
  const states = isFreebsd ? FREEBSD_STATES : LINUX_STATES;
  const name = (isFreebsd ? FREEBSD_BY_STATE : LINUX_BY_STATE)[state];
  const info: Record<string, Value> = { ...states, ...OPTIONS, "tcpi_state": states[name]! };
  if (connection !== null) Object.assign(info, variablesOf(connection));
  return info;
}

function variablesOf({ tcb }: Connection): Record<string, Value> {
  const { snd, rcv } = tcb;
  let options = tcb.timestamps ? OPTIONS["TCPI_OPT_TIMESTAMPS"]! : 0;
  if (tcb.sack) options |= OPTIONS["TCPI_OPT_SACK"]!;
  if (snd.scaleOffered && tcb.profile.windowScaling) options |= OPTIONS["TCPI_OPT_WSCALE"]!;
  return {
    "tcpi_options": options,
    "tcpi_snd_mss": snd.mss,
    "tcpi_advmss": rcv.mss,
    "tcpi_snd_wscale": snd.scale,
    "tcpi_rcv_wscale": rcv.scale,
    "tcpi_unacked": Math.ceil(seqDiff(snd.nxt, snd.una) / snd.mss),
    "tcpi_rto": Math.round(tcb.rtt.rto / MICROSECOND),
  };
}
