import type { Nanos } from "../../engine/base/time.ts";
import type { CallResult } from "../records.ts";
import type { CallContext } from "./call_context.ts";
import type { ErrorName } from "./errors.ts";
import type { Socket } from "./socket.ts";
import type { BlockedCall } from "./wait.ts";

/**
 * A call that may be woken many times before it is over, as a `recv` until the
 * end of the stream is by every segment.
 *
 * It is tried, blocks its thread, and is tried again when that is woken. Its
 * state stands here and not in a generator, so that the thread itself makes
 * these tries: the generators around the call, which are several, are resumed
 * once, when it is over.
 */
export abstract class BlockingCall implements BlockedCall {
  /** What it gives; null before it is over, and for ever where its process died of it (SIGPIPE). */
  result: CallResult | null = null;
  declare protected readonly context: CallContext;
  declare protected readonly socket: Socket;
  /** Until when it waits at most. */
  declare protected deadline: Nanos;
  declare private readonly interest: number;
  #isBlocked = false;
  #isOver = false;

  /** `interest`: the bits of `Interest` that it waits for; `timeout`: for how long at most. */
  constructor(context: CallContext, socket: Socket, interest: number, timeout: Nanos) {
    this.context = context;
    this.socket = socket;
    this.deadline = context.now + timeout;
    this.interest = interest;
  }

  /** Goes as far as the call can now; gives whether it is over, which `succeed`, `fail` and `die` say. */
  protected abstract attempt(): boolean;

  /** What the call gives when something else than its socket ends it ("EINTR" after closesocket). */
  protected abstract interrupted(error: ErrorName): boolean;

  goOn(): boolean {
    if (this.#isOver) return true;
    this.#isOver = this.#isBlocked ? this.#attemptAgain() : this.attempt();
    if (this.#isOver) return true;
    const { context, socket } = this;
    this.#isBlocked = true;
    context.enterWait(socket);
    context.caller.wait.forCall(this, socket, this.interest, this.deadline);
    return false;
  }

  #attemptAgain(): boolean {
    const { context } = this;
    context.leaveWait(this.socket);
    const { error } = context.caller.wait;
    return error === "" ? this.attempt() : this.interrupted(error);
  }

  /** It returns `value`; `bytes` is all that a repeated call moved. */
  protected succeed(value: number, bytes: number = value): true {
    this.result = this.context.succeed(value, bytes);
    return true;
  }

  /** It returns an error; `bytes` is what it had moved before. */
  protected fail(error: ErrorName, bytes = 0): true {
    this.result = this.context.fail(error, bytes);
    return true;
  }

  /** Its process has died of it: it never returns. */
  protected die(): true {
    return true;
  }
}
