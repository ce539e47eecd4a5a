import { type Connection, EndReason, State, UrgentState } from "../../engine/tcp/mod.ts";
import { type ErrorName, type ErrorTable, winsockErrors } from "./errors.ts";
import { Phase, type Socket } from "./socket.ts";
import type { CallNames, Outcome, PollEvent, Readiness, SocketRules } from "./socket_rules.ts";

/**
 * The calls of Windows. Errors stay: every later call gives them again (T:
 * Wine's winsock tests). An own shutdown comes first, WSAESHUTDOWN (T).
 */
class WinsockRules implements SocketRules {
  readonly system = "windows";
  readonly family = "winsock";
  readonly errors: ErrorTable = winsockErrors;
  readonly names: CallNames = {
    close: "closesocket",
    poll: "select",
    ioctl: "ioctlsocket",
    nonblocking: "ioctlsocket",
    info: "WSAIoctl",
    how: { receive: "SD_RECEIVE", send: "SD_SEND", both: "SD_BOTH" },
  };
  readonly connectStarted = "EWOULDBLOCK";
  /** V: sdk-api accept. */
  readonly acceptReset = "ECONNRESET";
  readonly acceptInheritsNonblocking = true;
  /** V: "buffers or ports exhausted". */
  readonly portsExhausted = "ENOBUFS";
  readonly tupleTaken = "EADDRINUSE";
  /** V: sdk-api closesocket, table of linger. */
  readonly lingerNeedsBlocking = true;
  readonly lingerAborts = true;
  /** V: "Windows Sockets Error Codes", SO_RCVTIMEO and SO_SNDTIMEO are of recv and send only. */
  readonly waitedInVain = "ETIMEDOUT";
  readonly connectedInVain = "";
  readonly acceptedInVain = "";

  onEnd(socket: Socket, connection: Connection): void {
    const reason = connection.endReason;
    if (socket.phase === Phase.Connecting) {
      socket.error = connectError(reason);
      return;
    }
    socket.phase = Phase.Ended;
    socket.error = errorOf(reason, connection.endState, socket.profile.timeoutError);
    if (socket.error === "ECONNABORTED" && isLocalAbort(reason)) onLocalAbort(socket);
    // V: sdk-api recv, WSAENETRESET: keep-alive failed while an operation was in progress.
    if (reason === EndReason.KeepaliveTimedOut && socket.hasWaiters) {
      socket.errorOfBlocked = "ENETRESET";
    }
  }

  /** There is no such option: sdk-api "IPPROTO_IP socket options" (V) has none for errors of TCP. */
  readonly tellsSoftErrors = false;

  onSoftError(): void {
    // Never told.
  }

  report(_socket: Socket, _error: ErrorName): void {
    // Errors stay (T).
  }

  receiveOutcome(socket: Socket, blockedBefore: boolean): Outcome {
    const connection = socket.connection;
    if (connection === null || socket.phase === Phase.Connecting) return "ENOTCONN";
    if (socket.receiveShut && !blockedBefore) return "ESHUTDOWN";
    if (socket.error !== "") return socket.error;
    if (connection.readable > 0) return "ready";
    if (connection.peerClosed || socket.phase === Phase.Ended) return "end";
    return "EWOULDBLOCK";
  }

  sendOutcome(socket: Socket): Outcome {
    const connection = socket.connection;
    if (connection === null || socket.phase === Phase.Connecting) return "ENOTCONN";
    if (socket.sendShut) return "ESHUTDOWN";
    if (socket.error !== "") return socket.error;
    if (socket.phase === Phase.Ended) return "ECONNABORTED";
    return connection.writable > 0 ? "ready" : "EWOULDBLOCK";
  }

  /** A recv of ordinary data leaves the mark where it is (?: not documented). */
  readonly receivePassesMark = false;

  /**
   * WSAEINVAL where SO_OOBINLINE is on (V: sdk-api recv). That it fails with
   * WSAEWOULDBLOCK where there is no out-of-band data, also on a socket that
   * blocks, is a guess (?).
   */
  urgentOutcome(socket: Socket): Outcome {
    const connection = socket.connection;
    if (connection === null || socket.phase === Phase.Connecting) return "ENOTCONN";
    if (socket.receiveShut) return "ESHUTDOWN";
    if (socket.error !== "") return socket.error;
    if (connection.options.oobInline) return "EINVAL";
    return connection.urgentState === UrgentState.Here ? "ready" : "EWOULDBLOCK";
  }

  /** V: sdk-api ioctlsocket: also where no out-of-band data waits; false where data precedes it. */
  isAtMark(socket: Socket): boolean {
    return (socket.connection?.urgentRemaining ?? 0) <= 1;
  }

  /** V: sdk-api ioctlsocket: what one recv would give. */
  bytesQueued(socket: Socket): number {
    return socket.connection?.readable ?? 0;
  }

  connectRefusal(socket: Socket): ErrorName | "" {
    switch (socket.phase) {
      case Phase.Fresh:
        return "";
      case Phase.Listening:
        return "EINVAL";
      case Phase.Connecting:
        // After a failure the next connect tries again.
        return socket.error === "" ? "EALREADY" : "";
      default:
        return "EISCONN";
    }
  }

  onConnectFailed(socket: Socket): void {
    socket.detach();
  }

  /** V: sdk-api shutdown, WSAENOTCONN also of a listening socket (T), and the error of a reset. */
  shutdownRefusal(socket: Socket): ErrorName | "" {
    if (socket.phase === Phase.Ended) return socket.error;
    return socket.phase === Phase.Connected ? "" : "ENOTCONN";
  }

  /** 0 after a reset (T); what a connect that does not block failed with. */
  takeSocketError(socket: Socket): ErrorName | "" {
    return socket.phase === Phase.Connecting ? socket.error : "";
  }

  readiness(socket: Socket): Readiness {
    const connection = socket.connection;
    if (socket.phase === Phase.Listening) return selectBits((socket.listener?.pending ?? 0) > 0);
    if (connection === null) return selectBits();
    if (socket.phase === Phase.Connecting) return selectBits(false, false, socket.error !== "");
    if (socket.phase === Phase.Ended) return selectBits(true, true); // T: readable and writable
    return selectBits(
      connection.readable > 0 || connection.peerClosed || socket.receiveShut,
      this.isWritable(socket),
      false,
      // V: sdk-api select: only where SO_OOBINLINE is off.
      connection.urgentState === UrgentState.Here && !connection.options.oobInline,
    );
  }

  isWritable(socket: Socket): boolean {
    if (socket.connection === null) return false;
    if (socket.phase !== Phase.Connected) return socket.phase === Phase.Ended;
    return socket.connection.writable > 0 || socket.sendShut;
  }
}

function connectError(reason: EndReason): ErrorName | "" {
  switch (reason) {
    case EndReason.Reset:
    case EndReason.Refused:
      return "ECONNREFUSED";
    case EndReason.Unreachable:
      return "EHOSTUNREACH"; // V: with TCP_FAIL_CONNECT_ON_ICMP_ERROR
    case EndReason.LinkDown:
      return "ENETUNREACH";
    default:
      return "ETIMEDOUT";
  }
}

/** This side has ended the connection itself. */
function isLocalAbort(reason: EndReason): boolean {
  return reason === EndReason.Aborted || reason === EndReason.ResetSent ||
    reason === EndReason.LinkDown;
}

/** Calls that wait get WSAECONNABORTED (S: STATUS_CONNECTION_ABORTED); what later ones get is uncertain. */
function onLocalAbort(socket: Socket): void {
  if (socket.profile.callsAfterAbort === "same") return;
  socket.error = "ECONNRESET";
  if (socket.hasWaiters && socket.errorOfBlocked === "") socket.errorOfBlocked = "ECONNABORTED";
}

function errorOf(reason: EndReason, state: State, timeoutError: ErrorName): ErrorName | "" {
  switch (reason) {
    case EndReason.Reset:
      return resetError(state);
    case EndReason.KeepaliveTimedOut:
      return "ECONNRESET"; // V: sdk-api send, "keep-alive activity detected a failure"
    case EndReason.TimedOut:
      return timeoutError;
    case EndReason.Aborted:
    case EndReason.ResetSent:
    case EndReason.LinkDown:
    case EndReason.Unreachable:
      return "ECONNABORTED"; // V: "aborted by software in your host"; PuTTY manual for the link
    default:
      return "";
  }
}

function resetError(state: State): ErrorName | "" {
  switch (state) {
    case State.CloseWait:
      return "ECONNABORTED"; // T: the FIN was seen before
    case State.Closing:
    case State.LastAck:
    case State.TimeWait:
      return ""; // RFC 9293 3.10.7.4, second: nobody is told
    default:
      return "ECONNRESET"; // T
  }
}

function selectBits(read = false, write = false, except = false, urgent = false): Readiness {
  const text = (asked: readonly PollEvent[]): string => {
    const words: string[] = [];
    if (read && asked.includes("in")) words.push("read");
    if (write && asked.includes("out")) words.push("write");
    if (except || (urgent && asked.includes("urgent"))) words.push("except");
    return words.join(" ");
  };
  return { in: read, out: write, exceptional: except, urgent, text };
}

/** The calls of Windows. */
export const windowsRules: SocketRules = new WinsockRules();
