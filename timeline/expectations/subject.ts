import type { ConnectionId } from "../../nodes/records.ts";
import { connectionNamed, connectionNames } from "../connection_names.ts";
import { addressesOf, type HostInfo } from "../run_info.ts";
import type { Timeline } from "../timeline.ts";

/** A finished run as expectations ask about it: its records, and who its names stand for. */
export class Subject {
  readonly timeline: Timeline;
  /** The names of all connections, in the order of their numbers. */
  readonly names: readonly string[];
  readonly #hosts = new Map<number, string>();

  constructor(timeline: Timeline, hosts: readonly HostInfo[]) {
    this.timeline = timeline;
    this.names = connectionNames(timeline.connections);
    for (const info of timeline.connections) this.#hosts.set(info.localAddress, info.host);
    for (const host of hosts) {
      for (const address of addressesOf(host)) this.#hosts.set(address, host.name);
    }
  }

  /** The number of the connection of that name, 0 where there is none or no name is given. */
  idOf(name: string | undefined): ConnectionId {
    return name === undefined ? 0 : connectionNamed(this.names, name);
  }

  /** The host that has that address, or "". */
  hostAt(address: number): string {
    return this.#hosts.get(address) ?? "";
  }
}
