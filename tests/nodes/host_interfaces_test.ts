import { deepStrictEqual } from "node:assert/strict";
import { Rng } from "../../engine/base/rng.ts";
import { Simulator } from "../../engine/sim/mod.ts";
import { profiles } from "../../engine/tcp/mod.ts";
import { Host } from "../../nodes/host.ts";
import { Network } from "../../nodes/network.ts";
import { NIC_DEFAULTS } from "../../nodes/nic.ts";

const FIRST = 0x0a000001;

/** A host with so many NICs, each on a network of its own, but the last two, which share an address. */
function hostWith(count: number): Host {
  const network = new Network(new Simulator(), new Rng(1), null);
  const host = new Host(network, { name: "router", profile: profiles.linux, forward: true });
  for (let i = 0; i < count; i++) {
    const place = i === count - 1 ? i - 1 : i;
    host.addNic({
      ...NIC_DEFAULTS,
      name: `eth${i}`,
      address: FIRST + (place << 8),
      prefixLength: i === count - 1 ? 25 : 24,
    });
  }
  return host;
}

for (const count of [3, 8, 9, 40]) {
  Deno.test(`A host with ${count} NICs goes by the addresses of those that are up, and no others`, () => {
    const { interfaces } = hostWith(count);
    const local = (): boolean[] =>
      Array.from({ length: count }, (_, i) => interfaces.isLocal(FIRST + (i << 8)));
    const all = Array.from({ length: count }, (_, i) => i < count - 1);
    deepStrictEqual(local(), all);
    interfaces.setAddressUp(interfaces.nics[0]!, false);
    interfaces.setAddressUp(interfaces.nics.at(-1)!, false); // another has its address
    deepStrictEqual(local(), all.with(0, false));
    interfaces.setAddressUp(interfaces.nics.at(-2)!, false);
    deepStrictEqual(local(), all.with(0, false).with(count - 2, false));
    interfaces.setAddressUp(interfaces.nics[0]!, true);
    interfaces.setAddressUp(interfaces.nics.at(-1)!, true);
    deepStrictEqual(local(), all);
  });
}
