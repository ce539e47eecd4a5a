import type { ProcessRecord } from "../records.ts";
import {
  closeByKernel,
  HandleTable,
  type HostSockets,
  type Socket,
  type SocketHost,
  type ThreadBody,
} from "../sockets/mod.ts";
import { Thread } from "./thread.ts";

/** A program as a generator, for those who write theirs in TypeScript. */
export interface ProgramSpec {
  readonly name: string;
  /** What SIGPIPE does (POSIX). */
  readonly sigpipe: "ignore" | "kill";
  /** What its first thread runs. */
  readonly main: ThreadBody;
}

/** What all processes of a host share. */
export interface ProcessOwner {
  readonly host: SocketHost;
  readonly sockets: HostSockets;
  readonly isPaused: boolean;
  /** A thread cannot run now; it is to be run when the host goes on. */
  defer(thread: Thread): void;
}

/**
 * A process: threads that share open sockets. It ends when its last thread
 * has ended (as those of scripting languages do, not as in C, where the first
 * thread's end is the end of all), when one calls exit, or when it is killed.
 * Then its system closes its sockets.
 */
export class Process {
  declare readonly name: string;
  declare readonly handles: HandleTable;
  declare private readonly owner: ProcessOwner;
  declare private readonly spec: ProgramSpec;
  /** Those that have not ended, in the order in which they started. */
  readonly #threads: Map<string, Thread> = new Map();
  /** How often each name was asked for; null before the first. */
  #usedNames: Map<string, number> | null = null;
  #isRunning = false;

  constructor(owner: ProcessOwner, spec: ProgramSpec) {
    this.owner = owner;
    this.spec = spec;
    this.name = spec.name;
    this.handles = new HandleTable(owner.sockets.rules.family);
  }

  get host(): SocketHost {
    return this.owner.host;
  }

  get sockets(): HostSockets {
    return this.owner.sockets;
  }

  get isPaused(): boolean {
    return this.owner.isPaused;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Starts its first thread, "main", which runs after what is already to happen now. */
  start(): void {
    this.#isRunning = true;
    this.#record("started", "main", "");
    this.#addThread("main", this.spec.main);
  }

  startThread(name: string, body: ThreadBody): string {
    const unique = this.#uniqueName(name);
    this.#record("thread-started", unique, "");
    this.#addThread(unique, body);
    return unique;
  }

  /** The thread of that name, null if it has ended or never was. */
  threadOf(name: string): Thread | null {
    return this.#threads.get(name) ?? null;
  }

  defer(thread: Thread): void {
    this.owner.defer(thread);
  }

  /** Told by a thread that has run to its end. */
  onThreadEnded(thread: Thread): void {
    this.#threads.delete(thread.thread);
    if (thread.thread !== "main") this.#record("thread-ended", thread.thread, "");
    if (this.#threads.size === 0) this.#end("exited", thread.thread, "exit 0");
  }

  /** Ends by the will of one of its threads. */
  exit(thread: string, code: number): void {
    this.#end("exited", thread, `exit ${code}`);
  }

  /** Ends by SIGKILL, or TerminateProcess on Windows. Does nothing where it has ended. */
  kill(): void {
    const isWindows = this.sockets.rules.family === "winsock";
    this.#end("killed", "main", isWindows ? "TerminateProcess" : "SIGKILL");
  }

  /** SIGPIPE: ends the process unless it ignores the signal. Returns whether it did. */
  raiseSigpipe(thread: string): boolean {
    if (this.sockets.rules.family === "winsock" || this.spec.sigpipe === "ignore") return false;
    this.#record("signal", thread, "SIGPIPE");
    this.#end("killed", thread, "SIGPIPE");
    return true;
  }

  /** It gets a signal that it ignores; what goes on has the same cause as before. */
  signal(thread: string, name: string): void {
    if (!this.#isRunning) return;
    const { recorder } = this.host.network;
    const cause = recorder?.cause ?? 0;
    this.#record("signal", thread, name);
    this.#putBack(cause);
  }

  /** Its host has crashed: threads and sockets are no more, and nothing is closed or recorded. */
  vanish(): void {
    this.#isRunning = false;
    for (const thread of this.#threads.values()) thread.drop();
    this.#threads.clear();
    this.handles.clear();
  }

  #addThread(name: string, body: ThreadBody): void {
    const thread = new Thread(this, name, body);
    this.#threads.set(name, thread);
    thread.start();
  }

  #uniqueName(name: string): string {
    this.#usedNames ??= new Map([["main", 1]]);
    const uses = (this.#usedNames.get(name) ?? 0) + 1;
    this.#usedNames.set(name, uses);
    return uses === 1 ? name : `${name}#${uses}`;
  }

  /** Threads are dropped first, but still count as waiting where a close looks at that (Windows). */
  #end(event: "exited" | "killed", thread: string, note: string): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#record(event, thread, note);
    const cause = this.host.network.recorder?.cause ?? 0;
    const sockets = this.#heldSockets();
    for (const it of this.#threads.values()) it.drop();
    this.#threads.clear();
    this.handles.clear();
    for (const socket of sockets) {
      closeByKernel(this.host, this.sockets, socket);
      this.#putBack(cause);
    }
  }

  /** Its sockets by handle, then those without one that only a blocked call still holds. */
  #heldSockets(): Set<Socket> {
    const held = new Set(this.handles.all());
    for (const thread of this.#threads.values()) {
      const { socket } = thread.wait;
      if (socket !== null && socket.closeLater) held.add(socket);
    }
    return held;
  }

  /** What one socket's end recorded is not the cause of the next one's. */
  #putBack(cause: number): void {
    const { recorder } = this.host.network;
    if (recorder !== null) recorder.cause = cause;
  }

  #record(event: ProcessRecord["event"], thread: string, note: string): void {
    const { recorder, sim } = this.host.network;
    if (recorder === null) return;
    recorder.cause = recorder.record(sim.now, {
      kind: "process",
      event,
      host: this.host.name,
      process: this.name,
      thread,
      note,
    });
  }
}
