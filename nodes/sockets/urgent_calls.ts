import type { Connection } from "../../engine/tcp/mod.ts";
import type { CallResult } from "../records.ts";
import type { CallContext } from "./call_context.ts";
import type { Sink } from "./receive_call.ts";
import { Phase } from "./socket.ts";

/** The requests of `ioctl` that there are. */
export const ioctlRequests = ["SIOCATMARK", "FIONREAD"] as const;
export type IoctlRequest = (typeof ioctlRequests)[number];

/**
 * `recv` with MSG_OOB: the last octet of urgent data, whatever precedes it.
 * Never waits (S: tcp_recv_urg): EINVAL where none is announced, it was taken,
 * or stays in the stream (SO_OOBINLINE); EWOULDBLOCK where it has not arrived.
 */
export function receiveUrgent(
  context: CallContext,
  handle: number,
  sink: Sink | null,
): CallResult {
  const socket = context.start("recv", handle, { max: 1, flags: "MSG_OOB" });
  if (socket === null) return context.fail("EBADF");
  const outcome = context.rules.urgentOutcome(socket);
  if (outcome === "end") return context.succeed(0);
  if (outcome !== "ready") return context.fail(outcome);
  const octet = (socket.connection as Connection).takeUrgent();
  if (sink !== null) sink(Uint8Array.of(octet));
  return context.succeed(1);
}

/**
 * `ioctl`, on Windows `ioctlsocket`. For want of a place to put it, the answer
 * is the call's own value: of SIOCATMARK 1 at the mark and else 0, of FIONREAD
 * bytes.
 */
export function ioctl(context: CallContext, handle: number, request: IoctlRequest): CallResult {
  const { names } = context.rules;
  const socket = context.start(names.ioctl, handle, { request });
  if (socket === null) return context.fail("EBADF");
  if (socket.phase === Phase.Listening) return context.fail("EINVAL");
  switch (request) {
    case "SIOCATMARK":
      return context.succeed(context.rules.isAtMark(socket) ? 1 : 0, 0);
    case "FIONREAD":
      return context.succeed(context.rules.bytesQueued(socket), 0);
  }
}
