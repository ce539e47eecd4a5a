/** The calls of each system, on sockets: what programs, hosts and libraries may use of them. */
export { CallContext, type Caller, type ThreadBody } from "./call_context.ts";
export { closeByKernel, closeSocket } from "./closing.ts";
export { type ReceiveAmount } from "./receive_call.ts";
export {
  type ErrorName,
  type ErrorTable,
  freebsdErrors,
  linuxErrors,
  type SystemError,
  systemError,
  winsockErrors,
} from "./errors.ts";
export { HandleTable } from "./handle_table.ts";
export { HostSockets, rulesOf } from "./host_sockets.ts";
export { optionNames, type OptionValue, readOnlyOptions } from "./options.ts";
export { Phase, Socket } from "./socket.ts";
export type { OverlappedReceive, OverlappedStart } from "./overlapped_calls.ts";
export { type Received, SocketCalls } from "./socket_calls.ts";
export type { SocketHost } from "./socket_host.ts";
export {
  type PollEvent,
  pollEvents,
  type Readiness,
  type ShutdownHow,
  type SocketRules,
} from "./socket_rules.ts";
export { PATTERN_PERIOD, patternBuffer, patternByte, patternStart } from "./stream_pattern.ts";
export { type IoctlRequest, ioctlRequests } from "./urgent_calls.ts";
export { Interest, type Program, type Sleeper, Wait } from "./wait.ts";
