import { ms, type Nanos, NEVER, seconds } from "../engine/base/time.ts";
import type { Actor } from "../engine/sim/mod.ts";
import { type Connection, type ConnectionOwner, type Listener, Signal } from "../engine/tcp/mod.ts";
import type { ListenerOwner } from "../engine/tcp/mod.ts";
import type { Host } from "../nodes/host.ts";
import type { Network } from "../nodes/network.ts";
import { build, type Topology } from "../topologies/runs.ts";
import { timed, type Took } from "./stopwatch.ts";
import { cable, linuxHost, topologyOf } from "./topology_parts.ts";
import type { Result, Work, Workload } from "./workload.ts";

/** Short connections over links of their own. */
export interface Churn {
  readonly connections: number;
  /** Pairs of hosts, each with a cable of its own; connections take turns. */
  readonly pairs: number;
  /** How many begin each second of virtual time, in all. */
  readonly perSecond: number;
}

const REQUEST = new Uint8Array(200);
const ANSWER = new Uint8Array(1_000);
const PORT = 80;

/** Ports that clients take in turn, from 1024 on. */
const PORTS = 64_000;

/** The client: sends a request, reads the answer, closes first, and lets go of the connection. */
class Client implements ConnectionOwner {
  /** Connections that had their whole answer. */
  answered = 0;
  received = 0;
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  connect(localPort: number, remote: number, now: Nanos): void {
    const { endpoint } = this.#host;
    const local = this.#host.sourceAddressFor(remote);
    const options = endpoint.defaultOptions();
    const connection = endpoint.connect(local, localPort, remote, PORT, options, now);
    if (connection === null) throw new Error(`port ${localPort} is in use`);
    connection.owner = this;
    this.#host.pump(connection, now);
  }

  onSignals(connection: Connection, signals: number, now: Nanos): void {
    if ((signals & Signal.Connected) !== 0) {
      connection.send(REQUEST, 0, REQUEST.length);
      this.#host.pump(connection, now);
    }
    if (!connection.sendShut && connection.readable >= ANSWER.length) {
      this.received += connection.discard(ANSWER.length);
      this.answered++;
      connection.close(now);
      this.#host.pump(connection, now);
      connection.owner = null;
    }
  }

  /** Connections that had their answer and are gone. */
  get closed(): number {
    return this.answered - this.#host.endpoint.connectionCount;
  }
}

/** The server: answers a request, and closes after the client. */
class Server implements ConnectionOwner, ListenerOwner {
  closed = 0;
  received = 0;
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    const listener = host.endpoint.listen(0, PORT, 4_096);
    if (listener === null) throw new Error("the port is in use");
    listener.owner = this;
  }

  onReady(listener: Listener, now: Nanos): void {
    let connection = listener.accept();
    while (connection !== null) {
      connection.owner = this;
      this.onSignals(connection, connection.takeSignals(), now);
      connection = listener.accept();
    }
  }

  onSignals(connection: Connection, signals: number, now: Nanos): void {
    if ((signals & Signal.Closed) !== 0) {
      this.closed++;
      return;
    }
    if (connection.readable >= REQUEST.length) {
      this.received += connection.discard(REQUEST.length);
      connection.send(ANSWER, 0, ANSWER.length);
      this.#host.pump(connection, now);
    }
    if (connection.peerClosed && !connection.sendShut) {
      connection.close(now);
      this.#host.pump(connection, now);
    }
  }
}

/** What a churn came to. */
export interface ChurnResult {
  readonly took: Took;
  readonly closed: readonly [clients: number, servers: number];
  /** Payload that both sides read. */
  readonly received: number;
  readonly segments: number;
  readonly events: number;
}

/** Connections that begin at an even rate, until the last one has left TIME-WAIT. */
export class ChurnRun implements Actor {
  readonly network: Network;
  readonly #churn: Churn;
  readonly #clients: Client[] = [];
  readonly #servers: Server[] = [];
  readonly #remotes: number[] = [];
  readonly #received: () => number;
  #next = 0;

  constructor(churn: Churn, topology: Topology) {
    this.#churn = churn;
    const network = build(topology, null);
    this.network = network;
    for (let i = 0; i < churn.pairs; i++) {
      this.#clients.push(new Client(network.hosts.get(`client-${i}`)!));
      const server = network.hosts.get(`server-${i}`)!;
      this.#servers.push(new Server(server));
      this.#remotes.push(server.interfaces.nics[0]!.address);
    }
    this.#received = () => sum([...network.nics.values()].map((nic) => nic.received));
    this.network.sim.schedule(0, this, 0);
  }

  /** Goes on until then; what it came to is told of the whole run, but for what it took. */
  run(until: Nanos = NEVER): ChurnResult {
    const took = timed(() => void this.network.sim.run(until === NEVER ? {} : { until }));
    const closed = [this.#clients, this.#servers].map((it) => sum(it.map((side) => side.closed)));
    const received = sum([...this.#clients, ...this.#servers].map((side) => side.received));
    return {
      took,
      closed: [closed[0]!, closed[1]!],
      received,
      segments: this.#received(),
      events: this.network.sim.processed,
    };
  }

  onEvent(_kind: number, _arg: number, now: Nanos): void {
    const { pairs, connections, perSecond } = this.#churn;
    const i = this.#next++;
    const pair = i % pairs;
    const port = 1_024 + Math.floor(i / pairs) % PORTS;
    this.#clients[pair]!.connect(port, this.#remotes[pair]!, now);
    if (this.#next >= connections) return;
    this.network.sim.schedule(Math.round(this.#next * 1e9 / perSecond), this, 0);
  }
}

/** The hosts and cables of a churn, without programs: pair 258 is in 10.1.2.0/24. */
export function churnTopology(pairs: number): Topology {
  const tcp = { timeWait: seconds(240), congestion: "reno" };
  const ids = Array.from({ length: pairs }, (_, i) => i);
  return topologyOf("churn", {
    hosts: ids.flatMap((i) => [
      linuxHost(`client-${i}`, (i << 8) + 1, 24, tcp),
      linuxHost(`server-${i}`, (i << 8) + 2, 24, tcp),
    ]),
    links: ids.map((i) =>
      cable(`cable-${i}`, `client-${i}`, { node: `server-${i}`, nic: "eth0" }, {
        latency: ms(10),
        rateBps: 1e9,
      })
    ),
  });
}

class ChurnWorkload implements Workload {
  readonly name: string;
  readonly unit = "us/connection";
  readonly #churn: Churn;
  #topology: Topology | null = null;

  constructor(churn: Churn) {
    const { connections, pairs } = churn;
    this.name = `churn: ${connections} connections, ${pairs} ${pairs === 1 ? "pair" : "pairs"}`;
    this.#churn = churn;
  }

  run(): Result {
    const { connections, pairs } = this.#churn;
    this.#topology ??= churnTopology(pairs); // whoever measures another work has none of its memory
    const work = churnWork(this.#churn, new ChurnRun(this.#churn, this.#topology).run());
    return { value: work.milliseconds * 1e3 / connections, operations: connections, work };
  }
}

/**
 * What a churn came to as work.
 *
 * @throws {Error} if it did not do all of it.
 */
export function churnWork({ connections }: Churn, result: ChurnResult): Work {
  const { took, closed, received, segments, events } = result;
  const bytes = connections * (REQUEST.length + ANSWER.length);
  if (closed[0] !== connections || closed[1] !== connections || received !== bytes) {
    throw new Error(`churn: ${closed} closed with ${received} bytes, not ${connections}, ${bytes}`);
  }
  return { ...took, segments, connections, events };
}

/** What a short connection costs, from SYN to the end of TIME-WAIT. */
export const churnWorkloads: readonly Workload[] = [
  new ChurnWorkload({ connections: 20_000, pairs: 100, perSecond: 1_000 }),
  new ChurnWorkload({ connections: 20_000, pairs: 1, perSecond: 1_000 }),
];

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
