import type { Nanos } from "../engine/base/time.ts";
import { NEVER } from "../engine/base/time.ts";
import type { Ipv4, Packet } from "../engine/wire/mod.ts";
import { type NeighbourHost, Neighbours } from "./neighbours.ts";
import type { Nic } from "./nic.ts";
import type { ConnectionId } from "./records.ts";

/** The neighbours of each NIC of a host; none where its profile knows every neighbour. */
export class HostNeighbours {
  declare private readonly host: NeighbourHost;
  readonly #byNic: Map<Nic, Neighbours> = new Map();
  /** Of the NIC used last. */
  #latestNic: Nic | null = null;
  #latest: Neighbours | null = null;

  constructor(host: NeighbourHost) {
    this.host = host;
  }

  add(nic: Nic): void {
    if (this.host.profile.neighbourReachable === NEVER) return;
    this.#byNic.set(nic, new Neighbours(this.host, nic));
  }

  of(nic: Nic): Neighbours | null {
    if (nic !== this.#latestNic) {
      this.#latestNic = nic;
      this.#latest = this.#byNic.get(nic) ?? null;
    }
    return this.#latest;
  }

  /** Sends a packet by a NIC to a neighbour, or lets it wait until that one answers. */
  send(
    nic: Nic,
    packet: Packet,
    nextHop: Ipv4,
    connection: ConnectionId,
    note: string,
    now: Nanos,
  ): void {
    const neighbours = this.of(nic);
    if (neighbours !== null) neighbours.send(packet, nextHop, connection, note, now);
    else nic.send(packet, nextHop, connection, note, now);
  }

  /** The host goes on after a pause. */
  resume(now: Nanos): void {
    for (const neighbours of this.#byNic.values()) neighbours.resume(now);
  }

  /** The host crashed: nothing is known, and nothing waits. */
  forgetAll(): void {
    for (const neighbours of this.#byNic.values()) neighbours.forgetAll();
  }
}
