import { invariant } from "../../engine/base/invariant.ts";
import { abandon, type Connection, EndReason, State } from "../../engine/tcp/mod.ts";
import type { HostSockets } from "./host_sockets.ts";
import { Phase, type Socket } from "./socket.ts";
import type { SocketHost } from "./socket_host.ts";

/**
 * Closes a socket for good, as its system does when nothing holds it any more:
 * a listener stops listening, a connection gets its FIN behind the queued data,
 * or a RST (SO_LINGER with 0 s; unread data, by profile).
 */
export function closeSocket(host: SocketHost, sockets: HostSockets, socket: Socket): void {
  socket.handleClosed = true;
  socket.closeLater = false;
  sockets.bindings.remove(socket);
  const now = host.network.sim.now;
  if (socket.listener !== null) stopListening(host, socket);
  const connection = socket.connection;
  if (connection === null) return;
  if (closesHard(host, socket, connection)) connection.abort(now);
  else connection.close(now);
  host.pump(connection);
  if (!socket.lingerOn) connection.owner = null;
}

/** Whether SO_LINGER makes close an ABORT; in TIME-WAIT systems hold the connection apart from its socket. */
function closesHard(host: SocketHost, socket: Socket, { state }: Connection): boolean {
  if (!socket.lingerOn || socket.lingerSeconds > 0) return false;
  return state !== State.TimeWait || host.profile.abortInTimeWait === "delete";
}

/** Closes a socket with a reset of its connection, whatever its options say. */
export function abortSocket(host: SocketHost, sockets: HostSockets, socket: Socket): void {
  socket.handleClosed = true;
  sockets.bindings.remove(socket);
  if (socket.listener !== null) stopListening(host, socket);
  abortConnection(host, socket);
}

/** Resets the connection of a socket. */
export function abortConnection(host: SocketHost, socket: Socket): void {
  const connection = socket.connection;
  if (connection === null) return;
  connection.abort(host.network.sim.now, EndReason.Aborted);
  host.pump(connection);
}

/** A listener is one no more; connections that wait to be accepted end as the profile says. */
export function stopListening(host: SocketHost, socket: Socket): void {
  const listener = socket.listener;
  invariant(listener !== null, "a listening socket has a listener");
  socket.listener = null;
  socket.phase = Phase.Fresh;
  listener.owner = null;
  const { recorder, sim } = host.network;
  const cause = recorder === null ? 0 : recorder.cause;
  for (const connection of host.endpoint.closeListener(listener)) {
    if (recorder !== null) recorder.cause = cause; // none of them ends because of another
    abandon(connection, sim.now);
    host.pump(connection);
  }
  if (recorder !== null) recorder.cause = cause;
}

/**
 * The process is gone and the kernel closes what it held: as close, but on
 * Windows operations that were pending on a socket make a RST (claims d and g;
 * V: libuv issue 3034), by the profile's `closeWhileRecvPending`.
 */
export function closeByKernel(host: SocketHost, sockets: HostSockets, socket: Socket): void {
  const hasPending = socket.hasWaiters;
  if (hasPending && host.profile.closeWhileRecvPending === "reset") {
    abortSocket(host, sockets, socket);
  } else {
    closeSocket(host, sockets, socket);
  }
}

/** A call on the socket has returned: what had to wait for that happens now. */
export function finishBlockedCall(host: SocketHost, sockets: HostSockets, socket: Socket): void {
  if (socket.blockedCalls > 0 || socket.pendingReceives > 0) return;
  if (socket.shutReceiveLater) {
    socket.shutReceiveLater = false;
    const connection = socket.connection;
    if (connection !== null) {
      connection.shutdownReceive(host.network.sim.now);
      host.pump(connection);
    }
  }
  if (socket.closeLater) closeSocket(host, sockets, socket);
}
