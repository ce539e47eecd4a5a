import type { Nanos } from "../engine/base/time.ts";
import type { Actor } from "../engine/sim/mod.ts";
import { type Connection, type Endpoint, EndReason, type Profile } from "../engine/tcp/mod.ts";
import { enterCause, leaveCause } from "./cause.ts";
import type { HostInterfaces } from "./host_interfaces.ts";
import type { Network } from "./network.ts";
import type { Nic } from "./nic.ts";
import type { NicRecord } from "./records.ts";

/** What the watch needs of its host. */
export interface WatchedHost {
  readonly name: string;
  readonly network: Network;
  readonly profile: Profile;
  readonly endpoint: Endpoint;
  readonly interfaces: HostInterfaces;
  pump(connection: Connection, now: Nanos): void;
}

/**
 * What a host's system does as the links of its interfaces come and go. Some
 * take the address away from an interface without carrier, and abort what used
 * it (the profile's `linkDown`); a disabled interface loses its routes on all.
 */
export class LinkWatch implements Actor {
  readonly #host: WatchedHost;

  constructor(host: WatchedHost) {
    this.#host = host;
  }

  /** A NIC found its carrier, or lost it. */
  onCarrier(nic: Nic, up: boolean, now: Nanos): void {
    if (this.#host.profile.linkDown === "abort") this.setAddress(nic, up, now);
  }

  /**
   * A NIC is about to be disabled: its connections may say farewell with a RST
   * (`resetOnDisable`). Gives whether any did.
   */
  onDisabling(nic: Nic, now: Nanos): boolean {
    const { endpoint, profile } = this.#host;
    if (profile.linkDown !== "abort" || !profile.resetOnDisable) return false;
    let hasReset = false;
    for (const connection of endpoint.connections()) {
      if (connection.localAddress !== nic.address) continue;
      connection.abort(now, EndReason.LinkDown, "reset: the interface of its address is disabled");
      this.#host.pump(connection, now);
      hasReset = true;
    }
    return hasReset;
  }

  /** A NIC was enabled or disabled. */
  onEnabled(nic: Nic, enabled: boolean, now: Nanos): void {
    const { interfaces, profile } = this.#host;
    if (enabled) return interfaces.restoreRoutes(nic);
    interfaces.parkRoutes(nic);
    if (profile.linkDown === "abort") this.setAddress(nic, false, now);
  }

  /** The time is over that connections had for their interface to come back. */
  onEvent(_kind: number, index: number, now: Nanos): void {
    const { recorder } = this.#host.network;
    if (recorder !== null) recorder.cause = 0;
    this.#abortConnectionsOf(this.#host.interfaces.nics[index]!, now);
  }

  /**
   * The host goes by a NIC's address from now on, or not any more; its network's route goes along.
   * Connections of an address that is gone stay, and cannot send, or are aborted (`linkDown`).
   */
  setAddress(nic: Nic, up: boolean, now: Nanos): void {
    const { interfaces, name, network, profile } = this.#host;
    if (!interfaces.setAddressUp(nic, up)) return;
    const event: NicRecord["event"] = up ? "address added" : "address removed";
    const body: NicRecord = { kind: "nic", event, host: name, nic: nic.name, note: "" };
    const cause = enterCause(network, body, now);
    if (up) interfaces.restoreRoutes(nic);
    else {
      interfaces.parkRoutes(nic);
      if (profile.linkDown === "abort") this.#abortAfterGrace(nic, now);
    }
    leaveCause(network, cause);
  }

  #abortAfterGrace(nic: Nic, now: Nanos): void {
    const { interfaces, network, profile } = this.#host;
    const grace = profile.linkDownGrace;
    if (grace === 0) return this.#abortConnectionsOf(nic, now);
    network.sim.schedule(now + grace, this, 0, interfaces.nics.indexOf(nic));
  }

  #abortConnectionsOf(nic: Nic, now: Nanos): void {
    const { endpoint, interfaces } = this.#host;
    if (interfaces.isLocal(nic.address)) return;
    for (const connection of endpoint.connections()) {
      if (connection.localAddress !== nic.address) continue;
      connection.forget(now, EndReason.LinkDown, "the interface of its address went down");
      this.#host.pump(connection, now);
    }
  }
}
