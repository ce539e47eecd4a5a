import { type Ipv4, maskOf } from "../wire/mod.ts";
import { checkRoute, formatRoute, isSameRoute, type Route } from "./route.ts";

/** The routes of one prefix length, by network; those of one network by metric, then age. */
class Shelf {
  readonly prefixLength: number;
  readonly mask: number;
  readonly routes = new Map<number, Route[]>();

  constructor(prefixLength: number) {
    this.prefixLength = prefixLength;
    this.mask = maskOf(prefixLength) | 0;
  }
}

/**
 * The routes of one host: the longest prefix wins, then the smallest metric,
 * then the route that was added first (RFC 1812 5.2.4.3; RFC 1122 3.3.1.2).
 *
 * A look-up costs one map access for each prefix length in use, however many
 * routes there are.
 *
 * @example
 * ```ts
 * import { defaultRoute, onLinkRoute } from "./route.ts";
 * import { RouteTable } from "./route_table.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const table = new RouteTable();
 * table.add(defaultRoute(0x0a0000fe, 0));
 * table.add(onLinkRoute(0x0a000001, 24, 0));
 * strictEqual(table.lookup(0x0a000002)?.via, 0); // 10.0.0.2 is on the link
 * strictEqual(table.lookup(0x08080808)?.via, 0x0a0000fe);
 * ```
 */
export class RouteTable {
  /** The longest prefix first. */
  #shelves: Shelf[] = [];
  /** What was looked up last, -1 for nothing, and what was found: look-ups come in runs. */
  #latestDestination = -1;
  #latest: Route | null = null;

  /**
   * Adds a route behind those of the same network and metric.
   *
   * @throws {RangeError} if the same route is there already, the prefix length
   * is not from 0 to 32, or bits of the destination are set behind it.
   */
  add(route: Route): void {
    checkRoute(route);
    this.#latestDestination = -1;
    const shelf = this.#shelfFor(route.prefixLength);
    const network = route.destination | 0;
    const routes = shelf.routes.get(network) ?? [];
    if (routes.some((other) => isSameRoute(other, route))) {
      throw new RangeError(
        `Cannot add route: each must be added once: ${formatRoute(route)} is there already`,
      );
    }
    const behind = routes.findIndex((other) => other.metric > route.metric);
    routes.splice(behind < 0 ? routes.length : behind, 0, route);
    shelf.routes.set(network, routes);
  }

  /** Removes the route that says the same; whether there was one. */
  remove(route: Route): boolean {
    return this.#removeWhere((other) => isSameRoute(other, route)).length > 0;
  }

  /**
   * Removes all routes that leave by this interface, and gives them in the
   * table's order, so that they can be added again when it comes back.
   */
  removeInterface(interfaceIndex: number): Route[] {
    return this.#removeWhere((route) => route.interfaceIndex === interfaceIndex);
  }

  /** The best route to an address, or null where no route leads there. */
  lookup(destination: Ipv4): Route | null {
    if (destination !== this.#latestDestination) {
      this.#latestDestination = destination;
      this.#latest = this.#find(destination);
    }
    return this.#latest;
  }

  #find(destination: Ipv4): Route | null {
    const shelves = this.#shelves;
    for (let i = 0; i < shelves.length; i++) {
      const shelf = shelves[i]!;
      const routes = shelf.routes.get(destination & shelf.mask);
      if (routes !== undefined) return routes[0]!;
    }
    return null;
  }

  /** All routes in the table's order: longest prefix, lowest network, smallest metric, oldest. */
  routes(): Route[] {
    return this.#shelves.flatMap((shelf) => {
      const networks = [...shelf.routes.keys()].sort((a, b) => (a >>> 0) - (b >>> 0));
      return networks.flatMap((network) => shelf.routes.get(network) ?? []);
    });
  }

  #shelfFor(prefixLength: number): Shelf {
    const shelves = this.#shelves;
    const found = shelves.find((shelf) => shelf.prefixLength === prefixLength);
    if (found !== undefined) return found;
    const shelf = new Shelf(prefixLength);
    const behind = shelves.findIndex((other) => other.prefixLength < prefixLength);
    shelves.splice(behind < 0 ? shelves.length : behind, 0, shelf);
    return shelf;
  }

  #removeWhere(isMeant: (route: Route) => boolean): Route[] {
    this.#latestDestination = -1;
    const removed = this.routes().filter(isMeant);
    for (const shelf of this.#shelves) {
      for (const [network, routes] of [...shelf.routes]) {
        const kept = routes.filter((route) => !isMeant(route));
        if (kept.length > 0) shelf.routes.set(network, kept);
        else shelf.routes.delete(network);
      }
    }
    this.#shelves = this.#shelves.filter((shelf) => shelf.routes.size > 0);
    return removed;
  }
}
