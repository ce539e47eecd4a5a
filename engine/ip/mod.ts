/** What IP decides: where a packet goes, who may be told of an error, what passes a link. */
export { IcmpEffect, icmpEffect, mayAnswerWithError, mayReachTcp } from "./icmp_rules.ts";
export { fitsMtu, LEAST_MTU, pathMtuOf, plateauBelow } from "./path_mtu.ts";
export { PathMtuCache } from "./path_mtu_cache.ts";
export { defaultRoute, formatRoute, onLinkRoute, type Route } from "./route.ts";
export { RouteTable } from "./route_table.ts";
