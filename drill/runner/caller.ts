import { invariant } from "../../engine/base/invariant.ts";
import { type Nanos, NEVER } from "../../engine/base/time.ts";
import { type Actor, type Handle, NO_EVENT } from "../../engine/sim/mod.ts";
import {
  type Caller,
  type ErrorName,
  HandleTable,
  type HostSockets,
  type Program,
  type Sleeper,
  SocketCalls,
  type SocketHost,
  Wait,
} from "../../nodes/sockets/mod.ts";

const CallerEvent = { Wake: 0, Deadline: 1 } as const;

/**
 * The process whose calls a script makes. One call is under way at a time; it
 * runs at once as far as it can, and goes on by events while it blocks.
 */
export class ScriptCaller implements Caller, Sleeper, Actor {
  readonly host: SocketHost;
  readonly sockets: HostSockets;
  readonly handles: HandleTable;
  readonly process = "test";
  readonly thread = "main";
  readonly wait: Wait = new Wait();
  readonly os: SocketCalls;
  #program: Program | null = null;
  #deadline: Handle = NO_EVENT;

  constructor(host: SocketHost, sockets: HostSockets) {
    this.host = host;
    this.sockets = sockets;
    this.handles = new HandleTable(sockets.rules.family);
    this.os = new SocketCalls(this);
  }

  /** Whether a call is under way. */
  get isBlocked(): boolean {
    return this.#program !== null;
  }

  /** Makes a call; none may be under way. */
  start(program: Program): void {
    invariant(this.#program === null, "a script makes one call at a time");
    this.#program = program;
    this.#goOn();
  }

  wake(error: ErrorName | ""): void {
    this.wait.error = error;
    this.#stopWaiting();
    const { sim } = this.host.network;
    sim.schedule(sim.now, this, CallerEvent.Wake);
  }

  onEvent(kind: number, _arg: number, _now: Nanos): void {
    if (kind === CallerEvent.Deadline) {
      this.#deadline = NO_EVENT;
      this.wait.timedOut = true;
      this.#stopWaiting();
    }
    this.#goOn();
  }

  /** packetdrill ignores SIGPIPE. */
  raiseSigpipe(): boolean {
    return false;
  }

  /** No signal has a handler. */
  signal(_name: string): void {}

  exit(_code: number): void {
    invariant(false, "a script's calls never exit");
  }

  startThread(): string {
    invariant(false, "a script's calls start no threads");
    return "";
  }

  #goOn(): void {
    if (this.#program === null) return;
    const { done } = this.#program.next();
    if (done === true) this.#program = null;
    else this.#startWaiting();
  }

  #startWaiting(): void {
    const { wait } = this;
    const { sim } = this.host.network;
    if (wait.socket !== null) wait.socket.addWaiter(this, wait.interest);
    if (wait.deadline === NEVER) return;
    this.#deadline = sim.schedule(Math.max(wait.deadline, sim.now), this, CallerEvent.Deadline);
  }

  #stopWaiting(): void {
    if (this.#deadline !== NO_EVENT) this.host.network.sim.cancel(this.#deadline);
    this.#deadline = NO_EVENT;
    if (this.wait.socket !== null) this.wait.socket.removeWaiter(this);
    this.wait.clear();
  }
}
