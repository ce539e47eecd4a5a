import { ms } from "../engine/base/time.ts";
import type { Topology } from "../topologies/runs.ts";
import { cable, linuxHost, sink, source, topologyOf } from "./topology_parts.ts";

/** Hosts on one switch: half of them clients, each with a server of its own. */
export interface Switched {
  readonly hosts: number;
  /** What each client sends. */
  readonly kilobytes: number;
}

/**
 * The hosts, the switch, cables and programs. Buffers are small: with many
 * hosts, what is under way would be most of the memory.
 */
export function switchedTopology({ hosts, kilobytes }: Switched): Topology {
  const ids = Array.from({ length: hosts / 2 }, (_, i) => i);
  const names = [...ids.map((i) => `client-${i}`), ...ids.map((i) => `server-${i}`)];
  const tcp = { receiveBuffer: 64_000, maxReceiveBuffer: 64_000, sendBuffer: 64_000 };
  const address = (i: number): number => ((i >> 7) << 8) + 1 + (i & 127);
  const middle = { node: "middle", nic: "" };
  const line = { latency: ms(1), rateBps: 1e9 };
  return topologyOf("switched", {
    hosts: names.map((name, i) => linuxHost(name, address(i), 16, tcp)),
    switches: ["middle"],
    links: names.map((name) => cable(`to-${name}`, name, middle, line)),
    programs: [
      ...ids.map((i) => sink(`server-${i}`, "sink", 80)),
      ...ids.map((i) =>
        source(`client-${i}`, "source", { host: `server-${i}`, port: 80 }, kilobytes * 1e3)
      ),
    ],
  });
}
