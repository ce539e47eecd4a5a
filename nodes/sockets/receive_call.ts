import type { Connection } from "../../engine/tcp/mod.ts";
import type { CallResult } from "../records.ts";
import { BlockingCall } from "./blocking_call.ts";
import type { CallArgs, CallContext } from "./call_context.ts";
import type { ErrorName } from "./errors.ts";
import type { Socket } from "./socket.ts";
import { Interest, type Program } from "./wait.ts";

/** How much a `recv` takes. */
export type ReceiveAmount =
  /** One call that takes at most so many bytes. */
  | { readonly kind: "once"; readonly max: number }
  /** As MSG_PEEK: at most so many bytes, which stay where they are. */
  | { readonly kind: "peek"; readonly max: number }
  /** As MSG_WAITALL: until so many bytes are there, or the stream ends. */
  | { readonly kind: "exactly"; readonly bytes: number }
  /** Calls again until the end of the stream or an error. */
  | { readonly kind: "eof" };

/** What becomes of received bytes; null only counts them. */
export type Sink = (bytes: Uint8Array) => void;

/** `recv`: waits for data; 0 at the end of the stream. */
export function* receive(
  context: CallContext,
  handle: number,
  amount: ReceiveAmount,
  sink: Sink | null,
): Program<CallResult> {
  const socket = context.start("recv", handle, amountArgs(amount));
  if (socket === null) return context.fail("EBADF");
  const call = new Receive(context, socket, amount, sink);
  while (!call.goOn()) yield context.caller.wait;
  return call.result ?? (yield* context.die());
}

class Receive extends BlockingCall {
  declare private readonly kind: ReceiveAmount["kind"];
  readonly #sink: Sink | null;
  /** The most that it takes. */
  declare private readonly limit: number;
  #total = 0;
  /** It was blocked before what happened since; a program that calls again was not. */
  #blockedBefore = false;

  constructor(context: CallContext, socket: Socket, amount: ReceiveAmount, sink: Sink | null) {
    super(context, socket, Interest.In, socket.receiveTimeout);
    this.kind = amount.kind;
    this.#sink = sink;
    this.limit = mostOf(amount);
  }

  protected attempt(): boolean {
    const { context, socket } = this;
    const { rules } = context;
    while (true) {
      if (rules.receivePassesMark) socket.connection?.passMark();
      const outcome = rules.receiveOutcome(socket, this.#blockedBefore);
      if (outcome !== "ready") return this.#stop(outcome);
      const kind = this.kind;
      if (kind === "peek") return this.succeed(peekable(socket, this.limit));
      this.#total += receiveSome(context, socket, this.limit - this.#total, this.#sink);
      if (kind === "exactly" && socket.connection?.isAtMark === true) {
        return this.succeed(this.#total); // MSG_WAITALL ends at the mark (S: tcp_recvmsg, soreceive)
      }
      if (kind === "once" || this.#total === this.limit) return this.succeed(this.#total);
      if (kind === "eof") {
        if (socket.handleClosed) return this.fail("EBADF", this.#total);
        this.#blockedBefore = false;
        this.deadline = context.now + socket.receiveTimeout;
      }
    }
  }

  /** Nothing more is there: it waits, or is over. */
  #stop(outcome: "end" | ErrorName): boolean {
    const { context } = this;
    if (outcome === "end") {
      return this.succeed(this.kind === "exactly" ? this.#total : 0, this.#total);
    }
    if (outcome !== "EWOULDBLOCK" || this.socket.nonblocking) return this.#failed(outcome);
    if (context.now >= this.deadline) return this.#failed(context.rules.waitedInVain);
    this.#blockedBefore = true;
    return false;
  }

  /** MSG_WAITALL gives what there was before an error, which is for the next call. */
  #failed(error: ErrorName): boolean {
    const total = this.#total;
    if (this.kind === "exactly" && total > 0) return this.succeed(total);
    return this.fail(error, total);
  }

  protected interrupted(error: ErrorName): boolean {
    return this.fail(error, this.#total);
  }
}

function amountArgs(amount: ReceiveAmount): CallArgs {
  switch (amount.kind) {
    case "once":
      return { max: amount.max };
    case "peek":
      return { max: amount.max, peek: true };
    case "exactly":
      return { exactly: amount.bytes };
    case "eof":
      return { until: "eof" };
  }
}

function mostOf(amount: ReceiveAmount): number {
  switch (amount.kind) {
    case "once":
    case "peek":
      return amount.max;
    case "exactly":
      return amount.bytes;
    case "eof":
      return Infinity;
  }
}

function receiveSome(
  context: CallContext,
  socket: Socket,
  most: number,
  sink: Sink | null,
): number {
  const connection = socket.connection as Connection;
  let taken: number;
  if (sink === null) {
    taken = connection.discard(Math.min(most, connection.readable));
  } else {
    const bytes = connection.receive(Math.min(most, connection.readable));
    sink(bytes);
    taken = bytes.length;
  }
  socket.bytesReceived += taken;
  context.host.pump(connection);
  return taken;
}

function peekable(socket: Socket, most: number): number {
  return Math.min(most, (socket.connection as Connection).readable);
}
