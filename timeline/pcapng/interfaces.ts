import { formatIpv4 } from "../../engine/wire/mod.ts";
import type { SegmentRecord } from "../../nodes/records.ts";
import type { RunInfo } from "../run_info.ts";
import type { CaptureInterface } from "./blocks.ts";

/** The NICs of a run as interfaces of a capture, numbered from 0 in the order of its hosts. */
export class Interfaces {
  readonly all: readonly CaptureInterface[];
  readonly #byNic = new Map<string, number>();
  readonly #byAddress = new Map<string, number>();

  /** Only those of `nics` ("client.eth0"), or all where it is null. */
  constructor(run: RunInfo, nics: readonly string[] | null) {
    const all: CaptureInterface[] = [];
    for (const host of run.hosts) {
      for (const nic of host.nics) {
        const name = `${host.name}.${nic.name}`;
        if (nics !== null && !nics.includes(name)) continue;
        const address = `${host.name} ${nic.address.split("/")[0] ?? ""}`;
        this.#byNic.set(name, all.length);
        if (!this.#byAddress.has(address)) this.#byAddress.set(address, all.length);
        all.push({
          name,
          description: descriptionOf(run, name, host.name),
          address: nic.address,
          rateBps: run.links.find(({ ends }) => ends.includes(name))?.rateBps ?? 0,
          os: host.os,
        });
      }
    }
    this.all = all;
  }

  /**
   * The number of the interface that shows a record, -1 if none. A packet
   * that found no route is shown where its source address is.
   */
  of({ host, nic, packet }: SegmentRecord): number {
    if (nic !== "") return this.ofNic(host, nic);
    return this.#byAddress.get(`${host} ${formatIpv4(packet.source)}`) ?? -1;
  }

  /** The number of the interface that a NIC is, -1 if none. */
  ofNic(host: string, nic: string): number {
    return this.#byNic.get(`${host}.${nic}`) ?? -1;
  }
}

function descriptionOf(run: RunInfo, nic: string, host: string): string {
  const link = run.links.find(({ ends }) => ends.includes(nic));
  return link === undefined ? `NIC of ${host}` : `NIC of ${host}, on link ${link.name}`;
}
