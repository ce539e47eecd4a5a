import { addressesOf, type HostInfo, type LinkInfo } from "../run_info.ts";
import type { Timeline } from "../timeline.ts";

/** Which hosts have a lane, and whose lane an address or the end of a link is in. */
export class Lanes {
  /** The hosts that have a lane, from left to right. */
  readonly hosts: readonly HostInfo[];
  readonly #lanes = new Map<string, number>();
  readonly #addresses = new Map<number, number>();
  readonly #links = new Map<string, LinkInfo>();

  /** Gives a lane to each host of the topology, in its order, that takes part in the run. */
  constructor(timeline: Timeline, hosts: readonly HostInfo[], links: readonly LinkInfo[]) {
    const active = activeHosts(timeline, hosts);
    const known = new Set(hosts.map((host) => host.name));
    const others = [...active].filter((name) => !known.has(name));
    this.hosts = [
      ...hosts.filter((host) => active.has(host.name)),
      ...others.map((name) => ({ name, os: "", nics: [] })),
    ];
    this.hosts.forEach((host, lane) => {
      this.#lanes.set(host.name, lane);
      for (const address of addressesOf(host)) this.#addresses.set(address, lane);
    });
    for (const info of timeline.connections) {
      this.#addresses.set(info.localAddress, this.of(info.host));
    }
    for (const link of links) this.#links.set(link.name, link);
  }

  /** The lane of a host, or -1 where it has none. */
  of(host: string): number {
    return this.#lanes.get(host) ?? -1;
  }

  /** The lane of the host with that address, or -1. */
  ofAddress(address: number): number {
    return this.#addresses.get(address) ?? -1;
  }

  /** The lanes that a link joins, from left to right; all of them where it ends elsewhere. */
  ofLink(name: string): [number, number] {
    const ends = this.#links.get(name)?.ends ?? ["", ""];
    const [one, other] = ends.map((end) => this.of(end.split(".")[0] ?? ""));
    if (one === undefined || other === undefined || one < 0 || other < 0 || one === other) {
      return [0, this.hosts.length - 1];
    }
    return [Math.min(one, other), Math.max(one, other)];
  }
}

/** Whether it only passes frames on: what it drops is shown on the way between the hosts. */
function isSwitch(host: HostInfo): boolean {
  return host.os === "" && host.nics.length === 0;
}

/** The hosts that have a record, or that a segment came from or was meant for. */
function activeHosts(timeline: Timeline, hosts: readonly HostInfo[]): Set<string> {
  const active = new Set<string>();
  const addresses = new Set<number>();
  const switches = new Set(hosts.filter(isSwitch).map((host) => host.name));
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "link" && body.host !== "" && !switches.has(body.host)) active.add(body.host);
    if (body.kind === "segment") {
      addresses.add(body.packet.source).add(body.packet.destination);
    }
  }
  for (const host of hosts) {
    if (addressesOf(host).some((address) => addresses.has(address))) active.add(host.name);
  }
  return active;
}
