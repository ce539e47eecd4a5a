import { EndReason, State } from "../../engine/tcp/mod.ts";
import { type ErrorName, type ErrorTable, freebsdErrors, linuxErrors } from "./errors.ts";
import { Phase, type Socket } from "./socket.ts";
import type { CallNames, Outcome, Readiness, ShutdownHow, SocketRules } from "./socket_rules.ts";

/** Where the POSIX systems differ. */
interface PosixSystem {
  readonly system: string;
  readonly errors: ErrorTable;
  /** A reset in CLOSE-WAIT. Linux: EPIPE (S: tcp_reset; measured). FreeBSD: ECONNRESET (S). */
  readonly resetInCloseWait: ErrorName;
  /** A reset in CLOSING, LAST-ACK or TIME-WAIT; RFC 9293 3.10.7.4, second: nobody is told. */
  readonly resetWhileClosing: ErrorName | "";
  /** This side has sent a reset for data that nobody reads. Linux: measured; FreeBSD: S tcp_drop. */
  readonly resetSent: ErrorName;
  /** recv at the end of the stream gives a pending error first (S: soreceive; Linux SOCK_DONE first). */
  readonly errorBeforeEnd: boolean;
  /** send gives a pending error before EPIPE (Linux, measured); FreeBSD looks at SBS_CANTSENDMORE first. */
  readonly errorBeforePipe: boolean;
  readonly sendUnconnected: ErrorName;
  readonly sendConnecting: ErrorName;
  readonly connectListening: ErrorName;
  readonly connectEnded: ErrorName;
  /** A failed connect leaves the socket as new (Linux: measured, then recv ENOTCONN, send EPIPE). */
  readonly failedConnectIsFresh: boolean;
  /** The first connect after one that ended well meanwhile succeeds (S: inet_stream_connect). */
  readonly secondConnectSucceeds: boolean;
  /** shutdown(SHUT_RD) ends listening (S: inet_shutdown). */
  readonly shutdownEndsListening: boolean;
  readonly acceptReset: ErrorName | "";
  readonly acceptInheritsNonblocking: boolean;
  readonly tupleTaken: ErrorName;
}

const LINUX: PosixSystem = {
  system: "linux",
  errors: linuxErrors,
  resetInCloseWait: "EPIPE",
  resetWhileClosing: "ECONNRESET",
  resetSent: "ECONNRESET",
  errorBeforeEnd: false,
  errorBeforePipe: true,
  sendUnconnected: "EPIPE",
  sendConnecting: "EWOULDBLOCK",
  connectListening: "EISCONN",
  connectEnded: "EISCONN",
  failedConnectIsFresh: true,
  secondConnectSucceeds: true,
  shutdownEndsListening: true,
  acceptReset: "",
  acceptInheritsNonblocking: false,
  tupleTaken: "EADDRNOTAVAIL",
};

/** From memory, fairly sure, where no other source stands above: soreceive, sosend, soisdisconnected. */
const FREEBSD: PosixSystem = {
  system: "freebsd",
  errors: freebsdErrors,
  resetInCloseWait: "ECONNRESET",
  resetWhileClosing: "ECONNRESET",
  resetSent: "ECONNABORTED",
  errorBeforeEnd: true,
  errorBeforePipe: false,
  sendUnconnected: "ENOTCONN",
  sendConnecting: "ENOTCONN",
  connectListening: "EOPNOTSUPP",
  connectEnded: "EINVAL",
  failedConnectIsFresh: false,
  secondConnectSucceeds: false,
  shutdownEndsListening: false,
  acceptReset: "ECONNABORTED",
  acceptInheritsNonblocking: true,
  tupleTaken: "EADDRINUSE",
};

/** The RFC has no error numbers: those of Linux are a choice, as is everything but the end of LAST-ACK. */
const RFC9293: PosixSystem = {
  ...LINUX,
  system: "rfc9293",
  resetInCloseWait: "ECONNRESET",
  resetWhileClosing: "",
  errorBeforeEnd: true,
};

const NAMES: CallNames = {
  close: "close",
  poll: "poll",
  nonblocking: "fcntl",
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
  readonly #table: PosixSystem;

  constructor(table: PosixSystem) {
    this.#table = table;
  }

  get system(): string {
    return this.#table.system;
  }

  get errors(): ErrorTable {
    return this.#table.errors;
  }

  get acceptReset(): ErrorName | "" {
    return this.#table.acceptReset;
  }

  get acceptInheritsNonblocking(): boolean {
    return this.#table.acceptInheritsNonblocking;
  }

  get tupleTaken(): ErrorName {
    return this.#table.tupleTaken;
  }

  onEnd(socket: Socket, reason: EndReason, state: State): void {
    socket.phase = Phase.Ended;
    socket.error = this.#errorOf(reason, state);
  }

  #errorOf(reason: EndReason, state: State): ErrorName | "" {
    switch (reason) {
      case EndReason.Reset:
        return this.#resetError(state);
      case EndReason.Refused:
        return "ECONNREFUSED";
      case EndReason.TimedOut:
      case EndReason.KeepaliveTimedOut:
        return "ETIMEDOUT";
      case EndReason.ResetSent:
        return this.#table.resetSent;
      case EndReason.Aborted:
      case EndReason.LinkDown:
        return "ECONNABORTED";
      case EndReason.Unreachable:
        return "EHOSTUNREACH";
      default:
        return "";
    }
  }

  #resetError(state: State): ErrorName | "" {
    switch (state) {
      case State.CloseWait:
        return this.#table.resetInCloseWait;
      case State.Closing:
      case State.LastAck:
        return this.#table.resetWhileClosing;
      case State.TimeWait:
        return "";
      default:
        return "ECONNRESET";
    }
  }

  report(socket: Socket, error: ErrorName): void {
    if (socket.error === error) socket.error = "";
  }

  receiveOutcome(socket: Socket): Outcome {
    const connection = socket.connection;
    if (connection === null) return "ENOTCONN";
    if (connection.readable > 0) return "ready";
    if (connection.peerClosed && !this.#table.errorBeforeEnd) return "end";
    if (socket.error !== "") return socket.error;
    if (connection.peerClosed || socket.receiveShut || socket.phase === Phase.Ended) return "end";
    return "EWOULDBLOCK";
  }

  sendOutcome(socket: Socket): Outcome {
    const connection = socket.connection;
    if (connection === null) return this.#table.sendUnconnected;
    if (this.#table.errorBeforePipe && socket.error !== "") return socket.error;
    if (socket.sendShut || socket.phase === Phase.Ended) return "EPIPE";
    if (socket.phase === Phase.Connecting) return this.#table.sendConnecting;
    return connection.writable > 0 ? "ready" : "EWOULDBLOCK";
  }

  connectRefusal(socket: Socket): ErrorName | "" {
    switch (socket.phase) {
      case Phase.Fresh:
        return "";
      case Phase.Listening:
        return this.#table.connectListening;
      case Phase.Connecting:
        return socket.nonblocking ? "EALREADY" : "";
      case Phase.Connected:
        return this.#table.secondConnectSucceeds && socket.connectUntold ? "" : "EISCONN";
      case Phase.Ended:
        return socket.error !== "" ? socket.error : this.#table.connectEnded;
    }
  }

  onConnectFailed(socket: Socket): void {
    if (this.#table.failedConnectIsFresh) socket.detach();
  }

  shutdownRefusal(socket: Socket, _how: ShutdownHow): ErrorName | "" {
    switch (socket.phase) {
      case Phase.Listening:
        return this.#table.shutdownEndsListening ? "" : "ENOTCONN";
      case Phase.Connecting:
      case Phase.Connected:
        return socket.connection?.state === State.TimeWait ? "ENOTCONN" : "";
      default:
        return "ENOTCONN";
    }
  }

  takeSocketError(socket: Socket): ErrorName | "" {
    const error = socket.error;
    socket.error = "";
    return error;
  }

  /** As tcp_poll of Linux does (S; measured); FreeBSD's sopoll is taken to agree. */
  readiness(socket: Socket): Readiness {
    const connection = socket.connection;
    if (socket.phase === Phase.Listening) return pollBits((socket.listener?.pending ?? 0) > 0);
    if (connection === null) return pollBits(false, true, true);
    if (socket.phase === Phase.Connecting) return pollBits();
    const isEnded = socket.phase === Phase.Ended;
    const isFailed = socket.error !== "";
    const endsReading = connection.peerClosed || socket.receiveShut || isEnded;
    const endsWriting = socket.sendShut || isEnded;
    return pollBits(
      connection.readable > 0 || endsReading || isFailed,
      connection.writable > 0 || endsWriting || isFailed,
      endsReading && endsWriting,
      isFailed,
    );
  }
}

function pollBits(isIn = false, isOut = false, hangUp = false, error = false): Readiness {
  const words: string[] = [];
  if (isIn) words.push("POLLIN");
  if (isOut) words.push("POLLOUT");
  if (error) words.push("POLLERR");
  if (hangUp) words.push("POLLHUP");
  return { in: isIn, out: isOut, exceptional: hangUp || error, text: words.join(" ") };
}

/** The calls of Linux. */
export const linuxRules: SocketRules = new PosixRules(LINUX);

/** The calls of FreeBSD. */
export const freebsdRules: SocketRules = new PosixRules(FREEBSD);

/** The calls of the profile "rfc9293": POSIX, by choice. */
export const rfc9293Rules: SocketRules = new PosixRules(RFC9293);
