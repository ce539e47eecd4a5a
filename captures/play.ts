import type { Nanos } from "../engine/base/time.ts";
import { ms } from "../engine/base/time.ts";
import { Rng } from "../engine/base/rng.ts";
import { Simulator } from "../engine/sim/mod.ts";
import type { Listener } from "../engine/tcp/mod.ts";
import { parseIpv4 } from "../engine/wire/mod.ts";
import { Network } from "../nodes/network.ts";
import { type Nic, NIC_DEFAULTS } from "../nodes/nic.ts";
import { bottleneckOf } from "./bottleneck.ts";
import { beginningOf, type Capture, endOf, type Side, SIDES } from "./capture.ts";
import { FaultPlayer } from "./fault_player.ts";
import { FrameRules } from "./frame_rules.ts";
import { MiddleBox } from "./middle_box.ts";
import type { CallOutcome } from "./perform_call.ts";
import type { EnteredState, Playback, PlayedCall } from "./playback.ts";
import { SideProcesses, toNanos } from "./processes.ts";
import { RejectingHost } from "./rejecting_host.ts";
import { SegmentLog } from "./segment_log.ts";
import { SequenceBase } from "./sequence_base.ts";
import { fullSegmentOf, type HostSetup, setupOf } from "./settings.ts";

const ADDRESSES: Readonly<Record<Side, string>> = { client: "10.9.0.1", server: "10.9.0.2" };

/** So much longer than the recording the engine runs, so that what is late is seen to come. */
const MARGIN_MS = 50;
const MARGIN = 1.05;

/**
 * Plays a capture's calls and faults into the engine with the Linux profile,
 * and notes what it does. Times are milliseconds of the capture's clock.
 */
export function play(capture: Capture): Playback {
  return new Player(capture).play();
}

class Player {
  readonly #capture: Capture;
  readonly #network = new Network(new Simulator(), new Rng(1), null);
  readonly #log = new SegmentLog();
  /** The capture's time 0. */
  readonly #origin: Nanos;
  readonly #calls: PlayedCall[];
  readonly #states: Map<string, EnteredState[]> = new Map();
  readonly #listeners: Record<Side, readonly Listener[]> = { client: [], server: [] };
  readonly #unplayed: string[] = [];

  constructor(capture: Capture) {
    this.#capture = capture;
    this.#origin = toNanos(Math.ceil(-beginningOf(capture)) + 1);
    const none = { startedAt: Infinity, returnedAt: Infinity, error: "", total: 0 };
    this.#calls = capture.calls.map(() => ({ ...none, result: undefined }));
  }

  play(): Playback {
    const { sim } = this.#network;
    this.#observe();
    const faults = this.#build();
    const until = this.#origin + toNanos(endOf(this.#capture) * MARGIN + MARGIN_MS);
    while (sim.nextAt <= until) {
      sim.step();
      for (const side of SIDES) this.#watchListeners(side);
    }
    return {
      segments: this.#log.segments,
      calls: this.#calls,
      states: this.#states,
      unplayed: [...this.#unplayed, ...faults.unplayed],
    };
  }

  #now(): number {
    return (this.#network.sim.now - this.#origin) / ms(1);
  }

  #observe(): void {
    const network = this.#network;
    network.segmentObserver = (event, host, _link, packet) => {
      this.#log.see(event, host as Side, packet, this.#now());
    };
    network.stateObserver = (host, connection, state) => {
      this.#enter(`${host} ${connection.localPort}>${connection.remotePort}`, state);
    };
  }

  #enter(key: string, state: string): void {
    const path = this.#states.get(key) ?? [];
    path.push({ at: this.#now(), state });
    this.#states.set(key, path);
  }

  /** The engine has no state of a listener: one is there, or not. */
  #watchListeners(side: Side): void {
    const { endpoint } = this.#network.hosts.get(side)!;
    const before = this.#listeners[side];
    const after = endpoint.listeners();
    for (const it of after) if (!before.includes(it)) this.#enter(`${side} ${it.port}>0`, "LISTEN");
    for (const it of before) if (!after.includes(it)) this.#enter(`${side} ${it.port}>0`, "CLOSED");
    this.#listeners[side] = after;
  }

  #build(): FaultPlayer {
    const { link, system } = this.#capture;
    const network = this.#network;
    const setups = both((side) => setupOf(this.#capture, side));
    for (const side of SIDES) this.#unplayed.push(...setups[side].unknown);
    const hosts = both((side) => hostOf(network, side, setups[side]));
    const nics = both((side) => nicOf(hosts[side], ADDRESSES[side], system.mtu));
    const rules = new FrameRules(new SequenceBase(), fullSegmentOf(this.#capture));
    const delay = toNanos(link.oneWayDelayMs);
    const box = new MiddleBox(network, nics, delay, bottleneckOf(this.#capture), rules);
    const sink = {
      started: (index: number) => this.#started(index),
      returned: (index: number, outcome: CallOutcome) => this.#returned(index, outcome),
    };
    const processes = both((side) =>
      new SideProcesses(hosts[side], this.#capture, side, this.#origin, sink)
    );
    const targets = { network, hosts, nics, box, rules, processes };
    return new FaultPlayer(this.#capture, targets, this.#origin);
  }

  #started(index: number): void {
    this.#calls[index] = { ...this.#calls[index]!, startedAt: this.#now() };
  }

  #returned(index: number, outcome: CallOutcome): void {
    const { startedAt } = this.#calls[index]!;
    this.#calls[index] = { ...outcome, startedAt, returnedAt: this.#now() };
  }
}

function both<T>(make: (side: Side) => T): Record<Side, T> {
  return { client: make("client"), server: make("server") };
}

function hostOf(network: Network, name: Side, setup: HostSetup): RejectingHost {
  return new RejectingHost(network, { name, profile: setup.profile, forward: false });
}

function nicOf(host: RejectingHost, address: string, mtu: number): Nic {
  return host.addNic({
    ...NIC_DEFAULTS,
    name: "eth0",
    address: parseIpv4(address),
    prefixLength: 24,
    mtu,
  });
}
