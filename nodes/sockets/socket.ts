import { type Nanos, NEVER } from "../../engine/base/time.ts";
import {
  type Connection,
  ConnectionOptions,
  type ConnectionOwner,
  type Listener,
  type ListenerOwner,
  type Profile,
  Signal,
} from "../../engine/tcp/mod.ts";
import type { Ipv4 } from "../../engine/wire/mod.ts";
import type { ErrorName } from "./errors.ts";
import type { SocketRules } from "./socket_rules.ts";
import { Interest, type Sleeper } from "./wait.ts";
import { Waiters } from "./waiters.ts";

/** Who gets the signals of a socket: the process that F_SETOWN names. */
export interface SignalTarget {
  signal(name: string): void;
}

/** What a socket is good for. */
export const Phase = {
  /** Neither listening nor connected. */
  Fresh: 0,
  Listening: 1,
  /** `connect` was called and has no result yet. */
  Connecting: 2,
  Connected: 3,
  /** Its connection has ended. */
  Ended: 4,
} as const;
export type Phase = (typeof Phase)[keyof typeof Phase];

/**
 * One open socket: what its handle names. Joins a program's calls with a
 * connection or listener of the engine, and keeps what the engine does not
 * know: own shutdowns, the error to report, options, who waits.
 */
export class Socket implements ConnectionOwner, ListenerOwner {
  declare readonly rules: SocketRules;
  declare readonly profile: Profile;
  /** Of the connection, once there is one. */
  declare options: ConnectionOptions;
  /** The name that the program gave it, made unique on its host; "" if none. */
  declare name: string;
  phase: Phase = Phase.Fresh;
  connection: Connection | null = null;
  listener: Listener | null = null;

  /** Bound to that address (0: any) and port (0: not bound). */
  boundAddress: Ipv4 = 0;
  boundPort = 0;

  /** It has been connected: it cannot be connected again. */
  wasConnected = false;

  /** What the next call reports; which ones, and how often, the rules decide. */
  error: ErrorName | "" = "";
  /** What the calls that were blocked when the connection ended report instead (Winsock). */
  errorOfBlocked: ErrorName | "" = "";
  /** An error that ended nothing, for poll and SO_ERROR (RFC 9293 3.9.1.8). */
  softError: ErrorName | "" = "";
  /** Whether such errors are told (IP_RECVERR). */
  declare tellsSoftErrors: boolean;
  /** Own shutdown of either direction. */
  receiveShut = false;
  sendShut = false;
  /** shutdown(SD_RECEIVE) came while a recv was blocked: TCP hears of it when that one returns. */
  shutReceiveLater = false;
  /** A connect that did not block has ended well, and nobody has been told. */
  connectUntold = false;

  /** News since it was made, to read and of room: what an edge-triggered epoll counts. */
  readNews = 0;
  writeNews = 0;
  /** Somebody was refused for want of room in the send buffer (S: SOCK_NOSPACE). */
  wantsRoom = false;

  nonblocking = false;
  reuseAddress = false;
  exclusiveAddress = false;
  lingerOn = false;
  lingerSeconds = 0;
  /** How long a call waits at most (SO_RCVTIMEO, SO_SNDTIMEO). */
  receiveTimeout: Nanos = NEVER;
  sendTimeout: Nanos = NEVER;

  /** Who gets SIGURG; null for nobody (F_SETOWN). */
  signalTarget: SignalTarget | null = null;

  /** Bytes of the stream sent and received so far. */
  bytesSent = 0;
  bytesReceived = 0;

  /** Calls that are blocked on it. */
  blockedCalls = 0;
  /** Overlapped receives that are pending on it (Windows). */
  pendingReceives = 0;
  /** No handle names it any more. */
  handleClosed = false;
  /** Its handle was closed while a call was blocked: it is closed when that call returns. */
  closeLater = false;
  readonly #waiters: Waiters = new Waiters();

  constructor(rules: SocketRules, profile: Profile, name: string) {
    this.rules = rules;
    this.tellsSoftErrors = rules.tellsSoftErrors;
    this.profile = profile;
    this.options = new ConnectionOptions(profile);
    this.name = name;
  }

  /** Whether a thread waits in a call on it, or an overlapped receive does. */
  get hasWaiters(): boolean {
    return !this.#waiters.isEmpty || this.pendingReceives > 0;
  }

  /** Whether a thread waits for one of these bits. */
  hasWaitersFor(interest: number): boolean {
    if ((interest & Interest.In) !== 0 && this.pendingReceives > 0) return true;
    return this.#waiters.hasFor(interest);
  }

  /** Makes it the user's end of a connection. */
  attach(connection: Connection, phase: Phase): void {
    this.connection = connection;
    this.phase = phase;
    this.wasConnected = phase === Phase.Connected;
    this.options = connection.options;
    connection.owner = this;
  }

  /** Lets go of a connection that could not be made, so that another can be. */
  detach(): void {
    if (this.connection !== null) this.connection.owner = null;
    this.connection = null;
    this.error = "";
    this.phase = Phase.Fresh;
  }

  /** Called by the host with the signals of its connection. */
  onSignals(connection: Connection, signals: number, _now: Nanos): void {
    if (connection !== this.connection) return;
    if ((signals & Signal.Connected) !== 0 && this.phase === Phase.Connecting) {
      this.phase = Phase.Connected;
      this.wasConnected = true;
      this.connectUntold = true;
    }
    if ((signals & Signal.Closed) !== 0) {
      this.rules.onEnd(this, connection);
    }
    if (this.tellsSoftErrors && (signals & (Signal.SoftError | Signal.Trouble)) !== 0) {
      this.rules.onSoftError(this, connection, signals);
    }
    if ((signals & Signal.Urgent) !== 0) this.signalTarget?.signal("SIGURG");
    const interest = interestIn(signals);
    this.#countNews(signals, interest);
    this.wake(interest, this.errorOfBlocked);
    this.errorOfBlocked = "";
  }

  /** Room is news only to somebody who was refused, and only once it is enough (S: sk_stream_write_space). */
  #countNews(signals: number, interest: number): void {
    const isTurn = (signals & (Signal.Connected | Signal.Closed)) !== 0;
    if ((interest & (Interest.In | Interest.Urgent)) !== 0 || isTurn) this.readNews++;
    const isRoom = (signals & Signal.Writable) !== 0 && this.wantsRoom &&
      this.rules.isWritable(this);
    if (!isRoom && !isTurn) return;
    this.writeNews++;
    this.wantsRoom = false;
  }

  /** Called by the host when its listener has a connection to accept. */
  onReady(_listener: Listener, _now: Nanos): void {
    this.readNews++;
    this.wake(Interest.In, "");
  }

  /** Adds a thread that waits; it is told once. */
  addWaiter(sleeper: Sleeper, interest: number): void {
    this.#waiters.add(sleeper, interest);
  }

  removeWaiter(sleeper: Sleeper): void {
    this.#waiters.remove(sleeper);
  }

  /** Wakes those that wait for one of these bits, in the order in which they came. */
  wake(interest: number, error: ErrorName | ""): void {
    this.#waiters.wake(interest, error);
  }
}

function interestIn(signals: number): number {
  let interest = 0;
  if ((signals & (Signal.Readable | Signal.PeerClosed | Signal.Closed)) !== 0) {
    interest |= Interest.In;
  }
  if ((signals & (Signal.Writable | Signal.Connected | Signal.Closed)) !== 0) {
    interest |= Interest.Out;
  }
  if ((signals & (Signal.Urgent | Signal.UrgentOctet)) !== 0) interest |= Interest.Urgent;
  if ((signals & (Signal.Drained | Signal.Closed)) !== 0) interest |= Interest.Drained;
  return interest;
}
