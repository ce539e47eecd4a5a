import { type Nanos, NEVER } from "../engine/base/time.ts";
import type { PathMtuCache } from "../engine/ip/mod.ts";
import type { Connection, Profile } from "../engine/tcp/mod.ts";
import type { HostInterfaces } from "./host_interfaces.ts";

/** What is sent over routers by those who do not discover the path MTU (RFC 1191 2, RFC 1122 3.3.3). */
const MTU_BEYOND_ROUTERS = 576;

/** What a connection is told of its path by. */
export interface MtuSource {
  readonly profile: Profile;
  readonly interfaces: HostInterfaces;
  readonly pathMtus: PathMtuCache;
  /** The MTU of the interface towards a destination. */
  mtuTowards(destination: number): number;
}

/** Tells a new connection the MTU of its interface, and what is known of its path. */
export function tellMtu(host: MtuSource, connection: Connection, now: Nanos): void {
  const { remoteAddress } = connection;
  connection.options.mtu = host.mtuTowards(remoteAddress);
  if (host.profile.pathMtuDiscovery) {
    const mtu = host.pathMtus.mtuTowards(remoteAddress, now);
    if (mtu === Infinity) return;
    connection.setPathMtu(mtu, host.pathMtus.untilTowards(remoteAddress, now));
    return;
  }
  const route = host.interfaces.routeTo(remoteAddress);
  if (route !== null && route.via !== 0) connection.setPathMtu(MTU_BEYOND_ROUTERS, NEVER);
}
