import { type Nanos, NEVER } from "../../engine/base/time.ts";
import type { CallResult } from "../records.ts";
import type { CallContext } from "./call_context.ts";
import type { PollEvent } from "./socket_rules.ts";
import { Interest, type Program } from "./wait.ts";

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
