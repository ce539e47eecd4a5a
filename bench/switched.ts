import { loadTopology, type Topology } from "../topologies/mod.ts";

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
  const clients: string[] = [];
  const servers: string[] = [];
  for (let i = 0; i < hosts / 2; i++) {
    clients.push(`client-${i}`);
    servers.push(`server-${i}`);
  }
  const all = [...clients, ...servers];
  const tcp = "{ receiveBuffer: 64000, maxReceiveBuffer: 64000, sendBuffer: 64000 }";
  const address = (i: number): string => `10.0.${i >> 7}.${1 + (i & 127)}/16`;
  const loaded = loadTopology(
    [
      "title: switched",
      "hosts:",
      ...all.map((name, i) => `  ${name}: { os: linux, address: ${address(i)}, tcp: ${tcp} }`),
      "switches: { middle: {} }",
      "links:",
      ...all.map((name) =>
        `  to-${name}: { between: [${name}, middle], latency: 1ms, rate: 1Gbps }`
      ),
      "programs:",
      ...servers.map((name) =>
        `  ${name}: { sink: [{ listen: { port: 80, as: door } }, ` +
        "{ accept: { on: door, as: conn } }, { recv: { on: conn, until: eof } }, " +
        "{ close: conn }] }"
      ),
      ...clients.map((name, i) =>
        `  ${name}: { source: [{ connect: { to: "${servers[i]}:80", as: conn } }, ` +
        `{ send: { on: conn, bytes: ${kilobytes}kB } }, { close: conn }] }`
      ),
    ].join("\n") + "\n",
    "switched",
  );
  if (loaded.mistakes !== null) throw new Error(loaded.mistakes.map((it) => it.message).join("\n"));
  return loaded.topology;
}
