import type { Nanos } from "../../engine/base/time.ts";
import type { Actor, Handle } from "../../engine/sim/mod.ts";
import type { RecordId } from "../records.ts";
import { HostSockets, type SocketHost } from "../sockets/mod.ts";
import { Process, type ProcessOwner, type ProgramSpec } from "./process.ts";
import { programOf } from "./run_steps.ts";
import type { ProcessSpec } from "./step.ts";
import type { Thread } from "./thread.ts";

/** A program that was given to a host, and what became of it. */
interface Entry {
  readonly spec: ProgramSpec;
  readonly startAt: Nanos;
  process: Process | null;
  /** The pending event of its start. */
  start: Handle;
}

/** A process that is to be killed, and the record that brought it about. */
interface Doomed {
  readonly process: Process;
  readonly cause: RecordId;
}

/**
 * The processes of one host, and what stops and goes on with all of them.
 *
 * @example A program as a generator: connecting to a port where nobody listens
 * ```ts
 * import { Rng } from "../../engine/base/rng.ts";
 * import { Simulator } from "../../engine/sim/mod.ts";
 * import { profileByName } from "../../engine/tcp/mod.ts";
 * import { Host } from "../host.ts";
 * import { Network } from "../network.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const network = new Network(new Simulator(), new Rng(1), null);
 * const profile = profileByName("linux");
 * const host = new Host(network, { name: "client", profile, forward: false });
 * const nic = { name: "eth0", address: 0x0a000001, prefixLength: 24, mtu: 1500, holdLimit: 100 };
 * host.addNic(nic);
 *
 * let error = "";
 * host.processes.run({
 *   name: "app",
 *   sigpipe: "ignore",
 *   *main(os) {
 *     const handle = yield* os.socket("conn");
 *     ({ error } = yield* os.connect(handle, "client", 80));
 *   },
 * });
 * network.sim.run();
 * strictEqual(error, "ECONNREFUSED");
 * ```
 */
export class Processes implements Actor, ProcessOwner {
  declare readonly host: SocketHost;
  declare readonly sockets: HostSockets;
  readonly #entries: Entry[] = [];
  readonly #byName: Map<string, Entry> = new Map();
  #isPaused = false;
  /** Threads that were to run while the host was paused, in that order. */
  #deferred: Thread[] = [];
  /** Processes that were killed while the host was paused, and the records of that. */
  #doomed: Doomed[] = [];

  constructor(host: SocketHost) {
    this.host = host;
    this.sockets = new HostSockets(host.profile);
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** A program of steps, which starts at its time, or now where that is past. */
  start(spec: ProcessSpec): void {
    const { name, sigpipe, steps } = spec;
    this.run({ name, sigpipe, main: programOf(steps) }, spec.startAt);
  }

  /**
   * A program written as a generator.
   *
   * @throws {RangeError} if the host has a program of that name.
   */
  run(spec: ProgramSpec, startAt: Nanos = 0): void {
    if (this.#byName.has(spec.name)) {
      throw new RangeError(
        `Cannot start program "${spec.name}" on host "${this.host.name}": ` +
          "names must be unique: there is one",
      );
    }
    const entry: Entry = { spec, startAt, process: null, start: 0 };
    this.#entries.push(entry);
    this.#byName.set(spec.name, entry);
    this.#scheduleStart(this.#entries.length - 1);
  }

  /** The process that a program of that name runs in, null where it does not run. */
  find(name: string): Process | null {
    const process = this.#byName.get(name)?.process ?? null;
    return process !== null && process.isRunning ? process : null;
  }

  /** SIGKILL, which on a host that is paused waits until it goes on. Nothing where no such process runs. */
  kill(name: string, _now: Nanos): void {
    const process = this.find(name);
    if (process === null) return;
    if (!this.#isPaused) return process.kill();
    this.#doomed.push({ process, cause: this.host.network.recorder?.cause ?? 0 });
  }

  /** The host has crashed: all are gone, nothing is closed, recorded or sent. */
  vanish(_now: Nanos): void {
    for (const entry of this.#entries) {
      this.host.network.sim.cancel(entry.start);
      entry.process?.vanish();
      entry.process = null;
    }
    this.#deferred = [];
    this.#doomed = [];
    this.#isPaused = false;
    this.sockets.forget();
  }

  /** The host has booted: all programs start anew, none before its time. */
  restart(_now: Nanos): void {
    for (let index = 0; index < this.#entries.length; index++) this.#scheduleStart(index);
  }

  /** No thread runs until `resume`; time goes on for those that sleep. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Signals come first; then threads that were to run meanwhile do so, in their order. */
  resume(): void {
    this.#isPaused = false;
    this.#killDoomed();
    for (const thread of this.#deferred.splice(0)) thread.scheduleRun();
  }

  #killDoomed(): void {
    const { recorder } = this.host.network;
    const before = recorder?.cause ?? 0;
    for (const { process, cause } of this.#doomed.splice(0)) {
      if (recorder !== null) recorder.cause = cause;
      process.kill();
    }
    if (recorder !== null) recorder.cause = before;
  }

  defer(thread: Thread): void {
    this.#deferred.push(thread);
  }

  /** A program's time to start has come; `index` is its place. */
  onEvent(_kind: number, index: number, _now: Nanos): void {
    const entry = this.#entries[index];
    if (entry === undefined) return;
    const { recorder } = this.host.network;
    if (recorder !== null) recorder.cause = 0;
    entry.process = new Process(this, entry.spec);
    entry.process.start();
  }

  #scheduleStart(index: number): void {
    const entry = this.#entries[index]!;
    const { sim } = this.host.network;
    entry.start = sim.schedule(Math.max(entry.startAt, sim.now), this, 0, index);
  }
}
