import { type Nanos, NEVER } from "../engine/base/time.ts";
import type { Rng } from "../engine/base/rng.ts";
import type { Actor } from "../engine/sim/mod.ts";
import {
  type Connection,
  Endpoint,
  type EndpointOwner,
  EndReason,
  type Profile,
  State,
} from "../engine/tcp/mod.ts";
import {
  type Ipv4,
  type Packet,
  type Prefix,
  type Segment,
  tcpPacket,
} from "../engine/wire/mod.ts";
import { ConnectionRecorder, StateWatch } from "./connection_recorder.ts";
import { enterCause, leaveCause } from "./cause.ts";
import { answerEcho, forwardPacket } from "./forwarding.ts";
import { HostInterfaces } from "./host_interfaces.ts";
import { deliverIcmp } from "./icmp_delivery.ts";
import { Intake } from "./intake.ts";
import type { Network } from "./network.ts";
import { Nic, type NicSettings } from "./nic.ts";
import type { NicOwner } from "./nic_owner.ts";
import { Processes } from "./programs/mod.ts";
import type { ConnectionId, HostRecord, NicRecord } from "./records.ts";
import { recordDeparture } from "./segment_record.ts";
import type { SocketHost } from "./sockets/mod.ts";

/** What a host is like. */
export interface HostSettings {
  readonly name: string;
  readonly profile: Profile;
  /** Whether it passes on packets between its NICs. */
  readonly forward: boolean;
}

/** The host's events: the argument is a connection's slot, a NIC's index, or nothing. */
const HostEvent = { Deadline: 0, Loopback: 1, LinkDown: 2, AckDue: 3 } as const;

/**
 * A host: NICs, addresses and routes, a TCP endpoint, and processes with their
 * sockets, bound to a network's simulator.
 *
 * Whatever happens to a connection, its host pumps it: segments leave, its one
 * pending event moves, and its signals go to its socket.
 */
export class Host implements Actor, NicOwner, EndpointOwner, SocketHost {
  readonly name: string;
  readonly network: Network;
  readonly profile: Profile;
  readonly endpoint: Endpoint;
  readonly interfaces: HostInterfaces = new HostInterfaces();
  readonly processes: Processes;
  readonly forwards: boolean;
  readonly #rng: Rng;
  #isUp = true;
  #isPaused = false;
  #identification = 0;
  /** Connections with a pending event, by slot; freed slots are used again. */
  readonly #slots: (Connection | null)[] = [];
  readonly #freeSlots: number[] = [];
  /** Slots whose deadline came while the host was paused. */
  #missed: number[] = [];
  /** Packets from the host to itself. */
  readonly #loopback: Packet[] = [];

  constructor(network: Network, settings: HostSettings) {
    this.network = network;
    this.name = settings.name;
    this.profile = settings.profile;
    this.forwards = settings.forward;
    this.#rng = network.rng.fork(`host ${settings.name}`);
    this.endpoint = new Endpoint(settings.profile, this.#rng);
    this.endpoint.owner = this;
    this.processes = new Processes(this);
    network.addHost(this);
  }

  /** Whether it runs: it was not crashed, or has booted since. */
  get isUp(): boolean {
    return this.#isUp;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get now(): Nanos {
    return this.network.sim.now;
  }

  /** Puts a NIC into the host; it goes by its address at once. */
  addNic(settings: NicSettings): Nic {
    const nic = new Nic(this.network, this, settings);
    this.interfaces.add(nic);
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

  isLocalAddress(address: Ipv4): boolean {
    return this.interfaces.isLocal(address);
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

  #record(event: HostRecord["event"], note: string): void {
    const { recorder } = this.network;
    if (recorder === null) return;
    recorder.cause = recorder.record(this.now, { kind: "host", event, host: this.name, note });
  }

  // Connections

  onCreated(connection: Connection, _now: Nanos): void {
    connection.slot = this.#freeSlots.pop() ?? this.#slots.length;
    this.#slots[connection.slot] = connection;
    connection.options.mtu = this.mtuTowards(connection.remoteAddress);
    const { recorder, stateObserver } = this.network;
    if (recorder !== null) {
      const trace = new ConnectionRecorder(this.network, recorder, this.name, connection);
      connection.trace = trace;
      connection.recordId = trace.id;
    } else if (stateObserver !== null) {
      connection.trace = new StateWatch(stateObserver, this.name, connection);
    }
  }

  onReplaced(connection: Connection, now: Nanos): void {
    this.pump(connection, now);
  }

  /** Lets a connection send, moves its event, and tells its owner of its signals. */
  pump(connection: Connection, now: Nanos = this.network.sim.now): void {
    let seg = connection.pollSegment(now);
    while (seg !== null) {
      this.#sendSegment(connection, seg, now);
      seg = connection.pollSegment(now);
    }
    if (connection.trace !== null) this.#noteSequenceNumbers(connection);
    if (connection.state === State.Closed || connection.state === State.Listen) {
      this.#release(connection);
    } else {
      this.#schedule(connection);
    }
    this.#deliverSignals(connection, now);
  }

  #noteSequenceNumbers(connection: Connection): void {
    const { trace } = connection;
    if (!(trace instanceof ConnectionRecorder)) return;
    trace.info.iss = connection.iss;
    trace.info.irs = connection.irs;
  }

  #deliverSignals(connection: Connection, now: Nanos): void {
    const { listener, owner } = connection;
    if (owner !== null) {
      const signals = connection.takeSignals();
      if (signals !== 0) owner.onSignals(connection, signals, now);
    } else if (listener !== null && listener.pending > 0) {
      const signals = connection.takeSignals();
      if (signals !== 0 && listener.owner !== null) listener.owner.onReady(listener, now);
    }
  }

  /** The connection's one event is at its next deadline or before: a later one looks again. */
  #schedule(connection: Connection): void {
    const { sim } = this.network;
    const deadline = Math.max(connection.nextDeadline(), sim.now); // one may be overdue after a pause
    if (deadline >= connection.eventAt) return;
    if (connection.eventAt !== NEVER) sim.cancel(connection.eventHandle);
    connection.eventAt = deadline;
    connection.eventHandle = sim.schedule(deadline, this, HostEvent.Deadline, connection.slot);
  }

  #release(connection: Connection): void {
    this.endpoint.remove(connection);
    if (connection.slot < 0) return;
    if (connection.eventAt !== NEVER) this.network.sim.cancel(connection.eventHandle);
    connection.eventAt = NEVER;
    this.#slots[connection.slot] = null;
    this.#freeSlots.push(connection.slot);
    connection.slot = -1;
  }

  #sendSegment(connection: Connection, seg: Segment, now: Nanos): void {
    const { localAddress, remoteAddress, recordId } = connection;
    this.#sendTcp(localAddress, remoteAddress, seg, recordId, connection.note, now);
  }

  #sendTcp(
    source: Ipv4,
    destination: Ipv4,
    seg: Segment,
    connection: ConnectionId,
    note: string,
    now: Nanos,
  ): void {
    const identification = this.#identification;
    this.#identification = (identification + 1) & 0xffff;
    const packet = tcpPacket(source, destination, seg, this.profile.ttl, 0, identification);
    this.sendPacket(packet, connection, note, now);
  }

  /** Sends a packet by the host's routes; without one it is lost. */
  sendPacket(packet: Packet, connection: ConnectionId, note: string, now: Nanos): void {
    if (this.interfaces.isLocal(packet.destination)) return this.#sendToSelf(packet);
    const route = this.interfaces.routeTo(packet.destination);
    if (route === null) {
      this.#recordNoRoute(packet, connection, note, now);
      return;
    }
    const nextHop = route.via === 0 ? packet.destination : route.via;
    this.interfaces.nicOf(route).send(packet, nextHop, connection, note, now);
  }

  #recordNoRoute(packet: Packet, connection: ConnectionId, note: string, now: Nanos): void {
    const nowhere = { host: this.name, name: "", link: "" };
    const reason = note === "" ? "no route" : `no route (${note})`;
    recordDeparture(this.network, nowhere, "dropped", packet, connection, reason, now);
  }

  #sendToSelf(packet: Packet): void {
    this.#loopback.push(packet);
    this.network.sim.schedule(this.now, this, HostEvent.Loopback);
  }

  // Events

  onEvent(kind: number, arg: number, now: Nanos): void {
    const { recorder } = this.network;
    if (recorder !== null) recorder.cause = 0;
    switch (kind) {
      case HostEvent.Deadline:
      case HostEvent.AckDue:
        return this.#onDeadline(arg, kind === HostEvent.AckDue, now);
      case HostEvent.Loopback: {
        const packet = this.#loopback.shift();
        if (packet !== undefined) this.#deliver(packet, now);
        return;
      }
      case HostEvent.LinkDown:
        return this.#abortConnectionsOf(this.interfaces.nics[arg]!, now);
    }
  }

  /**
   * A delayed ACK that is due waits for everything else that is to happen now:
   * what a program sends at that very time carries it, which decides ties.
   */
  #onDeadline(slot: number, hasWaited: boolean, now: Nanos): void {
    const connection = this.#slots[slot];
    if (connection === null || connection === undefined) return;
    if (!hasWaited && !this.#isPaused && connection.tcb.timers.delayedAck <= now) {
      connection.eventAt = now;
      connection.eventHandle = this.network.sim.schedule(now, this, HostEvent.AckDue, slot);
      return;
    }
    connection.eventAt = NEVER;
    if (this.#isPaused) {
      this.#missed.push(slot);
      return;
    }
    if (connection.nextDeadline() > now) return this.#schedule(connection);
    connection.onDeadline(now);
    this.pump(connection, now);
  }

  onPacket(_nic: Nic, packet: Packet, _record: number, now: Nanos): void {
    this.#deliver(packet, now);
  }

  #deliver(packet: Packet, now: Nanos): void {
    if (!this.interfaces.isLocal(packet.destination)) {
      if (this.forwards) forwardPacket(this, packet, now);
      return;
    }
    const seg = packet.segment;
    if (seg !== null) return this.#deliverSegment(seg, packet, now);
    if (!answerEcho(this, packet, now)) deliverIcmp(this, packet, now);
  }

  #deliverSegment(seg: Segment, packet: Packet, now: Nanos): void {
    const connection = this.endpoint.onSegment(seg, packet.source, packet.destination, now);
    if (connection !== null) return this.pump(connection, now);
    const reply = this.endpoint.takeReply();
    if (reply === null) return;
    this.#sendTcp(packet.destination, packet.source, reply, 0, "reset: no connection", now);
  }

  // Faults

  onCarrier(nic: Nic, up: boolean, now: Nanos): void {
    if (this.profile.linkDown === "abort") this.#setInterfaceUp(nic, up, now);
  }

  onEnabled(nic: Nic, enabled: boolean, now: Nanos): void {
    if (enabled) {
      this.interfaces.restoreRoutes(nic);
      return;
    }
    this.interfaces.parkRoutes(nic);
    if (this.profile.linkDown === "abort") this.#setInterfaceUp(nic, false, now);
  }

  /** Systems that take the address from an interface without carrier, and abort what used it. */
  #setInterfaceUp(nic: Nic, up: boolean, now: Nanos): void {
    if (!this.interfaces.setAddressUp(nic, up)) return;
    const event: NicRecord["event"] = up ? "address added" : "address removed";
    const cause = enterCause(
      this.network,
      { kind: "nic", event, host: this.name, nic: nic.name, note: "" },
      now,
    );
    if (up) this.interfaces.restoreRoutes(nic);
    else {
      this.interfaces.parkRoutes(nic);
      this.#abortAfterGrace(nic, now);
    }
    leaveCause(this.network, cause);
  }

  #abortAfterGrace(nic: Nic, now: Nanos): void {
    const grace = this.profile.linkDownGrace;
    if (grace === 0) return this.#abortConnectionsOf(nic, now);
    const index = this.interfaces.nics.indexOf(nic);
    this.network.sim.schedule(now + grace, this, HostEvent.LinkDown, index);
  }

  #abortConnectionsOf(nic: Nic, now: Nanos): void {
    if (this.interfaces.isLocal(nic.address)) return;
    for (const connection of this.endpoint.connections()) {
      if (connection.localAddress !== nic.address) continue;
      connection.forget(now, EndReason.LinkDown, "the interface of its address went down");
      this.pump(connection, now);
    }
  }

  /** Everything is lost at once, and nothing is sent. Programs can run again after a boot. */
  crash(now: Nanos): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    this.#isPaused = false;
    this.#missed = [];
    this.#record("crashed", "");
    this.processes.vanish(now);
    for (const nic of this.interfaces.nics) nic.setIntake(Intake.Closed, now);
    for (const connection of this.endpoint.forgetAll(now, EndReason.Crashed, "the host crashed")) {
      this.#release(connection);
    }
  }

  /** The host is back, and knows nothing. With `restart` its programs start again. */
  boot(restart: boolean, now: Nanos): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#record("booted", "");
    for (const nic of this.interfaces.nics) nic.setIntake(Intake.Open, now);
    if (restart) this.processes.restart(now);
  }

  /** Nothing runs any more, but time goes on and the NICs keep what arrives. */
  pause(now: Nanos): void {
    if (!this.#isUp || this.#isPaused) return;
    this.#isPaused = true;
    this.#record("paused", "");
    for (const nic of this.interfaces.nics) nic.setIntake(Intake.Held, now);
    this.processes.pause();
  }

  /** Goes on: frames that were kept come first, then timers that are overdue, then threads. */
  resume(now: Nanos): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#record("resumed", "");
    for (const nic of this.interfaces.nics) nic.setIntake(Intake.Open, now);
    for (const slot of this.#missed.splice(0)) {
      const connection = this.#slots[slot];
      if (connection === null || connection === undefined) continue;
      if (connection.nextDeadline() <= now) connection.onDeadline(now);
      this.pump(connection, now);
    }
    this.processes.resume();
  }
}
