import type { CallResult } from "../records.ts";
import type { CallArgs, CallContext } from "./call_context.ts";
import { systemError } from "./errors.ts";
import { getInfo, isInfo } from "./info_call.ts";
import { optionOf, type OptionValue } from "./options.ts";
import type { Socket } from "./socket.ts";

/** These are changed by fcntl or ioctlsocket, not by setsockopt. */
const isNonblocking = (option: string): boolean => option === "O_NONBLOCK" || option === "FIONBIO";

/**
 * `setsockopt`. An option that the system does not know gives ENOPROTOOPT, a
 * value of the wrong kind EINVAL. O_NONBLOCK (FIONBIO) is set by fcntl, or
 * ioctlsocket on Windows, and may be given here by either name.
 */
export function setOption(
  context: CallContext,
  handle: number,
  option: string,
  value: OptionValue,
): CallResult {
  const name = nameOn(context, option);
  const socket = context.start(callOf(context, name, "setsockopt"), handle, setArgs(name, value));
  if (socket === null) return context.fail("EBADF");
  if (name === "SO_LINGER") return setLinger(context, socket, value);
  const known = optionOf(socket, name);
  if (known === null) return context.fail("ENOPROTOOPT");
  if (typeof value === "object") return context.fail("EINVAL");
  if (!(Number(value) >= 0)) return context.fail("EINVAL");
  if (known.allows?.(Number(value), socket) === false) return context.fail("EINVAL");
  known.set(socket, Number(value));
  if (name === "F_SETOWN" && value !== false) socket.signalTarget = context.caller;
  const { connection } = socket;
  if (connection !== null) {
    connection.optionsChanged(context.now);
    context.host.pump(connection);
  }
  return context.succeed(0);
}

/** The call that sets or reads that option. */
function callOf(context: CallContext, option: string, plain: string): string {
  if (option === "F_SETOWN") return "fcntl";
  if (isInfo(option) && plain === "getsockopt") return context.rules.names.info;
  return isNonblocking(option) ? context.rules.names.nonblocking : plain;
}

function nameOn(context: CallContext, option: string): string {
  if (isInfo(option)) return context.rules.family === "winsock" ? "SIO_TCP_INFO" : "TCP_INFO";
  if (!isNonblocking(option)) return option;
  return context.rules.family === "winsock" ? "FIONBIO" : "O_NONBLOCK";
}

function setArgs(option: string, value: OptionValue): CallArgs {
  if (typeof value !== "object") return { option, value };
  return { option, onoff: value.onoff, linger: value.linger };
}

function setLinger(context: CallContext, socket: Socket, value: OptionValue): CallResult {
  if (typeof value !== "object" || !(value.linger >= 0)) return context.fail("EINVAL");
  socket.lingerOn = value.onoff;
  socket.lingerSeconds = value.linger;
  return context.succeed(0);
}

/**
 * `getsockopt`. For want of a place to put it, the option's value is the call's
 * own: SO_ERROR gives the error's number and takes it away, SO_LINGER its
 * seconds, or -1 where it is off, IP_PKTOPTIONS a TOS byte that was received.
 * TCP_INFO gives 0, and its fields to the record.
 */
export function getOption(context: CallContext, handle: number, option: string): CallResult {
  const name = nameOn(context, option);
  const socket = context.start(callOf(context, name, "getsockopt"), handle, { option: name });
  if (socket === null) return context.fail("EBADF");
  if (isInfo(name)) return getInfo(context, socket);
  if (name === "SO_ERROR") return getError(context, socket);
  if (name === "SO_LINGER") return context.succeed(socket.lingerOn ? socket.lingerSeconds : -1, 0);
  if (name === "IP_PKTOPTIONS") return getReceivedTos(context, socket);
  const known = optionOf(socket, name);
  if (known === null) return context.fail("ENOPROTOOPT");
  return context.succeed(known.get(socket), 0);
}

/** What IP_RECVTOS makes of IP_PKTOPTIONS: a TOS byte that was received (S: do_ip_getsockopt). */
function getReceivedTos(context: CallContext, socket: Socket): CallResult {
  const { system } = socket.rules;
  if (system !== "linux" && system !== "rfc9293") return context.fail("ENOPROTOOPT");
  return context.succeed(socket.connection?.receivedTos ?? 0, 0);
}

function getError(context: CallContext, socket: Socket): CallResult {
  const error = context.rules.takeSocketError(socket);
  if (error === "") return context.succeed(0);
  const { name, code } = systemError(context.rules.errors, error);
  return context.succeedWith(code, { error: name });
}
