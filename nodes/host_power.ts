import type { Nanos } from "../engine/base/time.ts";
import type { PathMtuCache } from "../engine/ip/mod.ts";
import type { ConnectionPump } from "./connection_pump.ts";
import type { HostInterfaces } from "./host_interfaces.ts";
import type { HostNeighbours } from "./host_neighbours.ts";
import { Intake } from "./intake.ts";
import type { Network } from "./network.ts";
import type { PacketFilter } from "./packet_filter.ts";
import type { Processes } from "./programs/mod.ts";
import type { HostRecord } from "./records.ts";

/** What of a host runs, stands still, or is lost. */
export interface PoweredHost {
  readonly name: string;
  readonly network: Network;
  readonly interfaces: HostInterfaces;
  readonly connections: ConnectionPump;
  readonly processes: Processes;
  readonly neighbours: HostNeighbours;
  readonly filter: PacketFilter;
  readonly pathMtus: PathMtuCache;
}

/** Whether a host runs, and what it does to it to crash, boot, pause and resume. */
export class HostPower {
  readonly #host: PoweredHost;
  /** Whether it runs: it was not crashed, or has booted since. */
  isUp = true;
  /** Whether it stands still: nothing runs, but time goes on. */
  isPaused = false;

  constructor(host: PoweredHost) {
    this.#host = host;
  }

  /** Everything is lost at once, and nothing is sent. Programs can run again after a boot. */
  crash(now: Nanos): void {
    if (!this.isUp) return;
    this.isUp = false;
    this.isPaused = false;
    this.#record("crashed", now);
    const { processes, connections, neighbours, filter, pathMtus } = this.#host;
    processes.vanish(now);
    this.#setIntake(Intake.Closed, now);
    connections.forgetAll(now);
    neighbours.forgetAll();
    filter.firewall?.forgetAll();
    pathMtus.clear();
  }

  /** It is back, and knows nothing. With `restart` its programs start again. */
  boot(restart: boolean, now: Nanos): void {
    if (this.isUp) return;
    this.isUp = true;
    this.#record("booted", now);
    this.#setIntake(Intake.Open, now);
    if (restart) this.#host.processes.restart(now);
  }

  /** Nothing runs any more, but time goes on and the NICs keep what arrives. */
  pause(now: Nanos): void {
    if (!this.isUp || this.isPaused) return;
    this.isPaused = true;
    this.#host.connections.pause();
    this.#record("paused", now);
    this.#setIntake(Intake.Held, now);
    this.#host.processes.pause();
  }

  /** Goes on: frames that were kept come first, then timers that are overdue, then threads. */
  resume(now: Nanos): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.#record("resumed", now);
    this.#setIntake(Intake.Open, now);
    const { neighbours, connections, processes } = this.#host;
    neighbours.resume(now);
    connections.resume(now);
    processes.resume();
  }

  #setIntake(intake: Intake, now: Nanos): void {
    for (const nic of this.#host.interfaces.nics) nic.setIntake(intake, now);
  }

  #record(event: HostRecord["event"], now: Nanos): void {
    const { network, name } = this.#host;
    const { recorder } = network;
    if (recorder === null) return;
    recorder.cause = recorder.record(now, { kind: "host", event, host: name, note: "" });
  }
}
