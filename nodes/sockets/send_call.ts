import type { Connection } from "../../engine/tcp/mod.ts";
import type { CallResult } from "../records.ts";
import { BlockingCall } from "./blocking_call.ts";
import type { CallContext } from "./call_context.ts";
import type { ErrorName } from "./errors.ts";
import type { Socket } from "./socket.ts";
import { patternBuffer, patternStart } from "./stream_pattern.ts";
import { Interest, type Program } from "./wait.ts";

/** What a `send` is told besides its bytes. */
export type SendFlags = "" | "MSG_OOB" | "MSG_MORE" | "MSG_EOR";

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
  const call = new Send(context, socket, data, length, repeat, flags);
  while (!call.goOn()) yield context.caller.wait;
  return call.result ?? (yield* context.die());
}

class Send extends BlockingCall {
  readonly #data: Uint8Array | null;
  readonly #length: number;
  readonly #repeat: boolean;
  readonly #flags: SendFlags;
  #sent = 0;

  constructor(
    context: CallContext,
    socket: Socket,
    data: Uint8Array | null,
    length: number,
    repeat: boolean,
    flags: SendFlags,
  ) {
    super(context, socket, Interest.Out, socket.sendTimeout);
    this.#data = data;
    this.#length = length;
    this.#repeat = repeat;
    this.#flags = flags;
  }

  protected attempt(): boolean {
    const { context, socket } = this;
    const outcome = context.rules.sendOutcome(socket);
    if (outcome === "ready") {
      const left = this.#length - this.#sent;
      this.#sent += sendSome(context, socket, this.#data, this.#sent, left, this.#flags);
      if (this.#sent === this.#length) return this.succeed(this.#sent);
    } else if (outcome !== "EWOULDBLOCK" && outcome !== "end") {
      return this.#failed(outcome);
    }
    socket.wantsRoom = true;
    if (socket.nonblocking) {
      return this.#sent > 0 ? this.succeed(this.#sent) : this.fail("EWOULDBLOCK");
    }
    return context.now >= this.deadline ? this.#waitedInVain() : false;
  }

  #failed(error: ErrorName): boolean {
    const { context } = this;
    const sent = this.#sent;
    // S: sk_stream_error: what was copied counts, the error is for the next call.
    if (sent > 0 && !this.#repeat && context.rules.family === "posix") return this.succeed(sent);
    if (error === "EPIPE" && context.caller.raiseSigpipe()) return this.die();
    return this.fail(error, sent);
  }

  /** SO_SNDTIMEO is over: POSIX gives what was taken (V: socket(7)). */
  #waitedInVain(): boolean {
    const { rules } = this.context;
    if (this.#sent > 0 && rules.family === "posix") return this.succeed(this.#sent);
    return this.fail(rules.waitedInVain, this.#sent);
  }

  protected interrupted(error: ErrorName): boolean {
    return this.fail(error, this.#sent);
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
