import { Rng } from "../engine/base/rng.ts";
import { us } from "../engine/base/time.ts";
import { type Actor, Simulator } from "../engine/sim/mod.ts";
import { Packet } from "../engine/wire/mod.ts";
import { Cable, symmetric } from "../nodes/cable.ts";
import type { LineSettings } from "../nodes/line.ts";
import { Network } from "../nodes/network.ts";
import { Nic, NIC_DEFAULTS } from "../nodes/nic.ts";
import type { NicOwner } from "../nodes/nic_owner.ts";
import type { Result, Workload } from "./workload.ts";

const FRAMES = 1_000_000;

/** How many frames are handed to the NIC at once, and how long the line takes for them. */
const BURST = 32;
const BURST_TIME = us(12 * BURST);

/** A host that does nothing with what it gets. */
class Sink implements NicOwner {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  onDisabling(): boolean {
    return false;
  }

  answersFor(): boolean {
    return true;
  }

  onHeard(): void {}

  connectionOf(): number {
    return 0;
  }

  onPacket(): void {}
  onCarrier(): void {}
  onEnabled(): void {}
}

/** Full packets from one NIC to the other at 1 Gbit/s and 1 ms, in bursts that fill the line. */
class Stream implements Workload, Actor {
  readonly name: string;
  readonly unit = "ns/frame";
  readonly #settings: Partial<LineSettings>;
  #simulator: Simulator = new Simulator();
  #packet: Packet = new Packet();
  #source: Nic | null = null;
  #left = 0;

  constructor(name: string, settings: Partial<LineSettings>) {
    this.name = name;
    this.#settings = settings;
  }

  run(): Result {
    this.#setUp();
    const start = performance.now();
    this.#simulator.run();
    const took = performance.now() - start;
    return { value: took * 1e6 / FRAMES, operations: FRAMES };
  }

  onEvent(_kind: number, _arg: number, now: number): void {
    for (let i = 0; i < BURST; i++) this.#source!.send(this.#packet, 2, 0, "", now);
    this.#left -= BURST;
    if (this.#left > 0) this.#simulator.schedule(now + BURST_TIME, this, 0);
  }

  #setUp(): void {
    this.#simulator = new Simulator();
    const network = new Network(this.#simulator, new Rng(1), null);
    const nic = (name: string, address: number) =>
      new Nic(network, new Sink(name), {
        ...NIC_DEFAULTS,
        name: "eth0",
        address,
        prefixLength: 24,
      });
    this.#source = nic("a", 1);
    const settings = symmetric({ rateBps: 1e9, latency: us(1000), ...this.#settings });
    new Cable(network, "cable", this.#source, nic("b", 2), settings);
    this.#packet.length = 1500;
    this.#left = FRAMES;
    this.#simulator.schedule(0, this, 0);
  }
}

/** One cable between two NICs, which records nothing. */
export const cableWorkloads: readonly Workload[] = [
  new Stream("cable, 1 Gbit/s", {}),
  new Stream("cable, 1 Gbit/s, with jitter and loss", { jitter: us(100), loss: 0.001 }),
];
