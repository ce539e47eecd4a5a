import { type Nanos, NEVER } from "../../engine/base/time.ts";
import type { Network } from "../network.ts";
import type { CallResult, ConnectionId, Recorder, RecordId } from "../records.ts";
import { finishBlockedCall } from "./closing.ts";
import { type ErrorName, systemError } from "./errors.ts";
import type { HandleTable } from "./handle_table.ts";
import type { HostSockets } from "./host_sockets.ts";
import type { Socket } from "./socket.ts";
import type { SocketCalls } from "./socket_calls.ts";
import type { SocketHost } from "./socket_host.ts";
import type { SocketRules } from "./socket_rules.ts";
import type { Program, Wait } from "./wait.ts";

/** What a thread runs. */
export type ThreadBody = (os: SocketCalls) => Program;

/** The thread that calls. */
export interface Caller {
  readonly host: SocketHost;
  readonly sockets: HostSockets;
  readonly handles: HandleTable;
  /** Names, for the records. */
  readonly process: string;
  readonly thread: string;
  /** Its one request to wait. */
  readonly wait: Wait;
  /** The call made SIGPIPE. Whether the process died of it. */
  raiseSigpipe(): boolean;
  /** The process gets a signal that it ignores unless it has a handler. */
  signal(name: string): void;
  /** Ends the process, this thread with it. */
  exit(code: number): void;
  /** Starts another thread of the process, by a name that is made unique, which it gives. */
  startThread(name: string, body: ThreadBody): string;
}

/** Arguments of a call as they are recorded. */
export type CallArgs = Readonly<Record<string, string | number | boolean>>;

/** What a call that takes no socket names as its handle: nothing that a program could have, nor -1. */
export const NO_HANDLE = -2;

/**
 * The call that a thread is in: records its start and its return, and lets it
 * wait. A thread is in one call at a time, so it has one of these.
 */
export class CallContext {
  declare readonly caller: Caller;
  declare readonly host: SocketHost;
  declare readonly rules: SocketRules;
  declare private readonly network: Network;
  #call = "";
  #args: CallArgs = {};
  #socket: Socket | null = null;
  /** What the return of the call is due to: its start, or what woke the thread last. */
  #cause: RecordId = 0;

  constructor(caller: Caller) {
    this.caller = caller;
    this.host = caller.host;
    this.rules = caller.sockets.rules;
    this.network = caller.host.network;
  }

  get now(): Nanos {
    return this.network.sim.now;
  }

  /** The call starts; gives the socket of the handle, null for a bad one, which is recorded. */
  start(call: string, handle: number, args: CallArgs): Socket | null {
    this.#call = call;
    this.#socket = this.caller.handles.get(handle);
    const isBad = this.#socket === null && handle !== NO_HANDLE;
    this.#args = isBad ? { handle, ...args } : args;
    const recorder = this.#recorder();
    if (recorder !== null) {
      this.#cause = this.#record(recorder, "started", this.#args, 0, null);
      recorder.cause = this.#cause;
    }
    this.#tellObserver("started", this.#cause);
    return this.#socket;
  }

  /** The call concerns that socket, although its handle did not name it at the start. */
  concerns(socket: Socket): void {
    this.#socket = socket;
  }

  /** The call returns `value`; `bytes` is all that a repeated call moved. */
  succeed(value: number, bytes: number = value, made: Socket | null = null): CallResult {
    return this.#finish({ value, error: "", code: 0, bytes }, made, this.#args);
  }

  /** As `succeed`, with more to record of what came back. */
  succeedWith(value: number, more: CallArgs): CallResult {
    return this.#finish({ value, error: "", code: 0, bytes: value }, null, {
      ...this.#args,
      ...more,
    });
  }

  /** The call returns an error; `bytes` is what it had moved before. */
  fail(error: ErrorName, bytes = 0): CallResult {
    const { name, code } = systemError(this.rules.errors, error);
    if (this.#socket !== null) this.rules.report(this.#socket, error);
    return this.#finish({ value: -1, error: name, code, bytes }, null, this.#args);
  }

  /** Lets the thread wait inside the call until the socket may be ready, or the deadline. */
  *block(socket: Socket, interest: number, deadline: Nanos = NEVER): Program {
    this.enterWait(socket);
    yield this.caller.wait.forSocket(socket, interest, deadline);
    this.leaveWait(socket);
  }

  /** The call is blocked on the socket from now on. */
  enterWait(socket: Socket): void {
    socket.blockedCalls++;
  }

  /** Its thread was woken: what the call does now is due to that. */
  leaveWait(socket: Socket): void {
    socket.blockedCalls--;
    const recorder = this.#recorder();
    this.#cause = recorder === null ? 0 : recorder.cause;
  }

  /** The thread was killed in its call: it never goes on. */
  *die(): Program<never> {
    while (true) yield this.caller.wait.until(NEVER);
  }

  #recorder(): Recorder | null {
    return this.network.recorder;
  }

  #finish(result: CallResult, made: Socket | null, args: CallArgs): CallResult {
    const recorder = this.#recorder();
    if (recorder !== null) {
      recorder.cause = this.#cause;
      const connection = made === null ? 0 : this.#connectionOf(made);
      recorder.cause = this.#record(recorder, "returned", args, connection, result);
    }
    this.#tellObserver("returned", recorder === null ? 0 : recorder.cause);
    const socket = this.#socket;
    this.#socket = null;
    if (socket !== null) finishBlockedCall(this.host, this.caller.sockets, socket);
    return result;
  }

  #record(
    recorder: Recorder,
    event: "started" | "returned",
    args: CallArgs,
    connection: ConnectionId,
    result: CallResult | null,
  ): RecordId {
    const socket = this.#socket;
    return recorder.record(this.now, {
      kind: "call",
      event,
      host: this.host.name,
      process: this.caller.process,
      thread: this.caller.thread,
      call: this.#call,
      socket: socket === null ? "" : socket.name,
      connection: connection !== 0 ? connection : this.#connectionOf(socket),
      args,
      result,
    });
  }

  #tellObserver(event: "started" | "returned", record: RecordId): void {
    const { callObserver } = this.network;
    if (callObserver === null) return;
    const { process, thread } = this.caller;
    callObserver(event, this.host.name, process, thread, this.#call, record);
  }

  #connectionOf(socket: Socket | null): ConnectionId {
    const connection = socket === null ? null : socket.connection;
    return connection === null ? 0 : connection.recordId;
  }
}
