import { ms } from "../engine/base/time.ts";
import { build, loadTopology, type Topology } from "../topologies/mod.ts";
import type { Result, Workload } from "./workload.ts";

/** Bulk transfers between two hosts. */
export interface Bulk {
  readonly name: string;
  /** How many go on at once, and how much each moves. */
  readonly flows: number;
  readonly megabytes: number;
  readonly rate: string;
  readonly latency: string;
  readonly loss: string;
  /** Socket buffers in bytes. */
  readonly buffer: number;
}

/** Payload of a full segment at an MTU of 1500 bytes. */
const SEGMENT = 1460;

/** Flows from client to server over one cable, with nobody recording. */
class BulkTransfer implements Workload {
  readonly name: string;
  readonly unit = "us/segment";
  readonly #segments: number;
  readonly #topology: Topology;

  constructor(bulk: Bulk) {
    this.name = bulk.name;
    this.#segments = Math.ceil(bulk.flows * bulk.megabytes * 1e6 / SEGMENT);
    this.#topology = bulkTopology(bulk);
  }

  run(): Result {
    const { took, segments, left } = runBulk(this.#topology);
    if (segments < this.#segments) throw new Error(`${this.name}: only ${segments} segments came`);
    if (left > 0) throw new Error(`${this.name}: ${left} connections did not close`);
    return { value: took * 1e3 / this.#segments, operations: this.#segments };
  }
}

/** What bulk transfers came to. */
export interface BulkResult {
  /** Wall clock of the run, in milliseconds. */
  readonly took: number;
  /** That reached the server. */
  readonly segments: number;
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
  const server = network.hosts.get("server")!.endpoint;
  const remove = server.remove.bind(server);
  server.remove = (connection) => {
    const { tcb } = connection;
    if (tcb.peerFin) bytes += tcb.counters.received - 1; // the FIN is counted
    remove(connection);
  };
  const start = performance.now();
  network.sim.run({ until: ms(600_000) });
  const took = performance.now() - start;
  let left = 0;
  for (const host of network.hosts.values()) left += host.endpoint.connectionCount;
  return { took, segments: network.nics.get("server.eth0")?.received ?? 0, left, bytes };
}

/** The hosts, the cable and the programs of bulk transfers. */
export function bulkTopology(bulk: Bulk): Topology {
  const { buffer } = bulk;
  const tcp =
    `{ receiveBuffer: ${buffer}, maxReceiveBuffer: ${buffer}, sendBuffer: ${buffer}, congestion: reno }`;
  const loaded = loadTopology(
    `
title: "${bulk.name}"
hosts:
  client: { os: linux, address: 10.0.0.1/24, tcp: ${tcp} }
  server: { os: linux, address: 10.0.0.2/24, tcp: ${tcp} }
links:
  cable:
    between: [client, server]
    latency: ${bulk.latency}
    rate: ${bulk.rate}
    loss: ${bulk.loss}
    queue: { packets: 1000000 }
programs:
  server:
${each(bulk.flows, sink)}
  client:
${each(bulk.flows, (i) => source(i, bulk.megabytes))}
`,
    bulk.name,
  );
  if (loaded.mistakes !== null) throw new Error(loaded.mistakes.map((it) => it.message).join("\n"));
  return loaded.topology;
}

function each(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join("\n");
}

function sink(i: number): string {
  return `    sink-${i}: [{ listen: { port: ${80 + i}, as: door } }, ` +
    "{ accept: { on: door, as: conn } }, { recv: { on: conn, until: eof } }, { close: conn }]";
}

function source(i: number, megabytes: number): string {
  return `    source-${i}: [{ connect: { to: "server:${80 + i}", as: conn } }, ` +
    `{ send: { on: conn, bytes: ${megabytes}MB } }, { close: conn }]`;
}

/** The honest tests of the engine: what a segment costs from socket to socket. */
export const bulkWorkloads: readonly Workload[] = [
  {
    name: "bulk: 100 MB, 1 Gbps, 10 ms",
    flows: 1,
    megabytes: 100,
    rate: "1Gbps",
    latency: "10ms",
    loss: "0%",
    buffer: 8_000_000,
  },
  {
    name: "bulk: 100 MB, 1 Gbps, 1 ms, 64 kB buffers",
    flows: 1,
    megabytes: 100,
    rate: "1Gbps",
    latency: "1ms",
    loss: "0%",
    buffer: 64_000,
  },
  {
    name: "bulk: 100 MB, 100 Mbps, 10 ms, 0.1 % loss",
    flows: 1,
    megabytes: 100,
    rate: "100Mbps",
    latency: "10ms",
    loss: "0.1%",
    buffer: 1_000_000,
  },
].map((bulk) => new BulkTransfer(bulk));
