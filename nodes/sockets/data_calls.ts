import { type Nanos, NEVER } from "../../engine/base/time.ts";
import type { Connection } from "../../engine/tcp/mod.ts";
import type { CallResult } from "../records.ts";
import type { CallArgs, CallContext } from "./call_context.ts";
import type { ErrorName } from "./errors.ts";
import type { Socket } from "./socket.ts";
import type { PollEvent } from "./socket_rules.ts";
import { patternBuffer, patternStart } from "./stream_pattern.ts";
import { Interest, type Program } from "./wait.ts";

/** What a `send` is told besides its bytes. */
export type SendFlags = "" | "MSG_OOB" | "MSG_MORE" | "MSG_EOR";

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

/**
 * `send`: waits until all bytes are taken; a socket that does not block takes
 * what fits. `data` null sends the bytes of the stream's pattern. `repeat`:
 * the program calls again until everything is taken or a call fails; without
 * it, POSIX gives what was taken before the error. With the flag "MSG_OOB" the
 * bytes are urgent, up to the last of them; with "MSG_MORE" what fills no
 * segment waits for the next call; with "MSG_EOR" no segment goes on behind them.
 */
export function* send(
  context: CallContext,
  handle: number,
  data: Uint8Array | null,
  length: number,
  repeat: boolean,
  flags: SendFlags = "",
): Program<CallResult> {
  const args = flags === "" ? { length } : { length, flags };
  const socket = context.start("send", handle, args);
  if (socket === null) return context.fail("EBADF");
  if (isOfLinux(flags) && !isLinux(context)) return context.fail("EINVAL");
  const deadline = context.now + socket.sendTimeout;
  let sent = 0;
  while (true) {
    const outcome = context.rules.sendOutcome(socket);
    if (outcome === "ready") {
      sent += sendSome(context, socket, data, sent, length - sent, flags);
      if (sent === length) return context.succeed(sent);
    } else if (outcome !== "EWOULDBLOCK" && outcome !== "end") {
      return yield* sendFailed(context, outcome, sent, repeat);
    }
    socket.wantsRoom = true;
    if (socket.nonblocking) {
      return sent > 0 ? context.succeed(sent) : context.fail("EWOULDBLOCK");
    }
    if (context.now >= deadline) return waitedInVain(context, sent);
    yield* context.block(socket, Interest.Out, deadline);
    const { error } = context.caller.wait;
    if (error !== "") return context.fail(error, sent);
  }
}

/**
 * V: send(2) of Linux. To Winsock both flags are unknown (V: send, WSAEINVAL); on
 * FreeBSD there is no MSG_MORE (C), and streams have no records (S: sosend: EINVAL).
 */
const isOfLinux = (flags: SendFlags): boolean => flags === "MSG_MORE" || flags === "MSG_EOR";

function isLinux({ rules }: CallContext): boolean {
  return rules.system === "linux" || rules.system === "rfc9293";
}

/** Hands bytes to the connection until it takes no more; gives how many. */
function sendSome(
  context: CallContext,
  socket: Socket,
  data: Uint8Array | null,
  from: number,
  length: number,
  flags: SendFlags,
): number {
  const connection = socket.connection as Connection;
  connection.moreToCome = flags === "MSG_MORE";
  const whole = context.host.profile.wholeSends;
  const isLimited = connection.notSentLimit !== Infinity;
  let sent = 0;
  while (sent < length) {
    const bytes = data ?? patternBuffer();
    const start = data === null ? patternStart(socket.bytesSent) : from + sent;
    let wanted = Math.min(length - sent, bytes.length - start);
    if (isLimited) {
      if (connection.unsent >= connection.notSentLimit) break;
      wanted = Math.min(wanted, connection.sizeGoal);
    }
    const taken = whole
      ? connection.sendWhole(bytes, start, wanted)
      : connection.send(bytes, start, wanted);
    sent += taken;
    socket.bytesSent += taken;
    if (taken < wanted) break;
    if (isLimited) context.host.pump(connection); // S: tcp_push_one
  }
  if (flags === "MSG_EOR" && sent === length) connection.endRecord();
  if (flags === "MSG_OOB") connection.markUrgent(); // S: tcp_mark_urg: up to what was taken so far
  context.host.pump(connection);
  connection.moreToCome = false;
  return sent;
}

function* sendFailed(
  context: CallContext,
  error: ErrorName,
  sent: number,
  repeat: boolean,
): Program<CallResult> {
  // S: sk_stream_error: what was copied counts, the error is for the next call.
  if (sent > 0 && !repeat && context.rules.family === "posix") return context.succeed(sent);
  if (error === "EPIPE" && context.caller.raiseSigpipe()) yield* context.die();
  return context.fail(error, sent);
}

/** SO_SNDTIMEO is over: POSIX gives what was taken (V: socket(7)). */
function waitedInVain(context: CallContext, sent: number): CallResult {
  if (sent > 0 && context.rules.family === "posix") return context.succeed(sent);
  return context.fail(context.rules.waitedInVain, sent);
}

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
  const limit = mostOf(amount);
  let total = 0;
  let blockedBefore = false;
  let deadline = context.now + socket.receiveTimeout;
  while (true) {
    if (context.rules.receivePassesMark) socket.connection?.passMark();
    const outcome = context.rules.receiveOutcome(socket, blockedBefore);
    if (outcome === "ready") {
      if (amount.kind === "peek") return context.succeed(peekable(socket, limit));
      total += receiveSome(context, socket, limit - total, sink);
      if (amount.kind === "exactly" && socket.connection?.isAtMark === true) {
        return context.succeed(total); // MSG_WAITALL ends at the mark (S: tcp_recvmsg, soreceive)
      }
      if (amount.kind === "once" || total === limit) return context.succeed(total);
      if (amount.kind === "eof" && socket.handleClosed) return context.fail("EBADF", total);
      blockedBefore = amount.kind === "exactly" && blockedBefore;
      if (amount.kind === "eof") deadline = context.now + socket.receiveTimeout;
      continue;
    }
    if (outcome === "end") return context.succeed(amount.kind === "exactly" ? total : 0, total);
    if (outcome !== "EWOULDBLOCK") return receiveFailed(context, outcome, total, amount);
    if (socket.nonblocking) return receiveFailed(context, "EWOULDBLOCK", total, amount);
    if (context.now >= deadline) {
      return receiveFailed(context, context.rules.waitedInVain, total, amount);
    }
    yield* context.block(socket, Interest.In, deadline);
    const { error } = context.caller.wait;
    if (error !== "") return context.fail(error, total);
    blockedBefore = true;
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

/** MSG_WAITALL gives what there was before an error, which is for the next call. */
function receiveFailed(
  context: CallContext,
  error: ErrorName,
  total: number,
  amount: ReceiveAmount,
): CallResult {
  if (amount.kind === "exactly" && total > 0) return context.succeed(total);
  return context.fail(error, total);
}

/** What a poll waits for; an error is told whether asked for or not. */
const EVENTS = Interest.In | Interest.Out | Interest.Urgent | Interest.SoftError;

/**
 * `poll`, on Windows `select`: waits until the socket is readable, writable, in
 * error or has urgent data, at most for `timeout`. Gives 1, or 0 where the time
 * ran out.
 */
export function* poll(
  context: CallContext,
  handle: number,
  events: readonly PollEvent[],
  timeout: Nanos,
): Program<CallResult> {
  const asked = events.join(" ");
  const args = timeout === NEVER ? { events: asked } : { events: asked, timeout };
  const socket = context.start(context.rules.names.poll, handle, args);
  if (socket === null) return context.fail("EBADF");
  const deadline = context.now + timeout;
  while (true) {
    const ready = context.rules.readiness(socket);
    if (ready.exceptional || events.some((event) => ready[event])) {
      return context.succeedWith(1, { revents: ready.text(events) });
    }
    if (context.now >= deadline) return context.succeedWith(0, { revents: "" });
    yield* context.block(socket, EVENTS, deadline);
    const { error } = context.caller.wait;
    if (error !== "") return context.fail(error);
  }
}
