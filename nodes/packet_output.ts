import type { Nanos } from "../engine/base/time.ts";
import type { Actor } from "../engine/sim/mod.ts";
import type { Profile } from "../engine/tcp/mod.ts";
import { type Ipv4, type Packet, type Segment, tcpPacket } from "../engine/wire/mod.ts";
import type { HostInterfaces } from "./host_interfaces.ts";
import type { HostNeighbours } from "./host_neighbours.ts";
import type { Network } from "./network.ts";
import type { Nic } from "./nic.ts";
import type { ConnectionId } from "./records.ts";
import { recordDeparture } from "./segment_record.ts";

/** What sending needs of a host. */
export interface SendingHost {
  readonly name: string;
  readonly network: Network;
  readonly profile: Profile;
  readonly interfaces: HostInterfaces;
  readonly neighbours: HostNeighbours;
  /** A packet for one of the host's own addresses is here. */
  deliver(packet: Packet, now: Nanos): void;
}

/** Sends a host's packets: by its routes, to itself, or nowhere. */
export class PacketOutput implements Actor {
  declare private readonly host: SendingHost;
  #identification = 0;
  /** Packets from the host to itself, each with an event. */
  readonly #toSelf: Packet[] = [];
  /** Where the last packet went, and by which way: packets come in runs. */
  #destination: Ipv4 = 0;
  #nic: Nic | null = null;
  #nextHop: Ipv4 = 0;
  /** Of the interfaces, when that way was found. */
  #version = -1;

  constructor(host: SendingHost) {
    this.host = host;
  }

  /** Sends a segment in a packet of its own; whether there was a route. */
  sendTcp(
    source: Ipv4,
    destination: Ipv4,
    seg: Segment,
    tos: number,
    connection: ConnectionId,
    note: string,
    now: Nanos,
  ): boolean {
    const { profile, network } = this.host;
    const identification = this.#identification;
    this.#identification = (identification + 1) & 0xffff;
    const blank = network.pool.packet();
    const packet = tcpPacket(source, destination, seg, profile.ttl, tos, identification, blank);
    packet.dontFragment = profile.pathMtuDiscovery;
    return this.send(packet, connection, note, now);
  }

  /** Sends a packet by the host's routes; without one it is lost, which is told by false. */
  send(packet: Packet, connection: ConnectionId, note: string, now: Nanos): boolean {
    const { interfaces, neighbours } = this.host;
    const { destination } = packet;
    if (destination !== this.#destination || interfaces.version !== this.#version) {
      if (interfaces.isLocal(destination)) {
        this.#sendToSelf(packet);
        return true;
      }
      this.#findWay(destination);
    }
    if (this.#nic === null) {
      this.#recordNoRoute(packet, connection, note, now);
      return false;
    }
    neighbours.send(this.#nic, packet, this.#nextHop, connection, note, now);
    return true;
  }

  #sendToSelf(packet: Packet): void {
    const { sim } = this.host.network;
    this.#toSelf.push(packet);
    sim.schedule(sim.now, this, 0);
  }

  /** Looks up by which NIC, and to whom, packets for that destination go; `null` where none leads there. */
  #findWay(destination: Ipv4): void {
    const { interfaces } = this.host;
    const route = interfaces.routeTo(destination);
    this.#destination = destination;
    this.#version = interfaces.version;
    this.#nic = route === null ? null : interfaces.nicOf(route);
    this.#nextHop = route === null || route.via === 0 ? destination : route.via;
  }

  /** A packet that the host sent to itself arrives. */
  onEvent(_kind: number, _arg: number, now: Nanos): void {
    const { recorder } = this.host.network;
    if (recorder !== null) recorder.cause = 0;
    const packet = this.#toSelf.shift();
    if (packet !== undefined) this.host.deliver(packet, now);
  }

  #recordNoRoute(packet: Packet, connection: ConnectionId, note: string, now: Nanos): void {
    const nowhere = { host: this.host.name, name: "", link: "" };
    const reason = note === "" ? "no route" : `no route (${note})`;
    recordDeparture(this.host.network, nowhere, "dropped", packet, connection, reason, now);
  }
}
