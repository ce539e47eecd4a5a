import { type Connection, EndReason, Signal, State, UrgentState } from "../../engine/tcp/mod.ts";
import type { ErrorName, ErrorTable } from "./errors.ts";
import { FREEBSD, LINUX, type PosixSystem, RFC9293 } from "./posix_systems.ts";
import { Phase, type Socket } from "./socket.ts";
import type {
  CallNames,
  Outcome,
  PollEvent,
  Readiness,
  ShutdownHow,
  SocketRules,
} from "./socket_rules.ts";
import { Interest } from "./wait.ts";

const NAMES: CallNames = {
  close: "close",
  poll: "poll",
  ioctl: "ioctl",
  nonblocking: "fcntl",
  info: "getsockopt",
  how: { receive: "SHUT_RD", send: "SHUT_WR", both: "SHUT_RDWR" },
};

/** The calls of a POSIX system. An error is given once, to whichever call asks first (measured). */
class PosixRules implements SocketRules {
  readonly family = "posix";
  readonly names: CallNames = NAMES;
  readonly connectStarted = "EINPROGRESS";
  readonly portsExhausted = "EADDRNOTAVAIL";
  readonly lingerNeedsBlocking = false;
  readonly lingerAborts = false;
  readonly waitedInVain = "EWOULDBLOCK";
  declare private readonly table: PosixSystem;

  constructor(table: PosixSystem) {
    this.table = table;
  }

  get system(): string {
    return this.table.system;
  }

  get errors(): ErrorTable {
    return this.table.errors;
  }

  get acceptReset(): ErrorName | "" {
    return this.table.acceptReset;
  }

  get acceptInheritsNonblocking(): boolean {
    return this.table.acceptInheritsNonblocking;
  }

  get tupleTaken(): ErrorName {
    return this.table.tupleTaken;
  }

  get receivePassesMark(): boolean {
    return this.table.receivePassesMark;
  }

  get connectedInVain(): ErrorName | "" {
    return this.table.connectedInVain;
  }

  get acceptedInVain(): ErrorName | "" {
    return this.table.acceptedInVain;
  }

  onEnd(socket: Socket, connection: Connection): void {
    socket.phase = Phase.Ended;
    socket.softError = "";
    socket.error = this.#errorOf(socket, connection);
  }

  #errorOf(socket: Socket, connection: Connection): ErrorName | "" {
    const { unreachableCode } = connection;
    switch (connection.endReason) {
      case EndReason.Reset:
        return this.#resetError(connection.endState);
      case EndReason.Refused:
        return "ECONNREFUSED";
      case EndReason.TimedOut:
      case EndReason.KeepaliveTimedOut:
        // S: sk_err_soft, t_softerror: the last ICMP error is the reason that is given.
        // Where each was told at once, none is remembered (tcp_v4_err).
        return unreachableCode < 0 || (socket.tellsSoftErrors && this.table.softErrors === "fail")
          ? socket.profile.timeoutError
          : this.table.unreachable(unreachableCode);
      case EndReason.ResetSent:
        return this.table.resetSent;
      case EndReason.Aborted:
      case EndReason.LinkDown:
        return "ECONNABORTED";
      case EndReason.Unreachable:
        return this.table.unreachable(unreachableCode);
      default:
        return "";
    }
  }

  #resetError(state: State): ErrorName | "" {
    switch (state) {
      case State.CloseWait:
        return this.table.resetInCloseWait;
      case State.Closing:
      case State.LastAck:
        return this.table.resetWhileClosing;
      case State.TimeWait:
        return "";
      default:
        return "ECONNRESET";
    }
  }

  get tellsSoftErrors(): boolean {
    return this.table.softErrors === "tell";
  }

  onSoftError(socket: Socket, connection: Connection, signals: number): void {
    if (socket.phase === Phase.Ended) return;
    const { unreachableCode } = connection;
    const error = unreachableCode < 0 ? "ETIMEDOUT" : this.table.unreachable(unreachableCode);
    if (this.table.softErrors === "tell") {
      socket.softError = error;
      socket.wake(Interest.SoftError, "");
    } else if (socket.phase === Phase.Connected && (signals & Signal.SoftError) !== 0) {
      socket.error = error;
      socket.wake(Interest.In | Interest.Out, "");
    }
  }

  report(socket: Socket, error: ErrorName): void {
    if (socket.error === error) socket.error = "";
  }

  receiveOutcome(socket: Socket): Outcome {
    const connection = socket.connection;
    if (connection === null) return "ENOTCONN";
    if (connection.readable > 0) return "ready";
    if (connection.peerClosed && !this.table.errorBeforeEnd) return "end";
    if (socket.error !== "") return socket.error;
    if (connection.peerClosed || socket.receiveShut || socket.phase === Phase.Ended) return "end";
    return "EWOULDBLOCK";
  }

  sendOutcome(socket: Socket): Outcome {
    const connection = socket.connection;
    if (connection === null) return this.table.sendUnconnected;
    if (this.table.errorBeforePipe && socket.error !== "") return socket.error;
    if (socket.sendShut || socket.phase === Phase.Ended) return "EPIPE";
    if (socket.phase === Phase.Connecting) return this.table.sendConnecting;
    const hasRoom = connection.writable > 0 && connection.unsent < connection.notSentLimit;
    return hasRoom ? "ready" : "EWOULDBLOCK";
  }

  urgentOutcome(socket: Socket): Outcome {
    const connection = socket.connection;
    if (socket.phase === Phase.Listening) return "ENOTCONN";
    if (connection === null || connection.options.oobInline) return "EINVAL";
    const isEnded = socket.phase === Phase.Ended;
    switch (connection.urgentState) {
      case UrgentState.None:
      case UrgentState.Taken:
        return "EINVAL";
      case UrgentState.Here:
        return isEnded && !connection.peerClosed ? this.table.urgentAfterEnd : "ready";
      case UrgentState.Awaited:
        return isEnded || socket.receiveShut ? "end" : "EWOULDBLOCK";
    }
  }

  isAtMark(socket: Socket): boolean {
    return socket.connection?.isAtMark ?? false;
  }

  bytesQueued(socket: Socket): number {
    const connection = socket.connection;
    if (connection === null) return 0;
    const { queued, urgentRemaining, options } = connection;
    const isMarked = urgentRemaining > 0 && urgentRemaining <= queued;
    if (!isMarked || options.oobInline) return queued;
    return this.table.countsToMark ? urgentRemaining - 1 : queued - 1;
  }

  #isUrgent(connection: Connection): boolean {
    const { urgentState } = connection;
    return this.table.pollsUrgentOctet
      ? urgentState === UrgentState.Here
      : urgentState !== UrgentState.None;
  }

  connectRefusal(socket: Socket): ErrorName | "" {
    switch (socket.phase) {
      case Phase.Fresh:
        return "";
      case Phase.Listening:
        return this.table.connectListening;
      case Phase.Connecting:
        return socket.nonblocking ? "EALREADY" : "";
      case Phase.Connected:
        return this.table.secondConnectSucceeds && socket.connectUntold ? "" : "EISCONN";
      case Phase.Ended:
        if (socket.wasConnected) return this.table.connectEnded;
        return socket.error !== "" ? socket.error : "ECONNABORTED"; // S: inet_stream_connect
    }
  }

  onConnectFailed(socket: Socket): void {
    if (this.table.failedConnectIsFresh) socket.detach();
  }

  shutdownRefusal(socket: Socket, _how: ShutdownHow): ErrorName | "" {
    switch (socket.phase) {
      case Phase.Listening:
        return this.table.shutdownEndsListening ? "" : "ENOTCONN";
      case Phase.Connecting:
      case Phase.Connected:
        return socket.connection?.state === State.TimeWait ? "ENOTCONN" : "";
      default:
        return "ENOTCONN";
    }
  }

  takeSocketError(socket: Socket): ErrorName | "" {
    const error = socket.error !== "" ? socket.error : socket.softError;
    socket.error = "";
    socket.softError = "";
    return error;
  }

  /** As tcp_poll of Linux does (S; measured), and sopoll_generic of FreeBSD (S). */
  readiness(socket: Socket): Readiness {
    const connection = socket.connection;
    if (socket.phase === Phase.Listening) return pollBits((socket.listener?.pending ?? 0) > 0);
    if (connection === null) {
      return pollBits(false, this.isWritable(socket), this.table.pollsUnconnected);
    }
    const isTold = socket.softError !== "";
    if (socket.phase === Phase.Connecting) return pollBits(false, false, false, isTold);
    const isEnded = socket.phase === Phase.Ended;
    const isFailed = socket.error !== "";
    const endsReading = connection.peerClosed || socket.receiveShut || isEnded;
    const endsWriting = socket.sendShut || isEnded;
    return pollBits(
      connection.readable > 0 || endsReading || isFailed,
      this.isWritable(socket),
      endsReading && endsWriting,
      (isFailed || isTold) && this.table.pollsErrors,
      this.#isUrgent(connection),
    );
  }

  /** Of a limit to what is unsent half must be free (S: tcp_stream_memory_free). */
  isWritable(socket: Socket): boolean {
    const connection = socket.connection;
    if (socket.phase === Phase.Listening) return false;
    if (connection === null) return this.table.pollsUnconnected;
    if (socket.phase === Phase.Connecting) return false;
    if (socket.sendShut || socket.phase === Phase.Ended || socket.error !== "") return true;
    return connection.hasRoom && connection.unsent * 2 < connection.notSentLimit;
  }
}

function pollBits(
  isIn = false,
  isOut = false,
  hangUp = false,
  error = false,
  urgent = false,
): Readiness {
  const text = (asked: readonly PollEvent[]): string => {
    const words: string[] = [];
    if (isIn && asked.includes("in")) words.push("POLLIN");
    if (urgent && asked.includes("urgent")) words.push("POLLPRI");
    if (isOut && asked.includes("out")) words.push("POLLOUT");
    if (error) words.push("POLLERR");
    if (hangUp) words.push("POLLHUP");
    return words.join(" ");
  };
  return { in: isIn, out: isOut, exceptional: hangUp || error, urgent, text };
}

/** The calls of Linux. */
export const linuxRules: SocketRules = new PosixRules(LINUX);

/** The calls of FreeBSD. */
export const freebsdRules: SocketRules = new PosixRules(FREEBSD);

/** The calls of the profile "rfc9293": POSIX, by choice. */
export const rfc9293Rules: SocketRules = new PosixRules(RFC9293);
