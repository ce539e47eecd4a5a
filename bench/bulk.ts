import { ms } from "../engine/base/time.ts";
import { build, loadTopology, type Topology } from "../topologies/mod.ts";
import type { Result, Workload } from "./workload.ts";

/** A bulk transfer between two hosts. */
interface Bulk {
  readonly name: string;
  readonly megabytes: number;
  readonly rate: string;
  readonly latency: string;
  readonly loss: string;
  /** Socket buffers in bytes. */
  readonly buffer: number;
}

/** Payload of a full segment at an MTU of 1500 bytes. */
const SEGMENT = 1460;

/** One flow from client to server over one cable, with nobody recording. */
class BulkTransfer implements Workload {
  readonly name: string;
  readonly unit = "us/segment";
  readonly #segments: number;
  readonly #topology: Topology;

  constructor(bulk: Bulk) {
    this.name = bulk.name;
    this.#segments = Math.ceil(bulk.megabytes * 1e6 / SEGMENT);
    this.#topology = topologyOf(bulk);
  }

  run(): Result {
    const network = build(this.#topology, null);
    const start = performance.now();
    network.sim.run({ until: ms(600_000) });
    const took = performance.now() - start;
    const received = network.nics.get("server.eth0")?.received ?? 0;
    if (received < this.#segments) throw new Error(`${this.name}: only ${received} segments came`);
    return { value: took * 1e3 / this.#segments, operations: this.#segments };
  }
}

function topologyOf(bulk: Bulk): Topology {
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
    queue: { packets: 10000 }
programs:
  server:
    sink: [{ listen: { port: 80, as: door } }, { accept: { on: door, as: conn } },
      { recv: { on: conn, until: eof } }, { close: conn }]
  client:
    source: [{ connect: { to: "server:80", as: conn } },
      { send: { on: conn, bytes: ${bulk.megabytes}MB } }, { close: conn }]
`,
    bulk.name,
  );
  if (loaded.mistakes !== null) throw new Error(loaded.mistakes.map((it) => it.message).join("\n"));
  return loaded.topology;
}

/** The honest tests of the engine: what a segment costs from socket to socket. */
export const bulkWorkloads: readonly Workload[] = [
  {
    name: "bulk: 100 MB, 1 Gbps, 10 ms",
    megabytes: 100,
    rate: "1Gbps",
    latency: "10ms",
    loss: "0%",
    buffer: 8_000_000,
  },
  {
    name: "bulk: 100 MB, 1 Gbps, 1 ms, 64 kB buffers",
    megabytes: 100,
    rate: "1Gbps",
    latency: "1ms",
    loss: "0%",
    buffer: 64_000,
  },
  {
    name: "bulk: 100 MB, 100 Mbps, 10 ms, 0.1 % loss",
    megabytes: 100,
    rate: "100Mbps",
    latency: "10ms",
    loss: "0.1%",
    buffer: 1_000_000,
  },
].map((bulk) => new BulkTransfer(bulk));
