import { seconds } from "../../engine/base/time.ts";
import { type Connection, State } from "../../engine/tcp/mod.ts";
import type { CallResult } from "../records.ts";
import type { CallContext } from "./call_context.ts";
import { abortConnection, abortSocket, closeSocket, stopListening } from "./closing.ts";
import { Phase, type Socket } from "./socket.ts";
import type { ShutdownHow } from "./socket_rules.ts";
import { Interest, type Program } from "./wait.ts";

const ALL = Interest.In | Interest.Out | Interest.Drained;

/** `shutdown` of one direction or both. */
export function shutdown(context: CallContext, handle: number, how: ShutdownHow): CallResult {
  const { rules, host, now } = context;
  const socket = context.start("shutdown", handle, { how: rules.names.how[how] });
  if (socket === null) return context.fail("EBADF");
  const refusal = rules.shutdownRefusal(socket, how);
  if (refusal !== "") return context.fail(refusal);
  if (socket.phase === Phase.Listening) {
    if (how !== "send") stopListening(host, socket);
    socket.wake(ALL, "");
    return context.succeed(0);
  }
  const connection = socket.connection as Connection;
  if (socket.phase === Phase.Connecting) {
    // S: inet_shutdown: SYN-SENT is disconnected.
    connection.close(now);
    host.pump(connection);
    socket.wake(ALL, "");
    return context.succeed(0);
  }
  if (how !== "send") shutReceiving(context, socket, connection);
  if (how !== "receive" && !socket.sendShut) {
    socket.sendShut = true;
    connection.shutdownSend(now);
  }
  host.pump(connection);
  if (rules.family === "posix") socket.wake(ALL, "");
  return context.succeed(0);
}

/**
 * On Windows a recv that is blocked already still takes the next data, without
 * a RST (T: Wine's winsock tests): TCP hears of the shutdown when it returns.
 */
function shutReceiving(context: CallContext, socket: Socket, connection: Connection): void {
  if (socket.receiveShut) return;
  socket.receiveShut = true;
  if (context.rules.family === "winsock" && socket.hasWaitersFor(Interest.In)) {
    socket.shutReceiveLater = true;
  } else {
    connection.shutdownReceive(context.now);
  }
}

/**
 * `close`, `closesocket`. While another thread is blocked in a call on the
 * socket, POSIX defers it to that call's return (Linux: measured, 07), and
 * Windows resets the connection and ends that call with WSAEINTR (claim d; V:
 * libuv issue 3034), by the profile's `closeWhileRecvPending`.
 */
export function* close(context: CallContext, handle: number): Program<CallResult> {
  const { rules, host, caller } = context;
  const socket = context.start(rules.names.close, handle, {});
  if (socket === null) return context.fail("EBADF");
  const lingers = socket.lingerOn && socket.lingerSeconds > 0 && socket.connection !== null;
  if (lingers && socket.nonblocking && rules.lingerNeedsBlocking) {
    return context.fail("EWOULDBLOCK");
  }
  caller.handles.remove(handle);
  socket.handleClosed = true;
  if (socket.blockedCalls > 0 || socket.pendingReceives > 0) {
    if (host.profile.closeWhileRecvPending === "reset") {
      socket.errorOfBlocked = "EINTR";
      abortSocket(host, caller.sockets, socket);
      socket.wake(ALL, "EINTR"); // those that the end of a connection does not wake
    } else {
      socket.closeLater = true;
    }
    return context.succeed(0);
  }
  closeSocket(host, caller.sockets, socket);
  if (lingers) yield* linger(context, socket, socket.connection as Connection);
  return context.succeed(0);
}

/** Waits until the FIN is acknowledged, at most for the time of SO_LINGER (V: table in sdk-api closesocket). */
function* linger(context: CallContext, socket: Socket, connection: Connection): Program {
  const deadline = context.now + seconds(socket.lingerSeconds);
  while (isClosing(connection.state)) {
    if (context.now >= deadline) {
      if (context.rules.lingerAborts) abortConnection(context.host, socket);
      return;
    }
    yield* context.block(socket, Interest.Drained, deadline);
  }
}

/** Whether something is still to be sent or acknowledged (S: sk_stream_closing). */
function isClosing(state: State): boolean {
  return state === State.FinWait1 || state === State.Closing || state === State.LastAck;
}
