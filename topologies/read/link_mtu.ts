import type { HostSpec, LinkSpec } from "../topology.ts";

/**
 * Gives NICs that say nothing of their MTU that of the link they are plugged
 * into. Where its two directions differ it is the smaller one, so that what is
 * announced to the peer fits both (RFC 9293 3.7.3).
 */
export function withLinkMtus(
  hosts: readonly HostSpec[],
  links: readonly LinkSpec[],
  withoutMtu: ReadonlySet<string>,
): HostSpec[] {
  const mtus = new Map<string, number>();
  for (const { ends, settings } of links) {
    const mtu = Math.min(settings.forward.mtu, settings.backward.mtu);
    if (mtu === Infinity) continue;
    for (const { node, nic } of ends) mtus.set(`${node}.${nic}`, mtu);
  }
  return hosts.map((host) => ({
    ...host,
    nics: host.nics.map((nic) => {
      const name = `${host.name}.${nic.name}`;
      return withoutMtu.has(name) ? { ...nic, mtu: mtus.get(name) ?? nic.mtu } : nic;
    }),
  }));
}
