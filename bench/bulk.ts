import { ms, type Nanos } from "../engine/base/time.ts";
import { build, type Topology } from "../topologies/runs.ts";
import { timed, type Took } from "./stopwatch.ts";
import { cable, linuxHost, sink, source, topologyOf } from "./topology_parts.ts";
import type { Result, Work, Workload } from "./workload.ts";

/** Bulk transfers between two hosts. */
export interface Bulk {
  readonly name: string;
  /** How many go on at once, and how much each moves. */
  readonly flows: number;
  readonly megabytes: number;
  readonly rateBps: number;
  readonly latency: Nanos;
  /** The part of the packets that is lost. */
  readonly loss: number;
  /** Socket buffers in bytes. */
  readonly buffer: number;
}

/** Flows from client to server over one cable, with nobody recording. */
class BulkTransfer implements Workload {
  readonly name: string;
  readonly unit = "us/segment";
  readonly #bulk: Bulk;
  #topology: Topology | null = null;

  constructor(bulk: Bulk) {
    this.name = bulk.name;
    this.#bulk = bulk;
  }

  run(): Result {
    this.#topology ??= bulkTopology(this.#bulk); // whoever measures another work has none of its memory
    const work = workOf(this.#bulk, runBulk(this.#topology));
    return { value: work.milliseconds * 1e3 / work.segments, operations: work.segments, work };
  }
}

/**
 * What flows came to as work.
 *
 * @throws {Error} if they did not do all of it.
 */
export function workOf(bulk: Pick<Bulk, "name" | "flows" | "megabytes">, result: BulkResult): Work {
  const { took, segments, events, left, bytes } = result;
  const all = Math.round(bulk.flows * bulk.megabytes * 1e6);
  if (bytes !== all) throw new Error(`${bulk.name}: ${bytes} bytes came, not ${all}`);
  if (left > 0) throw new Error(`${bulk.name}: ${left} connections did not close`);
  return { ...took, segments, connections: 0, events };
}

/** What bulk transfers came to. */
export interface BulkResult {
  readonly took: Took;
  /** That reached a host, ACKs included. */
  readonly segments: number;
  readonly events: number;
  /** Connections that are left. */
  readonly left: number;
  /** Payload that the server got. */
  readonly bytes: number;
}

/**
 * Runs flows until they are closed and out of TIME-WAIT.
 */
export function runBulk(topology: Topology): BulkResult {
  const network = build(topology, null);
  let bytes = 0;
  for (const { endpoint } of network.hosts.values()) {
    const remove = endpoint.remove.bind(endpoint);
    endpoint.remove = (connection) => {
      const { tcb } = connection;
      // The FIN is counted; one that rested in TIME-WAIT has lost its counters.
      if (tcb.peerFin) bytes += Math.max(0, tcb.counters.received - 1);
      remove(connection);
    };
  }
  const took = timed(() => void network.sim.run({ until: ms(600_000) }));
  let left = 0;
  for (const host of network.hosts.values()) left += host.endpoint.connectionCount;
  let segments = 0;
  for (const nic of network.nics.values()) segments += nic.received;
  return { took, segments, events: network.sim.processed, left, bytes };
}

/** The hosts, the cable and the programs of bulk transfers. */
export function bulkTopology(bulk: Bulk): Topology {
  const { name, flows, latency, rateBps, loss, buffer } = bulk;
  const tcp = {
    receiveBuffer: buffer,
    maxReceiveBuffer: buffer,
    sendBuffer: buffer,
    congestion: "reno",
  };
  const bytes = Math.round(bulk.megabytes * 1e6);
  const server = { node: "server", nic: "eth0" };
  const ids = Array.from({ length: flows }, (_, i) => i);
  return topologyOf(name, {
    hosts: [linuxHost("client", 1, 24, tcp), linuxHost("server", 2, 24, tcp)],
    links: [cable("cable", "client", server, { latency, rateBps, loss, limitPackets: 1_000_000 })],
    programs: [
      ...ids.map((i) => sink("server", `sink-${i}`, 80 + i)),
      ...ids.map((i) => source("client", `source-${i}`, { host: "server", port: 80 + i }, bytes)),
    ],
  });
}

/** The honest tests of the engine, also beside ns-3: what a segment costs from socket to socket. */
export const bulks = {
  A: {
    name: "A: bulk, 1 GB, 1 Gbps, 10 ms, 8 MB buffers",
    flows: 1,
    megabytes: 1_000,
    rateBps: 1e9,
    latency: ms(10),
    loss: 0,
    buffer: 8_000_000,
  },
  B: {
    name: "B: bulk, 100 MB, 100 Mbps, 10 ms, 0.1 % loss",
    flows: 1,
    megabytes: 100,
    rateBps: 100e6,
    latency: ms(10),
    loss: 0.001,
    buffer: 1_000_000,
  },
  C: {
    name: "C: bulk, 100 flows of 10 MB, 1 Gbps, 20 ms",
    flows: 100,
    megabytes: 10,
    rateBps: 1e9,
    latency: ms(20),
    loss: 0,
    buffer: 1_000_000,
  },
  D: {
    name: "D: bulk, 100 MB, 1 Gbps, 1 ms, 64 kB buffers",
    flows: 1,
    megabytes: 100,
    rateBps: 1e9,
    latency: ms(1),
    loss: 0,
    buffer: 64_000,
  },
} as const satisfies Record<string, Bulk>;

/** Each alone. */
export const bulkWorkloads: readonly Workload[] = Object.values(bulks)
  .map((bulk) => new BulkTransfer(bulk));
