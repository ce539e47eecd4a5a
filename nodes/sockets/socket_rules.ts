import type { Connection } from "../../engine/tcp/mod.ts";
import type { ErrorName, ErrorTable } from "./errors.ts";
import type { Socket } from "./socket.ts";

/**
 * What a call does now: it goes on, it meets the end of the stream, or it
 * fails. EWOULDBLOCK makes a call wait on a socket that blocks.
 */
export type Outcome = "ready" | "end" | ErrorName;

/** Which directions `shutdown` means. */
export type ShutdownHow = "receive" | "send" | "both";

/** The calls and constants that have another name on each system. */
export interface CallNames {
  readonly close: string;
  readonly poll: string;
  readonly ioctl: string;
  /** The call that makes a socket non-blocking. */
  readonly nonblocking: string;
  /** The call that reports on a connection. */
  readonly info: string;
  readonly how: Readonly<Record<ShutdownHow, string>>;
}

/** What `poll` and `select` may be asked for: readable, writable, urgent data. */
export const pollEvents = ["in", "out", "urgent"] as const;
export type PollEvent = (typeof pollEvents)[number];

/** What `poll` or `select` says of a socket. */
export interface Readiness {
  readonly in: boolean;
  readonly out: boolean;
  /** Reported whether asked for or not: an error, a hang-up. */
  readonly exceptional: boolean;
  /** Urgent data: POLLPRI, or among the exceptions of select. */
  readonly urgent: boolean;
  /** What the call reports to one that asks for those events: "POLLIN POLLHUP", "read except". */
  text(asked: readonly PollEvent[]): string;
}

/**
 * How the calls of one system answer (one object per system, without state).
 *
 * Outcomes, refusals and readiness only look; an error that a program was
 * given is then handed to `report`.
 */
export interface SocketRules {
  /** "linux", "freebsd", "windows" or "rfc9293". */
  readonly system: string;
  readonly family: "posix" | "winsock";
  readonly errors: ErrorTable;
  readonly names: CallNames;

  /** The connection has ended: sets the socket's phase and errors. */
  onEnd(socket: Socket, connection: Connection): void;
  /** Whether soft errors are told where a program says nothing (SHLD-20: IP_RECVERR changes it). */
  readonly tellsSoftErrors: boolean;
  /** `SoftError` or `Trouble` is among the signals, and the program wants to be told. */
  onSoftError(socket: Socket, connection: Connection, signals: number): void;
  /** An error was given to a program: it is gone (one shot) or stays. */
  report(socket: Socket, error: ErrorName): void;
  /** Of recv. `blockedBefore`: it was called, and blocked, before what happened since. */
  receiveOutcome(socket: Socket, blockedBefore: boolean): Outcome;
  sendOutcome(socket: Socket): Outcome;
  /** Of recv with MSG_OOB, which never waits. */
  urgentOutcome(socket: Socket): Outcome;
  /** SIOCATMARK. */
  isAtMark(socket: Socket): boolean;
  /** FIONREAD. */
  bytesQueued(socket: Socket): number;
  /** Whether a recv that finds only the out-of-band octet goes past the mark, and waits on. */
  readonly receivePassesMark: boolean;
  /** Why `connect` fails at once; "" where it may start, or be waited for. */
  connectRefusal(socket: Socket): ErrorName | "";
  /** What a connect that does not block gives once it has started. */
  readonly connectStarted: ErrorName;
  /** A program was told that its connect failed. */
  onConnectFailed(socket: Socket): void;
  /** Why `shutdown` fails; "" where it may be done. */
  shutdownRefusal(socket: Socket, how: ShutdownHow): ErrorName | "";
  /** What accept gives for a connection that was reset before; "" gives the connection itself. */
  readonly acceptReset: ErrorName | "";
  readonly acceptInheritsNonblocking: boolean;
  /** What connect gives where no ephemeral port is free. */
  readonly portsExhausted: ErrorName;
  /** What connect gives where there is a connection of these addresses and ports. */
  readonly tupleTaken: ErrorName;
  /** Whether a close that lingers is refused on a non-blocking socket. */
  readonly lingerNeedsBlocking: boolean;
  /** Whether a lingering close that runs out of time resets the connection. */
  readonly lingerAborts: boolean;
  /** What send and recv give once the time of SO_SNDTIMEO or SO_RCVTIMEO is over. */
  readonly waitedInVain: ErrorName;
  /** What connect gives once that of SO_SNDTIMEO is; "" where it does not count. */
  readonly connectedInVain: ErrorName | "";
  /** What accept gives once that of SO_RCVTIMEO is; "" where it does not count. */
  readonly acceptedInVain: ErrorName | "";
  /** What getsockopt(SO_ERROR) gives, and takes away. */
  takeSocketError(socket: Socket): ErrorName | "";
  readiness(socket: Socket): Readiness;
  /** The `out` of its readiness. */
  isWritable(socket: Socket): boolean;
}
