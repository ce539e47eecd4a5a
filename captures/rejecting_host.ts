import type { Nanos } from "../engine/base/time.ts";
import { destinationUnreachable, type Packet, UnreachableCode } from "../engine/wire/mod.ts";
import { Host } from "../nodes/host.ts";
import type { Nic } from "../nodes/nic.ts";

/** The ICMP errors of captures by name. */
const CODES: Readonly<Record<string, number>> = {
  "port-unreachable": UnreachableCode.Port,
  "host-unreachable": UnreachableCode.Host,
  "net-unreachable": UnreachableCode.Net,
  "admin-prohibited": UnreachableCode.AdminProhibited,
};

/** A host whose packet filter may answer segments to some ports with an ICMP error. */
export class RejectingHost extends Host {
  readonly #rejected: Map<number, number> = new Map();

  /** Rejects segments to a port from now on; returns whether it knows an error of that name. */
  reject(port: number, icmp: string): boolean {
    const code = CODES[icmp];
    if (code !== undefined) this.#rejected.set(port, code);
    return code !== undefined;
  }

  override onPacket(nic: Nic, packet: Packet, record: number, now: Nanos): void {
    const port = packet.segment?.destinationPort ?? 0;
    const code = this.#rejected.get(port);
    if (code === undefined) return super.onPacket(nic, packet, record, now);
    this.sendPacket(destinationUnreachable(packet, packet.destination, code), 0, "rejected", now);
  }
}
