import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { seconds } from "../../engine/base/time.ts";
import { build, loadTopology } from "../../topologies/mod.ts";

const SEEDS = 20;

/** The answer to the server's FIN is lost with some seeds, so that the FIN comes again. */
const topologyOf = (seed: number): string => `
title: FINs again
seed: ${seed}
hosts:
  client: { os: linux, address: 10.0.0.1/24 }
  server: { os: linux, address: 10.0.0.2/24 }
links:
  cable: { between: [client, server], latency: 10ms, rate: 100Mbps, loss: 20% }
programs:
  server:
    web: [{ listen: { port: 80, as: door } }, { accept: { on: door, as: conn } },
      { recv: { on: conn, until: eof } }, { close: conn }]
  client:
    app: [{ connect: { to: "server:80", as: conn } }, { send: { on: conn, bytes: 20kB } },
      { close: conn }]
`;

/** Every segment with its time, how often one came to rest, and how many connections are left. */
function run(
  seed: number,
  isWatched: boolean,
): { segments: string[]; rested: number; left: number[] } {
  const loaded = loadTopology(topologyOf(seed), "resting");
  if (loaded.mistakes !== null) throw new Error(loaded.mistakes[0]?.message);
  const network = build(loaded.topology, null);
  const { sim, hosts } = network;
  const segments: string[] = [];
  network.segmentObserver = (what, host, _link, packet) => {
    const { flags = 0, seq = 0, ack = 0 } = packet.segment ?? {};
    segments.push(`${sim.now} ${what} ${host} ${flags} ${seq} ${ack}`);
  };
  if (isWatched) network.stateObserver = () => {};
  let rested = 0;
  for (const { endpoint } of hosts.values()) {
    const rest = endpoint.rest.bind(endpoint);
    endpoint.rest = (connection) => {
      const record = rest(connection);
      if (record !== null) rested++;
      return record;
    };
  }
  const left: number[] = [];
  for (const at of [1, 50, 109, 112, 200]) {
    sim.run({ until: seconds(at) });
    left.push([...hosts.values()].reduce((sum, it) => sum + it.endpoint.connectionCount, 0));
  }
  return { segments, rested, left };
}

Deno.test("A network runs alike whether connections rest in TIME-WAIT or are watched", () => {
  let rested = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const watched = run(seed, true);
    const plain = run(seed, false);
    strictEqual(watched.rested, 0);
    deepStrictEqual(plain.segments, watched.segments);
    deepStrictEqual(plain.left, watched.left);
    rested += plain.rested;
  }
  ok(rested > SEEDS, "some are woken by a FIN, and rest again");
});
