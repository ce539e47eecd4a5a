import { type Ipv4, parseIpv4 } from "../../engine/wire/mod.ts";
import type { CallResult } from "../records.ts";
import type { Program, SocketCalls, ThreadBody } from "../sockets/mod.ts";
import { EndlessLoop } from "./endless_loop.ts";
import { NameScope } from "./name_scope.ts";
import type { Step } from "./step.ts";

/** So many rounds of a loop without a wait stand for "for ever". */
const MOST_ROUNDS_AT_ONCE = 100_000;

/**
 * The program that runs these steps.
 *
 * It goes on after a call that fails, as a program that ignores results does;
 * only a loop may say that it ends then. A name whose making failed (`accept`)
 * stands for no handle, so later calls give EBADF; after a failed `connect`
 * the socket is there and later calls give what the system gives.
 */
export function programOf(steps: readonly Step[]): ThreadBody {
  return (os) => runThread(os, steps, new NameScope(null));
}

/** The steps that are no call of their own. */
const CONTROL = [
  "sleep",
  "sleep-until",
  "thread",
  "join",
  "loop",
  "serve",
  "exit",
  "recv-overlapped",
] as const;

type ControlStep = Extract<Step, { do: (typeof CONTROL)[number] }>;
type CallStep = Exclude<Step, ControlStep>;

const isCall = (step: Step): step is CallStep => !(CONTROL as readonly string[]).includes(step.do);

/** Runs steps in order; with `stopOnError` only to the first that fails. Gives whether one failed. */
function* runSteps(
  os: SocketCalls,
  steps: readonly Step[],
  scope: NameScope,
  stopOnError: boolean,
): Program<boolean> {
  let hasFailed = false;
  for (const step of steps) {
    const failed = isCall(step)
      ? (yield* runCall(os, step, scope)).error !== ""
      : yield* runControl(os, step, scope, stopOnError);
    if (failed && stopOnError) return true;
    hasFailed ||= failed;
  }
  return hasFailed;
}

/** Runs one step that is no call of its own, and gives whether a call in it failed. */
function* runControl(
  os: SocketCalls,
  step: ControlStep,
  scope: NameScope,
  stopOnError: boolean,
): Program<boolean> {
  switch (step.do) {
    case "sleep":
      yield* os.sleep(step.time);
      return false;
    case "sleep-until":
      yield* os.sleepUntil(step.at);
      return false;
    case "thread": {
      const name = yield* os.thread(step.as, (own) => runThread(own, step.steps, scope));
      scope.setThread(step.as, name);
      return false;
    }
    case "join": {
      const thread = scope.threadOf(step.thread);
      if (thread !== "") yield* os.join(thread);
      return false;
    }
    case "loop":
      return yield* runLoop(os, step, scope, stopOnError);
    case "serve":
      return yield* serve(os, step, scope);
    case "exit":
      return yield* os.exit(step.code);
    case "recv-overlapped":
      return yield* startOverlapped(os, step, scope);
  }
}

/** An operation that is pending is no failure. */
function* startOverlapped(
  os: SocketCalls,
  step: Step & { do: "recv-overlapped" },
  scope: NameScope,
): Program<boolean> {
  const { error, operation } = yield* os.startRecv(scope.handleOf(step.on), step.max);
  if (operation === null) return error !== "";
  const name = yield* os.thread(step.as, function* (own) {
    yield* own.overlappedResult(operation);
  });
  scope.setThread(step.as, name);
  return false;
}

function* runThread(os: SocketCalls, steps: readonly Step[], scope: NameScope): Program {
  yield* runSteps(os, steps, scope, false);
}

/** @throws {EndlessLoop} if it runs so many rounds without a wait. */
function* runLoop(
  os: SocketCalls,
  step: Step & { do: "loop" },
  scope: NameScope,
  stopOnError: boolean,
): Program<boolean> {
  let since = os.now;
  let rounds = 0;
  let hasFailed = false;
  for (let i = 0; i < step.times; i++) {
    const failed = yield* runSteps(os, step.steps, scope, stopOnError || step.untilError);
    if (failed && (stopOnError || step.untilError)) return true;
    hasFailed ||= failed;
    rounds = os.now === since ? rounds + 1 : 0;
    since = os.now;
    if (rounds > MOST_ROUNDS_AT_ONCE) {
      throw new EndlessLoop(os.program, MOST_ROUNDS_AT_ONCE, os.now);
    }
  }
  return hasFailed;
}

/** What accept gives for a connection that was reset before: the next one may do. */
const RESET_BEFORE_ACCEPT: readonly string[] = ["ECONNABORTED", "WSAECONNRESET"];

/** Accepts until the listener is of no use. Each thread has the socket's name to itself. */
function* serve(
  os: SocketCalls,
  step: Step & { do: "serve" },
  scope: NameScope,
): Program<boolean> {
  while (true) {
    const result = yield* os.accept(scope.handleOf(step.on), step.as);
    if (RESET_BEFORE_ACCEPT.includes(result.error)) continue;
    if (result.error !== "") return true;
    const own = new NameScope(scope);
    own.set(step.as, result.value);
    yield* os.thread(step.as, (thread) => runThread(thread, step.steps, own));
  }
}

/** Makes the call of a step. No generator of its own: each level costs whenever the thread goes on. */
function runCall(os: SocketCalls, step: CallStep, scope: NameScope): Program<CallResult> {
  const handle = "on" in step ? scope.handleOf(step.on) : -1;
  switch (step.do) {
    case "socket":
      return runSocket(os, step.as, scope);
    case "bind":
      return os.bind(handle, addressOf(step.address), step.port);
    case "listen":
      return runListen(os, step, scope);
    case "accept":
      return runAccept(os, step, scope);
    case "connect":
      return runConnect(os, step, scope);
    case "send":
      if (step.text === "") return os.sendPattern(handle, step.bytes);
      return os.sendAll(handle, new TextEncoder().encode(step.text));
    case "send-oob":
      if (step.text === "") return os.sendUrgent(handle, step.bytes);
      return os.sendUrgent(handle, new TextEncoder().encode(step.text));
    case "send-more":
      if (step.text === "") return os.sendMore(handle, step.bytes);
      return os.sendMore(handle, new TextEncoder().encode(step.text));
    case "recv-oob":
      return os.recvUrgent(handle);
    case "ioctl":
      return os.ioctl(handle, step.request);
    case "recv":
      return os.skip(handle, step.amount);
    case "shutdown":
      return os.shutdown(handle, step.how);
    case "close":
      return os.close(handle);
    case "setsockopt":
      return os.setsockopt(handle, step.option, step.value);
    case "getsockopt":
      return os.getsockopt(handle, step.option);
    case "poll":
      return os.poll(handle, step.events, step.timeout);
  }
}

function* runSocket(os: SocketCalls, name: string, scope: NameScope): Program<CallResult> {
  const made = yield* makeSocket(os, name, scope);
  return { value: made, error: "", code: 0, bytes: made };
}

function* makeSocket(os: SocketCalls, name: string, scope: NameScope): Program<number> {
  const handle = yield* os.socket(name);
  scope.set(name, handle);
  return handle;
}

function* runListen(
  os: SocketCalls,
  step: Step & { do: "listen" },
  scope: NameScope,
): Program<CallResult> {
  if (step.on !== "") return yield* os.listen(scope.handleOf(step.on), step.backlog);
  const handle = yield* makeSocket(os, step.as, scope);
  const bound = yield* os.bind(handle, addressOf(step.address), step.port);
  if (bound.error !== "") return bound;
  return yield* os.listen(handle, step.backlog);
}

function* runAccept(
  os: SocketCalls,
  step: Step & { do: "accept" },
  scope: NameScope,
): Program<CallResult> {
  const result = yield* os.accept(scope.handleOf(step.on), step.as);
  scope.set(step.as, result.value);
  return result;
}

function* runConnect(
  os: SocketCalls,
  step: Step & { do: "connect" },
  scope: NameScope,
): Program<CallResult> {
  const handle = step.on !== "" ? scope.handleOf(step.on) : yield* makeSocket(os, step.as, scope);
  if (step.nonblocking) yield* os.setsockopt(handle, "O_NONBLOCK", true);
  if (step.from !== 0) {
    const bound = yield* os.bind(handle, 0, step.from);
    if (bound.error !== "") return bound;
  }
  return yield* os.connect(
    handle,
    isAddress(step.host) ? parseIpv4(step.host) : step.host,
    step.port,
  );
}

const isAddress = (text: string): boolean => /^[\d.]+$/.test(text);

/** "" and "*" stand for every address of the host. */
const addressOf = (text: string): Ipv4 => text === "" || text === "*" ? 0 : parseIpv4(text);
