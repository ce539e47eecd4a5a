import type { Rng } from "../engine/base/rng.ts";
import type { Simulator } from "../engine/sim/mod.ts";
import { type Ipv4, PacketPool } from "../engine/wire/mod.ts";
import type { Cable } from "./cable.ts";
import type { Host } from "./host.ts";
import type { Nic } from "./nic.ts";
import type { CallObserver, SegmentObserver, StateObserver } from "./observers.ts";
import type { Recorder } from "./records.ts";
import type { Switch } from "./switch.ts";

/** What all nodes of one run share, and the register of the parts that have names. */
export class Network {
  declare readonly sim: Simulator;
  /** null where nobody records. */
  declare readonly recorder: Recorder | null;
  /** Where packets are taken from and given back. */
  readonly pool: PacketPool = new PacketPool();
  /** The run's luck; each part takes its own `fork(name)` and draws from that. */
  declare readonly rng: Rng;
  /** For faults that wait for a segment, a state or a call; null costs nothing. */
  segmentObserver: SegmentObserver | null = null;
  stateObserver: StateObserver | null = null;
  callObserver: CallObserver | null = null;
  /** By "client.eth0". */
  readonly nics: Map<string, Nic> = new Map();
  readonly cables: Map<string, Cable> = new Map();
  readonly switches: Map<string, Switch> = new Map();
  readonly hosts: Map<string, Host> = new Map();
  #nicOfAddress: Map<Ipv4, Nic> = new Map();

  constructor(sim: Simulator, rng: Rng, recorder: Recorder | null) {
    this.sim = sim;
    this.rng = rng;
    this.recorder = recorder;
  }

  /** @throws {RangeError} if its host has one of that name. */
  addNic(nic: Nic): void {
    register(this.nics, `${nic.host}.${nic.name}`, nic, "NIC");
    if (!this.#nicOfAddress.has(nic.address)) this.#nicOfAddress.set(nic.address, nic);
  }

  /** @throws {RangeError} if there is one of that name. */
  addCable(cable: Cable): void {
    register(this.cables, cable.name, cable, "link");
  }

  /** @throws {RangeError} if there is one of that name. */
  addSwitch(node: Switch): void {
    register(this.switches, node.name, node, "switch");
  }

  /** @throws {RangeError} if there is one of that name. */
  addHost(host: Host): void {
    register(this.hosts, host.name, host, "host");
  }

  /** The address of a host by its name: that of its first NIC; 0 where there is none. */
  addressOf(name: string): Ipv4 {
    return this.hosts.get(name)?.interfaces.nics[0]?.address ?? 0;
  }

  /** The host that has that address, "" if none; of two that have it the first. */
  hostOf(address: Ipv4): string {
    const nic = this.#nicOfAddress.get(address);
    return nic === undefined ? "" : nic.host;
  }
}

function register<T>(names: Map<string, T>, name: string, item: T, what: string): void {
  if (names.has(name)) {
    throw new RangeError(`Cannot add ${what} "${name}": names must be unique: there is one`);
  }
  names.set(name, item);
}
