import type { HostInfo } from "../run_info.ts";
import type { LadderItem } from "./items.ts";

/** Tells whose an address is: the name of its host, "" where it is nobody's. */
export function hostFinder(hosts: readonly HostInfo[]): (address: string) => string {
  const names = new Map<string, string>();
  for (const host of hosts) {
    for (const nic of host.nics) names.set(nic.address.split("/")[0] ?? "", host.name);
  }
  return (address) => names.get(address) ?? "";
}

/** The hosts at which something happens, in the order of the topology. */
export function laneNames(items: readonly LadderItem[], hosts: readonly HostInfo[]): string[] {
  const active = new Set<string>();
  for (const item of items) {
    if (item.kind === "arrow") active.add(item.from).add(item.to);
    else if (item.host !== "") active.add(item.host);
  }
  const known = hosts.map(({ name }) => name).filter((name) => active.has(name));
  return [...new Set([...known, ...active])];
}
