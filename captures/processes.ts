import { ms, type Nanos, NEVER } from "../engine/base/time.ts";
import type { Host } from "../nodes/host.ts";
import type { Program, Socket, SocketCalls } from "../nodes/sockets/mod.ts";
import type { Capture, CapturedCall, Side } from "./capture.ts";
import { type CallOutcome, type NamedSockets, performCall } from "./perform_call.ts";

/** Where the results of calls go. */
export interface CallSink {
  started(index: number): void;
  returned(index: number, outcome: CallOutcome): void;
}

/** A call with its place in the capture. */
interface Planned {
  readonly index: number;
  readonly call: CapturedCall;
}

/** One process of a side: the calls that it makes, by thread. */
interface Plan {
  readonly name: string;
  readonly startAt: number;
  readonly threads: ReadonlyMap<string, Planned[]>;
}

/** A side's processes: another one begins with each "start-process". */
function plansOf(capture: Capture, side: Side): Plan[] {
  const starts = capture.faults
    .filter((fault) => fault.kind === "start-process" && fault.side === side)
    .map((fault) => fault.atMs);
  const bounds = [-Infinity, ...starts, Infinity];
  return bounds.slice(0, -1).map((from, i) => {
    const threads: Map<string, Planned[]> = new Map([["main", []]]);
    for (const [index, call] of capture.calls.entries()) {
      if (call.side !== side || call.atMs < from || call.atMs >= bounds[i + 1]!) continue;
      const thread = call.thread ?? "main";
      threads.set(thread, [...threads.get(thread) ?? [], { index, call }]);
    }
    return { name: `${side}${i === 0 ? "" : i + 1}`, startAt: from, threads };
  });
}

/** The processes of one side: starts them at their times, and can kill the one that runs. */
export class SideProcesses {
  readonly #host: Host;
  readonly #plans: readonly Plan[];

  constructor(host: Host, capture: Capture, side: Side, origin: Nanos, sink: CallSink) {
    this.#host = host;
    this.#plans = plansOf(capture, side);
    for (const plan of this.#plans) {
      const startAt = plan.startAt === -Infinity ? 0 : origin + toNanos(plan.startAt);
      const main = (os: SocketCalls): Program => runPlan(os, host, plan, origin, sink);
      host.processes.run({ name: plan.name, sigpipe: "ignore", main }, startAt);
    }
  }

  /** SIGKILL to whatever holds sockets of this side. */
  kill(now: Nanos): void {
    for (const { name } of this.#plans) this.#host.processes.kill(name, now);
  }
}

/** Nanoseconds of a time of a capture, whole. */
export const toNanos = (milliseconds: number): Nanos => Math.round(ms(1) * milliseconds);

function* runPlan(
  os: SocketCalls,
  host: Host,
  plan: Plan,
  origin: Nanos,
  sink: CallSink,
): Program {
  const sockets = new Sockets(host, plan.name);
  for (const [name, calls] of plan.threads) {
    if (name === "main") continue;
    yield* os.thread(name, (own) => runCalls(own, calls, sockets, origin, sink));
  }
  yield* runCalls(os, plan.threads.get("main") ?? [], sockets, origin, sink);
  yield* os.sleepUntil(NEVER); // its sockets stay open
}

/** Makes each call at its time, but never before the one before it has returned. */
function* runCalls(
  os: SocketCalls,
  calls: readonly Planned[],
  sockets: NamedSockets,
  origin: Nanos,
  sink: CallSink,
): Program {
  for (const { index, call } of calls) {
    yield* os.sleepUntil(origin + toNanos(call.atMs));
    sink.started(index);
    sink.returned(index, yield* performCall(os, call, sockets));
  }
}

class Sockets implements NamedSockets {
  readonly #host: Host;
  readonly #process: string;
  readonly #handles: Map<string, number> = new Map();

  constructor(host: Host, process: string) {
    this.#host = host;
    this.#process = process;
  }

  handleOf(name: string): number {
    return this.#handles.get(name) ?? -1;
  }

  set(name: string, handle: number): void {
    this.#handles.set(name, handle);
  }

  socketOf(name: string): Socket | null {
    const process = this.#host.processes.find(this.#process);
    return process?.handles.get(this.handleOf(name)) ?? null;
  }
}
