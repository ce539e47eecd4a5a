import { invariant } from "../../engine/base/invariant.ts";
import { type Nanos, NEVER } from "../../engine/base/time.ts";
import { type Actor, type Handle, NO_EVENT } from "../../engine/sim/mod.ts";
import type { Network } from "../network.ts";
import type { RecordId } from "../records.ts";
import {
  type Caller,
  type ErrorName,
  type HandleTable,
  type HostSockets,
  type Program,
  type Sleeper,
  SocketCalls,
  type SocketHost,
  type ThreadBody,
  Wait,
} from "../sockets/mod.ts";
import type { Process } from "./process.ts";

const ThreadState = { Ready: 0, Running: 1, Waiting: 2, Ended: 3 } as const;
type ThreadState = (typeof ThreadState)[keyof typeof ThreadState];

const ThreadEvent = { Wake: 0, Deadline: 1 } as const;

/**
 * One thread of a process: a generator that is resumed by events of the
 * simulator. What ends a wait only schedules the thread for the same point in
 * time, so threads never run inside a connection's work, and those that were
 * woken first run first.
 *
 * It keeps the record that ended its wait and puts it back as the cause.
 */
export class Thread implements Actor, Sleeper, Caller {
  declare readonly thread: string;
  readonly wait: Wait = new Wait();
  declare private readonly network: Network;
  declare private readonly owner: Process;
  declare private readonly program: Program;
  #state: ThreadState = ThreadState.Ready;
  #cause: RecordId = 0;
  #deadline: Handle = NO_EVENT;
  #joiners: Thread[] = [];

  constructor(process: Process, name: string, body: ThreadBody) {
    this.network = process.host.network;
    this.owner = process;
    this.thread = name;
    this.program = body(new SocketCalls(this));
  }

  get process(): string {
    return this.owner.name;
  }

  get host(): SocketHost {
    return this.owner.host;
  }

  get sockets(): HostSockets {
    return this.owner.sockets;
  }

  get handles(): HandleTable {
    return this.owner.handles;
  }

  get isEnded(): boolean {
    return this.#state === ThreadState.Ended;
  }

  /** Lets it run for the first time, after what is already to happen now. */
  start(): void {
    this.#cause = this.#recordedCause();
    this.scheduleRun();
  }

  /** Lets a thread that is ready run, after what is already to happen now. */
  scheduleRun(): void {
    const { sim } = this.network;
    sim.schedule(sim.now, this, ThreadEvent.Wake);
  }

  wake(error: ErrorName | ""): void {
    if (this.#state !== ThreadState.Waiting) return;
    this.wait.error = error;
    this.#cause = this.#recordedCause();
    this.#becomeReady();
    this.scheduleRun();
  }

  onEvent(kind: number, _arg: number, _now: Nanos): void {
    if (this.isEnded) return;
    if (kind === ThreadEvent.Deadline) {
      this.#deadline = NO_EVENT;
      this.wait.timedOut = true;
      this.#becomeReady();
    }
    if (this.owner.isPaused) this.owner.defer(this);
    else this.#run();
  }

  /** It never runs again; nothing is told of it. */
  drop(): void {
    this.#state = ThreadState.Ended;
    this.#stopDeadline();
  }

  /** Waits for another thread's end. */
  addJoiner(thread: Thread): void {
    this.#joiners.push(thread);
  }

  raiseSigpipe(): boolean {
    return this.owner.raiseSigpipe(this.thread);
  }

  signal(name: string): void {
    this.owner.signal(this.thread, name);
  }

  exit(code: number): void {
    this.owner.exit(this.thread, code);
  }

  startThread(name: string, body: ThreadBody): string {
    return this.owner.startThread(name, body);
  }

  #run(): void {
    invariant(this.#state === ThreadState.Ready, "a thread that runs was ready to");
    const { recorder } = this.network;
    if (recorder !== null) recorder.cause = this.#cause;
    this.#state = ThreadState.Running;
    const isOver = this.#goOn();
    if (!this.isEnded) {
      if (isOver) this.#end();
      else this.#startWaiting();
    }
    if (recorder !== null) recorder.cause = 0;
  }

  /** Gives whether the program has come to its end. The call that it is blocked in goes on first. */
  #goOn(): boolean {
    const { call } = this.wait;
    if (call !== null && !call.goOn()) return false;
    return this.program.next().done === true;
  }

  #startWaiting(): void {
    const { wait } = this;
    this.#state = ThreadState.Waiting;
    this.#cause = this.#recordedCause();
    if (wait.thread !== "") {
      const other = this.owner.threadOf(wait.thread);
      if (other === null || other === this) this.wake("");
      else other.addJoiner(this);
      return;
    }
    if (wait.socket !== null) wait.socket.addWaiter(this, wait.interest);
    if (wait.deadline !== NEVER) {
      const { sim } = this.network;
      const at = Math.max(wait.deadline, sim.now);
      this.#deadline = sim.schedule(at, this, ThreadEvent.Deadline);
    }
  }

  #becomeReady(): void {
    this.#state = ThreadState.Ready;
    this.#stopDeadline();
    if (this.wait.socket !== null) this.wait.socket.removeWaiter(this);
    this.wait.clear();
  }

  #stopDeadline(): void {
    if (this.#deadline === NO_EVENT) return;
    this.network.sim.cancel(this.#deadline);
    this.#deadline = NO_EVENT;
  }

  #end(): void {
    this.#state = ThreadState.Ended;
    this.owner.onThreadEnded(this);
    for (const joiner of this.#joiners) joiner.wake("");
    this.#joiners = [];
  }

  #recordedCause(): RecordId {
    const { recorder } = this.network;
    return recorder === null ? 0 : recorder.cause;
  }
}
