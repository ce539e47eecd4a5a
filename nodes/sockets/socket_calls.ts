import { type Nanos, NEVER } from "../../engine/base/time.ts";
import type { Ipv4 } from "../../engine/wire/mod.ts";
import type { CallResult } from "../records.ts";
import { CallContext, type Caller, type ThreadBody } from "./call_context.ts";
import { close, shutdown } from "./close_calls.ts";
import { accept, bind, connect, listen, openSocket } from "./open_calls.ts";
import { getOption, setOption } from "./option_calls.ts";
import type { OptionValue } from "./options.ts";
import {
  type OverlappedReceive,
  type OverlappedStart,
  receiveResult,
  startReceive,
} from "./overlapped_calls.ts";
import { poll } from "./poll_call.ts";
import { receive, type ReceiveAmount } from "./receive_call.ts";
import { send, type SendFlags } from "./send_call.ts";
import type { PollEvent, ShutdownHow } from "./socket_rules.ts";
import { ioctl, type IoctlRequest, receiveUrgent } from "./urgent_calls.ts";
import type { Program } from "./wait.ts";

/** What `recv` gives: its result, and the bytes. */
export interface Received extends CallResult {
  readonly data: Uint8Array;
}

/**
 * The calls of a system as one thread makes them. Each is a generator, so that
 * a program may wait in any: `const fd = yield* os.socket()`. Nothing of it
 * happens before that.
 *
 * No call throws for what the network or the system does: its result has
 * `error` and `code` as the system names them, "" and 0 where it succeeded.
 * Calls take no virtual time but while they wait.
 */
export class SocketCalls {
  readonly #context: CallContext;

  constructor(caller: Caller) {
    this.#context = new CallContext(caller);
  }

  /** Virtual time. */
  get now(): Nanos {
    return this.#context.now;
  }

  /** The process that calls, with its host: "client.app". */
  get program(): string {
    const { host, process } = this.#context.caller;
    return `${host.name}.${process}`;
  }

  /** Makes a stream socket; `name` is what records and topologies call it. Gives its handle. */
  // deno-lint-ignore require-yield
  *socket(name = ""): Program<number> {
    return openSocket(this.#context, name).value;
  }

  /** Address 0 is any; port 0 lets the system choose. */
  // deno-lint-ignore require-yield
  *bind(handle: number, address: Ipv4, port: number): Program<CallResult> {
    return bind(this.#context, handle, address, port);
  }

  // deno-lint-ignore require-yield
  *listen(handle: number, backlog = 128): Program<CallResult> {
    return listen(this.#context, handle, backlog);
  }

  /** Gives the handle of a new socket by the name `name`. */
  accept(handle: number, name = ""): Program<CallResult> {
    return accept(this.#context, handle, name);
  }

  /** `to` is an address or a host's name. */
  *connect(handle: number, to: Ipv4 | string, port: number): Program<CallResult> {
    const address = typeof to === "string" ? this.#context.host.resolve(to) : to;
    return yield* connect(this.#context, handle, address, port);
  }

  /** Sends bytes, which must not be changed afterwards. */
  send(handle: number, data: Uint8Array): Program<CallResult> {
    return send(this.#context, handle, data, data.length, false);
  }

  /** Sends bytes, calling again until all are taken or a call fails. One record stands for all calls. */
  sendAll(handle: number, data: Uint8Array): Program<CallResult> {
    return send(this.#context, handle, data, data.length, true);
  }

  /** As `sendAll`, with `bytes` bytes of the stream's pattern (see `patternByte`). */
  sendPattern(handle: number, bytes: number): Program<CallResult> {
    return send(this.#context, handle, null, bytes, true);
  }

  /**
   * Sends urgent bytes (MSG_OOB), calling again until all are taken or a call
   * fails; a number sends so many of the stream's pattern.
   */
  sendUrgent(handle: number, data: Uint8Array | number): Program<CallResult> {
    if (typeof data !== "number") {
      return send(this.#context, handle, data, data.length, true, "MSG_OOB");
    }
    return send(this.#context, handle, null, data, true, "MSG_OOB");
  }

  /**
   * As `sendAll`, with the promise that more follows at once (MSG_MORE): what
   * fills no segment waits for it. A number sends so many of the stream's pattern.
   */
  sendMore(handle: number, data: Uint8Array | number): Program<CallResult> {
    if (typeof data !== "number") {
      return send(this.#context, handle, data, data.length, true, "MSG_MORE");
    }
    return send(this.#context, handle, null, data, true, "MSG_MORE");
  }

  /** One call of `send` with a flag; it may take a part of the bytes, as any. */
  sendWith(handle: number, data: Uint8Array, flags: SendFlags): Program<CallResult> {
    return send(this.#context, handle, data, data.length, false, flags);
  }

  /** Takes the last octet of urgent data (MSG_OOB); never waits. */
  // deno-lint-ignore require-yield
  *recvUrgent(handle: number): Program<Received> {
    let data: Uint8Array = NOTHING;
    const sink = (bytes: Uint8Array) => void (data = bytes);
    const result = receiveUrgent(this.#context, handle, sink);
    return { ...result, data };
  }

  /** The answer is the result's `value`: 1 at the mark (SIOCATMARK), bytes (FIONREAD). */
  // deno-lint-ignore require-yield
  *ioctl(handle: number, request: IoctlRequest): Program<CallResult> {
    return ioctl(this.#context, handle, request);
  }

  /** Takes at most `max` bytes. */
  *recv(handle: number, max: number): Program<Received> {
    let data: Uint8Array = NOTHING;
    const sink = (bytes: Uint8Array) => void (data = bytes);
    const amount: ReceiveAmount = { kind: "once", max };
    const result = yield* receive(this.#context, handle, amount, sink);
    return { ...result, data };
  }

  /** Takes bytes without looking at them: for programs that only count. */
  skip(handle: number, amount: ReceiveAmount): Program<CallResult> {
    return receive(this.#context, handle, amount, null);
  }

  /** Starts an overlapped receive (Windows: WSARecv); its result says WSA_IO_PENDING where it waits. */
  // deno-lint-ignore require-yield
  *startRecv(handle: number, max: number): Program<OverlappedStart> {
    return startReceive(this.#context, handle, max);
  }

  /** Waits for an overlapped receive to complete (WSAGetOverlappedResult). */
  overlappedResult(operation: OverlappedReceive): Program<CallResult> {
    return receiveResult(this.#context, operation, null);
  }

  /** Ends one direction of the connection, or both. */
  // deno-lint-ignore require-yield
  *shutdown(handle: number, how: ShutdownHow): Program<CallResult> {
    return shutdown(this.#context, handle, how);
  }

  /** `close`, on Windows `closesocket`: gives the handle back. */
  close(handle: number): Program<CallResult> {
    return close(this.#context, handle);
  }

  /** Times and sizes in the option's own unit. */
  // deno-lint-ignore require-yield
  *setsockopt(handle: number, option: string, value: OptionValue): Program<CallResult> {
    return setOption(this.#context, handle, option, value);
  }

  /** The option's value is the result's `value`. */
  // deno-lint-ignore require-yield
  *getsockopt(handle: number, option: string): Program<CallResult> {
    return getOption(this.#context, handle, option);
  }

  /** Gives 1 once one of the events, an error or a hang-up is there, 0 after `timeout`. */
  poll(
    handle: number,
    events: readonly PollEvent[],
    timeout: Nanos = NEVER,
  ): Program<CallResult> {
    return poll(this.#context, handle, events, timeout);
  }

  /** Sleeps for some time. */
  *sleep(time: Nanos): Program {
    yield* this.sleepUntil(this.now + time);
  }

  /** Sleeps until a point in time; not at all where it is past. */
  *sleepUntil(at: Nanos): Program {
    const { wait } = this.#context.caller;
    if (at > this.now) yield wait.until(at);
  }

  /** Starts another thread of this process; gives its name, which is made unique. */
  // deno-lint-ignore require-yield
  *thread(name: string, body: ThreadBody): Program<string> {
    return this.#context.caller.startThread(name, body);
  }

  /** Waits for the end of a thread of this process. */
  *join(thread: string): Program {
    yield this.#context.caller.wait.forThread(thread);
  }

  /** Ends the process: its system closes what it holds. Never returns. */
  *exit(code = 0): Program<never> {
    this.#context.caller.exit(code);
    return yield* this.#context.die();
  }
}

const NOTHING: Uint8Array = new Uint8Array(0);
