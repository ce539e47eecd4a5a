import { seconds } from "../engine/base/time.ts";
import { build, loadTopology, type Topology } from "../topologies/mod.ts";
import ns3Figures from "./peers/ns3/goodput.json" with { type: "json" };

/** How a transfer is made, here and in ns-3. */
interface Way {
  readonly name: string;
  readonly sack: boolean;
  /** Full segments that one ACK acknowledges. */
  readonly delack: number;
}

/** One transfer: what part of the packets to the receiver is lost, and the seconds that count. */
interface Transfer {
  readonly loss: number;
  readonly from: number;
  readonly until: number;
}

const WAYS: readonly Way[] = [
  { name: "NewReno, an ACK for each segment", sack: false, delack: 1 },
  { name: "NewReno with SACK, an ACK for each segment", sack: true, delack: 1 },
  { name: "NewReno, an ACK for every second segment", sack: false, delack: 2 },
  { name: "NewReno with SACK, an ACK for every second segment", sack: true, delack: 2 },
];

/** The first slow start, which meets its first loss where luck will have it, does not count. */
const TRANSFERS: readonly Transfer[] = [
  { loss: 0, from: 0.5, until: 1.5 },
  { loss: 0.0001, from: 5, until: 45 },
  { loss: 0.001, from: 5, until: 45 },
  { loss: 0.01, from: 5, until: 45 },
];

/** Of ours; of ns-3, which takes longer, the first three were run. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * The goodput of one transfer over 1 Gbit/s and 10 ms with the standard's
 * profile and NewReno, beside that of ns-3 3.37's TcpNewReno with the same
 * segments, buffers, initial window and losses (`peers/ns3`), and the formula
 * of Mathis et al. (1997) for either.
 *
 * Above ssthresh both open the window once for each ACK here, as ns-3 does
 * (RFC 5681 3.1, formula 3): where an ACK stands for two segments, it grows half
 * as fast, and the formula is sqrt(3 / 4 p). The profiles count bytes, the
 * RFC's other way. Gives lines of a table, in Mbit/s of payload.
 */
export function* goodputLines(): Generator<string> {
  for (const way of WAYS) {
    yield `${way.name} (Mbit/s)`;
    yield row("  loss", ["cablepull", "ns-3 3.37", "formula", "ratio"]);
    for (const transfer of TRANSFERS) {
      const seeds = transfer.loss === 0 ? [1] : SEEDS;
      const ours = mean(seeds.map((seed) => goodput(way, transfer, seed)));
      const theirs = ns3Goodput(way, transfer);
      yield row(`  ${transfer.loss * 100} %`, [
        ours.toFixed(2),
        theirs.toFixed(2),
        byFormula(transfer.loss, way.delack),
        (ours / theirs).toFixed(3),
      ]);
    }
    yield "";
  }
}

/** Bytes of payload in a segment with timestamps, and the round-trip time without queues. */
const SMSS = 1448;
const RTT = 0.02;

/** The window opens by one segment in so many round trips. */
function byFormula(loss: number, rounds: number): string {
  if (loss === 0) return "";
  return inMbps(Math.sqrt(3 / (2 * rounds * loss)) * SMSS, RTT).toFixed(2);
}

/** Mbit/s of the means that ns-3 had. */
export function ns3Goodput(way: Omit<Way, "name">, { loss, from, until }: Transfer): number {
  const runs = ns3Figures.filter((run) =>
    run.loss === loss && run.sack === way.sack && run.delack === way.delack &&
    run.from === from && run.until === until
  );
  return mean(runs.map((run) => inMbps(run.bytes, until - from)));
}

/** Mbit/s of a transfer of ours. */
export function goodput(way: Omit<Way, "name">, transfer: Transfer, seed: number): number {
  const { sim, hosts } = build(topologyOf(way, transfer.loss, seed), null);
  const received = (): number =>
    hosts.get("server")?.endpoint.connections()[0]?.tcb.counters.received ?? 0;
  sim.run({ until: seconds(transfer.from) });
  const before = received();
  sim.run({ until: seconds(transfer.until) });
  return inMbps(received() - before, transfer.until - transfer.from);
}

function topologyOf(way: Omit<Way, "name">, loss: number, seed: number): Topology {
  const recovery = way.sack ? "sack" : "newreno";
  const tcp = "{ congestion: reno, initialWindow: rfc6928, timestamps: true, " +
    `timestampsIfAsked: true, windowScaling: true, sack: ${way.sack}, ` +
    `lossRecovery: ${recovery}, delayedAckEvery: ${way.delack}, avoidanceCounts: acks, ` +
    "receiveBuffer: 8000000, sendBuffer: 8000000 }";
  const file = "goodput";
  const loaded = loadTopology(
    `
title: ${file}
seed: ${seed}
hosts:
  client: { os: rfc9293, address: 10.0.0.1/24, tcp: ${tcp} }
  server: { os: rfc9293, address: 10.0.0.2/24, tcp: ${tcp} }
links:
  cable:
    between: [client, server]
    latency: 10ms
    rate: 1Gbps
    queue: { packets: 1000000 }
    directions: { client: { loss: ${loss * 100}% } }
programs:
  server:
    sink: [{ listen: { port: 80, as: door } }, { accept: { on: door, as: conn } },
      { recv: { on: conn, until: eof } }]
  client:
    source: [{ connect: { to: "server:80", as: conn } }, { send: { on: conn, bytes: 10GB } }]
`,
    file,
  );
  if (loaded.mistakes !== null) throw new Error(loaded.mistakes.map((it) => it.message).join("\n"));
  return loaded.topology;
}

function inMbps(bytes: number, time: number): number {
  return bytes * 8 / time / 1e6;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function row(name: string, values: readonly string[]): string {
  return name.padEnd(12) + values.map((value) => value.padStart(12)).join("");
}
