import { defaultRoute, onLinkRoute, type Route, RouteTable } from "../engine/ip/mod.ts";
import type { Ipv4, Prefix } from "../engine/wire/mod.ts";
import type { Nic } from "./nic.ts";

/** Up to so many NICs, a look at each is the fastest. */
const FEW = 8;

/**
 * A host's NICs, the addresses that it goes by right now, and its routes: what
 * is left of them while an interface is down comes back when it is up again.
 */
export class HostInterfaces {
  readonly nics: Nic[] = [];
  readonly #routes = new RouteTable();
  /** Per NIC: whether the host goes by its address. */
  readonly #isUp: boolean[] = [];
  /** The addresses that it goes by, of a host with many NICs: a router asks for each packet. */
  #local: Set<Ipv4> | null = null;
  /** Per NIC: the routes that wait for it to come back. */
  readonly #parked: Route[][] = [];
  /** How many NICs have lost their routes. */
  #lost = 0;
  /** Counts the changes: what was learned of addresses and routes holds until it differs. */
  version = 0;

  /** Whether no NIC has lost its routes. */
  get isWhole(): boolean {
    return this.#lost === 0;
  }

  add(nic: Nic): void {
    this.version++;
    const index = this.nics.length;
    this.nics.push(nic);
    this.#isUp.push(true);
    if (this.#local !== null) this.#local.add(nic.address);
    else if (this.nics.length > FEW) this.#local = this.#localAddresses();
    this.#parked.push([]);
    this.#routes.add(onLinkRoute(nic.address, nic.prefixLength, index));
  }

  /**
   * Adds a route through a gateway, which must be on the network of a NIC.
   *
   * @throws {RangeError} if it is on none.
   */
  addRoute(to: Prefix, via: Ipv4): void {
    const onLink = this.#routes.lookup(via);
    if (onLink === null || onLink.via !== 0) {
      throw new RangeError("Cannot add route: its gateway must be on the network of a NIC");
    }
    this.version++;
    const route = defaultRoute(via, onLink.interfaceIndex);
    this.#routes.add({ ...route, destination: to.address, prefixLength: to.prefixLength });
  }

  routeTo(destination: Ipv4): Route | null {
    return this.#routes.lookup(destination);
  }

  nicOf(route: Route): Nic {
    return this.nics[route.interfaceIndex]!;
  }

  /** Whether the host goes by that address now. */
  isLocal(address: Ipv4): boolean {
    if (this.#local !== null) return this.#local.has(address);
    for (let i = 0; i < this.nics.length; i++) {
      if (this.nics[i]!.address === address && this.#isUp[i]!) return true;
    }
    return false;
  }

  /** The networks that the host is on, with its own addresses. */
  prefixes(): Prefix[] {
    return this.nics.map((nic) => ({ address: nic.address, prefixLength: nic.prefixLength }));
  }

  /** Takes away a NIC's routes. */
  parkRoutes(nic: Nic): void {
    const index = this.nics.indexOf(nic);
    this.version++;
    const parked = this.#parked[index]!;
    if (parked.length === 0) this.#lost++;
    parked.push(...this.#routes.removeInterface(index));
    if (parked.length === 0) this.#lost--;
  }

  /** Gives a NIC's routes back. */
  restoreRoutes(nic: Nic): void {
    const index = this.nics.indexOf(nic);
    this.version++;
    if (this.#parked[index]!.length > 0) this.#lost--;
    for (const route of this.#parked[index]!.splice(0)) this.#routes.add(route);
  }

  /** Says whether the host goes by a NIC's address; returns whether that is a change. */
  setAddressUp(nic: Nic, isUp: boolean): boolean {
    const index = this.nics.indexOf(nic);
    if (this.#isUp[index] === isUp) return false;
    this.version++;
    this.#isUp[index] = isUp;
    if (this.#local !== null) this.#local = this.#localAddresses();
    return true;
  }

  #localAddresses(): Set<Ipv4> {
    const up = this.nics.filter((_, index) => this.#isUp[index]);
    return new Set(up.map((nic) => nic.address));
  }
}
