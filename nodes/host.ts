import type { Nanos } from "../engine/base/time.ts";
import { PathMtuCache } from "../engine/ip/mod.ts";
import { type Connection, Endpoint, type EndpointOwner, type Profile } from "../engine/tcp/mod.ts";
import {
  Flag,
  type Ipv4,
  isDirectedBroadcast,
  type Packet,
  type Prefix,
  type Segment,
  UnreachableCode,
} from "../engine/wire/mod.ts";
import { ConnectionPump, type PumpedHost } from "./connection_pump.ts";
import { ConnectionRecorder, StateWatch } from "./connection_recorder.ts";
import { answerEcho, forwardPacket } from "./forwarding.ts";
import { HostInterfaces } from "./host_interfaces.ts";
import { HostNeighbours } from "./host_neighbours.ts";
import { HostPower } from "./host_power.ts";
import { deliverIcmp } from "./icmp_delivery.ts";
import { LinkWatch, type WatchedHost } from "./link_watch.ts";
import type { Network } from "./network.ts";
import { Nic, type NicSettings } from "./nic.ts";
import type { NicOwner } from "./nic_owner.ts";
import { tellOfNoNeighbour } from "./no_neighbour.ts";
import { PacketFilter } from "./packet_filter.ts";
import { PacketOutput } from "./packet_output.ts";
import { tellMtu } from "./path_mtu.ts";
import { Processes } from "./programs/mod.ts";
import type { ConnectionId } from "./records.ts";
import type { SocketHost } from "./sockets/mod.ts";

/** What a host is like. */
export interface HostSettings {
  readonly name: string;
  readonly profile: Profile;
  /** Whether it passes on packets between its NICs. */
  readonly forward: boolean;
}

/**
 * A host: NICs, addresses and routes, a TCP endpoint, and processes with their
 * sockets, bound to a network's simulator.
 */
export class Host implements NicOwner, EndpointOwner, PumpedHost, WatchedHost, SocketHost {
  declare readonly name: string;
  declare readonly network: Network;
  declare readonly profile: Profile;
  declare readonly endpoint: Endpoint;
  /** Its NICs, the addresses that it goes by, and its routes. */
  readonly interfaces: HostInterfaces = new HostInterfaces();
  /** What it has learned of the paths to other hosts. */
  readonly pathMtus: PathMtuCache = new PathMtuCache();
  /** Lets its connections go on. */
  declare readonly connections: ConnectionPump;
  declare readonly processes: Processes;
  declare readonly forwards: boolean;
  /** What of others' packets it passes on, where it forwards. */
  readonly filter: PacketFilter = new PacketFilter();
  /** Whether windows and round-trip times of connections made from now on are recorded. */
  recordsTcp = false;
  declare private readonly links: LinkWatch;
  /** Who its NICs know on their links. */
  readonly neighbours: HostNeighbours = new HostNeighbours(this);
  readonly #power: HostPower = new HostPower(this);
  readonly #output: PacketOutput = new PacketOutput(this);

  /**
   * Makes a host without NICs, and registers it with the network.
   *
   * @throws {RangeError} if there is one of that name.
   */
  constructor(network: Network, settings: HostSettings) {
    this.network = network;
    this.name = settings.name;
    this.profile = settings.profile;
    this.forwards = settings.forward;
    const rng = network.rng.fork(`host ${settings.name}`);
    this.endpoint = new Endpoint(settings.profile, rng, network.pool);
    this.endpoint.owner = this;
    this.connections = new ConnectionPump(this);
    this.processes = new Processes(this);
    this.links = new LinkWatch(this);
    network.addHost(this);
  }

  /** Whether it runs: it was not crashed, or has booted since. */
  get isUp(): boolean {
    return this.#power.isUp;
  }

  /** Whether it stands still: nothing runs, but time goes on. */
  get isPaused(): boolean {
    return this.#power.isPaused;
  }

  /** The virtual time. */
  get now(): Nanos {
    return this.network.sim.now;
  }

  /** Puts a NIC into the host; it goes by its address at once. */
  addNic(settings: NicSettings): Nic {
    const nic = new Nic(this.network, this, settings);
    this.interfaces.add(nic);
    this.neighbours.add(nic);
    return nic;
  }

  /** Adds a route; see {@linkcode HostInterfaces.addRoute}. */
  addRoute(to: Prefix, via: Ipv4): void {
    this.interfaces.addRoute(to, via);
  }

  sourceAddressFor(destination: Ipv4): Ipv4 {
    if (this.interfaces.isLocal(destination)) return destination;
    const route = this.interfaces.routeTo(destination);
    return route === null ? 0 : this.interfaces.nicOf(route).address;
  }

  /** The MTU towards a destination, in bytes. */
  mtuTowards(destination: Ipv4): number {
    const route = this.interfaces.routeTo(destination);
    return route === null ? 1500 : this.interfaces.nicOf(route).mtu;
  }

  /** Whether it goes by that address right now. */
  isLocalAddress(address: Ipv4): boolean {
    return this.interfaces.isLocal(address);
  }

  isBroadcastAddress(address: Ipv4): boolean {
    return this.interfaces.prefixes().some((prefix) => isDirectedBroadcast(address, prefix));
  }

  resolve(name: string): Ipv4 {
    return this.network.addressOf(name);
  }

  // Records

  connectionIdOf(connection: Connection): ConnectionId {
    return connection.recordId;
  }

  connectionOf(packet: Packet): ConnectionId {
    const seg = packet.segment;
    if (seg === null) return 0;
    const found = this.endpoint.find(
      packet.destination,
      seg.destinationPort,
      packet.source,
      seg.sourcePort,
    );
    return found === null ? 0 : found.recordId;
  }

  nameConnection(connection: Connection, name: string): void {
    connection.name = name;
    const { trace } = connection;
    if (trace instanceof ConnectionRecorder) trace.info.name = name;
  }

  // Connections

  onCreated(connection: Connection, now: Nanos): void {
    this.connections.add(connection);
    tellMtu(this, connection, now);
    const { recorder, stateObserver } = this.network;
    if (recorder !== null) {
      const trace = new ConnectionRecorder(
        this.network,
        recorder,
        this.name,
        connection,
        this.recordsTcp,
      );
      connection.trace = trace;
      connection.recordId = trace.id;
    } else if (stateObserver !== null) {
      connection.trace = new StateWatch(stateObserver, this.name, connection);
    }
  }

  onReplaced(connection: Connection, now: Nanos): void {
    this.pump(connection, now);
  }

  onWoken(connection: Connection): void {
    this.connections.keepAgain(connection);
  }

  /** Lets a connection send, moves its event, and tells its owner of its signals. */
  pump(connection: Connection, now: Nanos = this.network.sim.now): void {
    this.connections.pump(connection, now);
  }

  isStranded(connection: Connection): boolean {
    if (this.interfaces.isWhole) return false;
    const { remoteAddress } = connection;
    return !this.interfaces.isLocal(remoteAddress) &&
      this.interfaces.routeTo(remoteAddress) === null;
  }

  sendSegment(connection: Connection, seg: Segment, now: Nanos): void {
    const { localAddress, remoteAddress, recordId, tos } = connection;
    const { note } = connection;
    if (this.#output.sendTcp(localAddress, remoteAddress, seg, tos, recordId, note, now)) return;
    if (this.profile.neighbourFailure !== "ignore") connection.onNotSent(UnreachableCode.Net);
  }

  /** MUST-20: IP may look after the next hop. It has no routes kept to look up anew. */
  onNegativeAdvice({ remoteAddress }: Connection): void {
    const route = this.interfaces.routeTo(remoteAddress);
    if (route === null || this.profile.r1Advice !== "neighbour") return;
    const nextHop = route.via === 0 ? remoteAddress : route.via;
    this.neighbours.of(this.interfaces.nicOf(route))?.makeStale(nextHop);
  }

  /** Sends a packet by the host's routes; without one it is lost, which is told by false. */
  sendPacket(packet: Packet, connection: ConnectionId, note: string, now: Nanos): boolean {
    return this.#output.send(packet, connection, note, now);
  }

  // What arrives

  onPacket(_nic: Nic, packet: Packet, _record: number, now: Nanos): void {
    this.deliver(packet, now);
  }

  deliver(packet: Packet, now: Nanos): void {
    if (!this.interfaces.isLocal(packet.destination)) {
      if (this.forwards) forwardPacket(this, packet, now);
      return;
    }
    const seg = packet.segment;
    if (seg !== null) {
      this.#deliverSegment(seg, packet, now);
      this.network.pool.giveBack(packet);
    } else if (!answerEcho(this, packet, now)) {
      deliverIcmp(this, packet, now);
    }
  }

  #deliverSegment(seg: Segment, packet: Packet, now: Nanos): void {
    const { source, destination } = packet;
    const connection = this.endpoint.onSegment(seg, source, destination, now, packet.tos);
    if (connection !== null) return this.pump(connection, now);
    const reply = this.endpoint.takeReply();
    if (reply === null) return;
    const note = (reply.flags & Flag.Rst) !== 0 ? "reset: no connection" : "SYN cookie";
    this.#output.sendTcp(packet.destination, packet.source, reply, 0, 0, note, now);
  }

  // Neighbours

  answersFor(nic: Nic, asker: Ipv4): boolean {
    if (!this.interfaces.isLocal(nic.address)) return false;
    this.neighbours.of(nic)?.learn(asker);
    return true;
  }

  onHeard(nic: Nic, from: Ipv4, now: Nanos): void {
    this.neighbours.of(nic)?.heard(from, now);
  }

  onNoNeighbour(packet: Packet, since: Nanos, now: Nanos): void {
    tellOfNoNeighbour(this, packet, since, now);
  }

  // Faults

  onCarrier(nic: Nic, up: boolean, now: Nanos): void {
    if (!up && this.profile.neighbourForgottenWithCarrier) this.neighbours.of(nic)?.forget();
    this.links.onCarrier(nic, up, now);
  }

  onDisabling(nic: Nic, now: Nanos): boolean {
    return this.links.onDisabling(nic, now);
  }

  onEnabled(nic: Nic, enabled: boolean, now: Nanos): void {
    if (!enabled) this.neighbours.of(nic)?.forget();
    this.links.onEnabled(nic, enabled, now);
  }

  /** The host goes by a NIC's address from now on, or not any more. */
  setAddress(nic: Nic, present: boolean, now: Nanos): void {
    this.links.setAddress(nic, present, now);
  }

  /** Everything is lost at once, and nothing is sent. Programs can run again after a boot. */
  crash(now: Nanos): void {
    this.#power.crash(now);
  }

  /** The host is back, and knows nothing. With `restart` its programs start again. */
  boot(restart: boolean, now: Nanos): void {
    this.#power.boot(restart, now);
  }

  /** Nothing runs any more, but time goes on and the NICs keep what arrives. */
  pause(now: Nanos): void {
    this.#power.pause(now);
  }

  /** Goes on: frames that were kept come first, then timers that are overdue, then threads. */
  resume(now: Nanos): void {
    this.#power.resume(now);
  }
}
