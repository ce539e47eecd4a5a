/** The TCP engine: what hosts, sockets and tests may use of it. */
export { resetForNobody } from "./reset_for_nobody.ts";
export {
  CONGESTION_STATE_NAMES,
  CongestionState,
  congestionState,
  type CongestionStateName,
} from "./congestion_state.ts";
export { Connection, type ConnectionOwner } from "./connection.ts";
export { ConnectionOptions } from "./connection_options.ts";
export { congestionNames, INITIAL_SSTHRESH } from "./congestion/mod.ts";
export { Endpoint, type EndpointOwner } from "./endpoint.ts";
export { abandon, Listener, type ListenerOwner } from "./listener.ts";
export {
  type Evidence,
  freebsdSysctls,
  guessesOf,
  isGuess,
  knobNames,
  knobs,
  linuxSysctls,
  type Profile,
  profileByName,
  type ProfileName,
  profileNames,
  profiles,
  profileTables,
  sureness,
  type Sysctl,
  withOverrides,
} from "./profiles/mod.ts";
export { NEIGHBOUR_DOWN } from "./icmp.ts";
export { EndReason, Signal } from "./signals.ts";
export { isSynchronized, State, STATE_NAMES, stateName } from "./state.ts";
export { DEFAULT_MSS } from "./tcb.ts";
export { type TcpInfo, tcpInfo } from "./tcp_info.ts";
export { freebsdTcpInfo } from "./tcp_info_freebsd.ts";
export { windowsTcpInfo } from "./tcp_info_windows.ts";
export { onWheel } from "./timer_wheel.ts";
export type { Resting, TimeWaitRecords } from "./time_wait_records.ts";
export { Timer, TIMER_NAMES } from "./timers.ts";
export { UrgentState } from "./urgent.ts";
export { seqAdd, seqDiff, seqGEQ, seqGT, seqLEQ, seqLT } from "./seq.ts";
