import { formatPrefix, type Ipv4, maskOf, networkOf } from "../wire/mod.ts";

/** The way to the addresses of one network. */
export interface Route {
  /** The network's address; all bits behind the prefix are zero. */
  readonly destination: Ipv4;
  /** 0 (everything) to 32 (one host). */
  readonly prefixLength: number;
  /** The next router, or 0 where the network is on the link. */
  readonly via: Ipv4;
  /** The interface it leaves by, counted from 0. */
  readonly interfaceIndex: number;
  /** Of two routes to the same network the one with less is taken. */
  readonly metric: number;
}

/**
 * The route to the network that an interface with this address is in: on the
 * link, metric 0.
 *
 * @throws {RangeError} if the prefix length is not from 0 to 32.
 */
export function onLinkRoute(
  address: Ipv4,
  prefixLength: number,
  interfaceIndex: number,
): Route {
  const destination = networkOf({ address, prefixLength });
  return { destination, prefixLength, via: 0, interfaceIndex, metric: 0 };
}

/** The route to everything that no other route leads to. */
export function defaultRoute(via: Ipv4, interfaceIndex: number, metric = 0): Route {
  return { destination: 0, prefixLength: 0, via, interfaceIndex, metric };
}

/** Writes a route's network as "10.0.0.0/24". */
export function formatRoute(route: Route): string {
  return formatPrefix({ address: route.destination, prefixLength: route.prefixLength });
}

/** Whether two routes say the same. */
export function isSameRoute(a: Route, b: Route): boolean {
  return a.destination === b.destination && a.prefixLength === b.prefixLength && a.via === b.via &&
    a.interfaceIndex === b.interfaceIndex && a.metric === b.metric;
}

/**
 * Checks a route before it is added to a table.
 *
 * @throws {RangeError} if the prefix length is not from 0 to 32, or bits of the
 * destination are set behind it.
 */
export function checkRoute(route: Route): void {
  const mask = maskOf(route.prefixLength);
  if ((route.destination & ~mask) !== 0) {
    throw new RangeError(
      `Cannot add route: bits behind the prefix must be zero: it is ${formatRoute(route)}`,
    );
  }
}
