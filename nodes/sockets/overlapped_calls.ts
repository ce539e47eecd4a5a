import type { Connection } from "../../engine/tcp/mod.ts";
import type { CallResult } from "../records.ts";
import { type CallContext, NO_HANDLE } from "./call_context.ts";
import type { Sink } from "./receive_call.ts";
import type { Socket } from "./socket.ts";
import { Interest, type Program } from "./wait.ts";

/** A receive that Windows carries on with while the program goes on (overlapped I/O). */
export interface OverlappedReceive {
  readonly socket: Socket;
  readonly max: number;
}

/** What starting one gives: its result, and the operation where it is pending. */
export interface OverlappedStart extends CallResult {
  readonly operation: OverlappedReceive | null;
}

/**
 * `WSARecv` with an OVERLAPPED structure: what is there is received at once;
 * else the operation is pending, and the call gives WSA_IO_PENDING. From then
 * on it counts as one that waits: closesocket and the end of the process find
 * it, and reset the connection.
 */
export function startReceive(context: CallContext, handle: number, max: number): OverlappedStart {
  const socket = context.start("WSARecv", handle, { max, overlapped: true });
  if (socket === null) return { ...context.fail("EBADF"), operation: null };
  const outcome = context.rules.receiveOutcome(socket, false);
  if (context.rules.family !== "winsock") {
    return { ...context.fail("EOPNOTSUPP"), operation: null };
  }
  if (outcome === "ready") {
    return { ...context.succeed(take(context, socket, max, null)), operation: null };
  }
  if (outcome === "end") return { ...context.succeed(0), operation: null };
  if (outcome !== "EWOULDBLOCK") return { ...context.fail(outcome), operation: null };
  socket.pendingReceives++;
  return { ...context.fail("EINPROGRESS"), operation: { socket, max } };
}

/**
 * `WSAGetOverlappedResult` that waits: gives what the operation came to. One
 * that closesocket ends gives WSA_OPERATION_ABORTED (V: Windows Sockets Error
 * Codes).
 */
export function* receiveResult(
  context: CallContext,
  operation: OverlappedReceive,
  sink: Sink | null,
): Program<CallResult> {
  const { socket, max } = operation;
  context.start("WSAGetOverlappedResult", NO_HANDLE, {});
  context.concerns(socket);
  while (true) {
    const isOver = socket.handleClosed;
    const outcome = isOver ? "ECANCELED" : context.rules.receiveOutcome(socket, true);
    if (outcome !== "EWOULDBLOCK") {
      socket.pendingReceives--;
      if (outcome === "ready") return context.succeed(take(context, socket, max, sink));
      return outcome === "end" ? context.succeed(0) : context.fail(outcome);
    }
    yield* context.block(socket, Interest.In);
    const { error } = context.caller.wait;
    if (error !== "") {
      socket.pendingReceives--;
      return context.fail(error === "EINTR" ? "ECANCELED" : error);
    }
  }
}

function take(context: CallContext, socket: Socket, max: number, sink: Sink | null): number {
  const connection = socket.connection as Connection;
  const most = Math.min(max, connection.readable);
  let taken = most;
  if (sink === null) taken = connection.discard(most);
  else sink(connection.receive(most));
  socket.bytesReceived += taken;
  context.host.pump(connection);
  return taken;
}
