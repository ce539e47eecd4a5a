import { NEVER } from "../../engine/base/time.ts";
import { type Connection, EndReason } from "../../engine/tcp/mod.ts";
import { formatIpv4, type Ipv4, isUnicast } from "../../engine/wire/mod.ts";
import type { CallResult } from "../records.ts";
import { type CallContext, NO_HANDLE } from "./call_context.ts";
import { copyOfOptions } from "./options.ts";
import type { ErrorName } from "./errors.ts";
import { Phase, type Socket } from "./socket.ts";
import { Interest, type Program } from "./wait.ts";

const endpointText = (address: Ipv4, port: number): string => `${formatIpv4(address)}:${port}`;

/** `socket`: a new stream socket by that name ("" if none); gives its handle. */
export function openSocket(context: CallContext, name: string): CallResult {
  context.start("socket", NO_HANDLE, {});
  const socket = context.caller.sockets.create(name);
  context.concerns(socket);
  return context.succeed(context.caller.handles.add(socket));
}

/** `bind` to a local address (0: any) and port (0: one that is free). */
export function bind(
  context: CallContext,
  handle: number,
  address: Ipv4,
  port: number,
): CallResult {
  const socket = context.start("bind", handle, { address: endpointText(address, port) });
  if (socket === null) return context.fail("EBADF");
  if (socket.boundPort !== 0 || socket.phase !== Phase.Fresh) return context.fail("EINVAL");
  if (address !== 0 && !context.host.isLocalAddress(address)) {
    return context.fail("EADDRNOTAVAIL");
  }
  const chosen = port === 0 ? freePort(context, address) : port;
  if (chosen === 0) return context.fail("EADDRINUSE");
  const refusal = takePort(context, socket, address, chosen);
  return refusal === "" ? context.succeed(0) : context.fail(refusal);
}

function takePort(
  context: CallContext,
  socket: Socket,
  address: Ipv4,
  port: number,
): ErrorName | "" {
  const { bindings } = context.caller.sockets;
  const isConnected = context.host.endpoint.usesPort(address, port);
  const refusal = bindings.refusal(socket, address, port, isConnected);
  if (refusal === "") bindings.add(socket, address, port);
  return refusal;
}

function freePort(context: CallContext, address: Ipv4): number {
  const { bindings } = context.caller.sockets;
  const { endpoint } = context.host;
  return endpoint.ephemeralPort(
    address,
    0,
    0,
    (port) => bindings.isBound(port) || endpoint.usesPort(address, port),
    context.now,
  );
}

/** `listen`: the socket takes connections from now on. */
export function listen(context: CallContext, handle: number, backlog: number): CallResult {
  const socket = context.start("listen", handle, { backlog });
  if (socket === null) return context.fail("EBADF");
  if (socket.listener !== null) {
    socket.listener.backlog = backlog;
    return context.succeed(0);
  }
  if (socket.phase !== Phase.Fresh) return context.fail("EINVAL");
  if (socket.boundPort === 0) {
    // POSIX binds it to a free port; Windows: WSAEINVAL (V: sdk-api listen).
    if (context.rules.family === "winsock") return context.fail("EINVAL");
    const port = freePort(context, 0);
    if (port === 0) return context.fail("EADDRINUSE");
    context.caller.sockets.bindings.add(socket, 0, port);
  }
  const { endpoint } = context.host;
  const listener = endpoint.listen(
    socket.boundAddress,
    socket.boundPort,
    backlog,
    () => copyOfOptions(socket.options, context.host.profile),
  );
  if (listener === null) return context.fail("EADDRINUSE");
  socket.listener = listener;
  socket.phase = Phase.Listening;
  listener.owner = socket;
  return context.succeed(0);
}

/** `accept`: waits for a connection; gives the handle of a new socket by that name. */
export function* accept(context: CallContext, handle: number, name: string): Program<CallResult> {
  const socket = context.start("accept", handle, {});
  if (socket === null) return context.fail("EBADF");
  const { acceptedInVain } = context.rules;
  const deadline = acceptedInVain === "" ? NEVER : context.now + socket.receiveTimeout;
  while (true) {
    if (socket.listener === null) return context.fail("EINVAL");
    const connection = socket.listener.accept();
    if (connection !== null) {
      const { acceptReset } = context.rules;
      if (connection.endReason === EndReason.Reset && acceptReset !== "") {
        return context.fail(acceptReset);
      }
      const made = socketFor(context, socket, connection, name);
      return context.succeed(context.caller.handles.add(made), 0, made);
    }
    if (socket.nonblocking) return context.fail("EWOULDBLOCK");
    if (context.now >= deadline && acceptedInVain !== "") return context.fail(acceptedInVain);
    yield* context.block(socket, Interest.In, deadline);
    const { error } = context.caller.wait;
    if (error !== "") return context.fail(error);
  }
}

/** The socket of an accepted connection, which may have ended while it waited. */
function socketFor(
  context: CallContext,
  listening: Socket,
  connection: Connection,
  name: string,
): Socket {
  const made = context.caller.sockets.create(name);
  inherit(made, listening);
  made.attach(connection, Phase.Connected);
  if (connection.endReason !== EndReason.None) context.rules.onEnd(made, connection);
  context.host.nameConnection(connection, made.name);
  return made;
}

function inherit(made: Socket, listening: Socket): void {
  made.lingerOn = listening.lingerOn;
  made.tellsSoftErrors = listening.tellsSoftErrors;
  made.lingerSeconds = listening.lingerSeconds;
  made.receiveTimeout = listening.receiveTimeout;
  made.sendTimeout = listening.sendTimeout;
  made.nonblocking = listening.nonblocking && made.rules.acceptInheritsNonblocking;
}

/** `connect`: waits for the handshake, unless the socket does not block. */
export function* connect(
  context: CallContext,
  handle: number,
  address: Ipv4,
  port: number,
): Program<CallResult> {
  const socket = context.start("connect", handle, { to: endpointText(address, port) });
  if (socket === null) return context.fail("EBADF");
  const refusal = context.rules.connectRefusal(socket);
  if (refusal !== "") return connectFailed(context, socket, refusal);
  if (socket.phase === Phase.Connecting && socket.error !== "") {
    context.rules.onConnectFailed(socket);
  }
  if (socket.phase === Phase.Fresh) {
    const error = startConnecting(context, socket, address, port);
    if (error !== "") return context.fail(error);
    if (socket.nonblocking && isUndecided(socket)) {
      return context.fail(context.rules.connectStarted);
    }
  }
  return yield* untilConnected(context, socket);
}

const isUndecided = (socket: Socket): boolean =>
  socket.phase === Phase.Connecting && socket.error === "";

function* untilConnected(context: CallContext, socket: Socket): Program<CallResult> {
  const { connectedInVain } = context.rules;
  const deadline = connectedInVain === "" ? NEVER : context.now + socket.sendTimeout;
  while (true) {
    if (socket.phase === Phase.Connected) {
      socket.connectUntold = false;
      return context.succeed(0);
    }
    if (!isUndecided(socket)) {
      return connectFailed(context, socket, socket.error !== "" ? socket.error : "ECONNABORTED");
    }
    if (context.now >= deadline && connectedInVain !== "") return context.fail(connectedInVain);
    yield* context.block(socket, Interest.Out, deadline);
    const { error } = context.caller.wait;
    if (error !== "") return context.fail(error);
  }
}

function connectFailed(context: CallContext, socket: Socket, error: ErrorName): CallResult {
  const isTried = socket.phase === Phase.Ended || socket.phase === Phase.Connecting;
  const result = context.fail(error);
  if (isTried && !socket.wasConnected && error !== "EALREADY") {
    context.rules.onConnectFailed(socket);
  }
  return result;
}

/** Active OPEN from the bound address and port, or from those that the host chooses. */
function startConnecting(
  context: CallContext,
  socket: Socket,
  address: Ipv4,
  port: number,
): ErrorName | "" {
  const { host, rules } = context;
  const { sockets } = context.caller;
  // RFC 9293 3.9.2.3, MUST-46: not to broadcast or multicast addresses.
  if (!isUnicast(address) || host.isBroadcastAddress(address) || port === 0) {
    return rules.family === "winsock" ? "EADDRNOTAVAIL" : "ENETUNREACH";
  }
  const local = socket.boundAddress !== 0 ? socket.boundAddress : host.sourceAddressFor(address);
  if (local === 0) return "ENETUNREACH";
  const localPort = socket.boundPort !== 0 ? socket.boundPort : host.endpoint.ephemeralPort(
    local,
    address,
    port,
    (it) => sockets.bindings.isBound(it),
    context.now,
  );
  if (localPort === 0) return rules.portsExhausted;
  const connection = host.endpoint.connect(
    local,
    localPort,
    address,
    port,
    socket.options,
    context.now,
    socket.boundPort !== 0,
  );
  if (connection === null) return rules.tupleTaken;
  socket.attach(connection, Phase.Connecting);
  host.nameConnection(connection, socket.name);
  host.pump(connection);
  return "";
}
