import { Rng } from "../../engine/base/rng.ts";
import { ms, type Nanos } from "../../engine/base/time.ts";
import { Simulator } from "../../engine/sim/mod.ts";
import { type Connection, profileByName, stateName, withOverrides } from "../../engine/tcp/mod.ts";
import { flagsLetters, parseIpv4 } from "../../engine/wire/mod.ts";
import { Cable, symmetric } from "../../nodes/cable.ts";
import { Host } from "../../nodes/host.ts";
import { Network } from "../../nodes/network.ts";
import { NIC_DEFAULTS } from "../../nodes/nic.ts";
import type { ProcessSpec, Step } from "../../nodes/programs/step.ts";
import type { CallResult } from "../../nodes/records.ts";
import type { SocketCalls } from "../../nodes/sockets/mod.ts";
import type { Program } from "../../nodes/sockets/wait.ts";
import { type LabRecord, LabRecorder } from "./link_lab.ts";

/** The port that servers of the lab listen at. */
export const PORT = 80;

/**
 * A client and a server with a cable between them, 10 ms each way, for programs
 * that test the calls. Client and server may be of different systems.
 */
export class SocketLab {
  readonly sim: Simulator = new Simulator();
  readonly recorder: LabRecorder = new LabRecorder();
  readonly network: Network;
  readonly client: Host;
  readonly server: Host;
  readonly cable: Cable;

  constructor(clientOs: string, serverOs: string = clientOs, overrides = {}) {
    this.network = new Network(this.sim, new Rng(7), this.recorder);
    this.client = this.#host("client", clientOs, "10.0.0.1", overrides);
    this.server = this.#host("server", serverOs, "10.0.0.2", overrides);
    const [first] = this.client.interfaces.nics;
    const [second] = this.server.interfaces.nics;
    const settings = symmetric({ latency: ms(10) });
    this.cable = new Cable(this.network, "cable", first!, second!, settings);
  }

  #host(name: string, os: string, address: string, overrides: Record<string, unknown>): Host {
    const profile = withOverrides(profileByName(os), overrides);
    const host = new Host(this.network, { name, profile, forward: false });
    const nic = { ...NIC_DEFAULTS, name: "eth0", address: parseIpv4(address), prefixLength: 24 };
    host.addNic(nic);
    return host;
  }

  /** Gives a host a program; "web" on the server, "app" on the client if not said. */
  program(
    host: Host,
    main: (os: SocketCalls) => Program,
    name: string = host === this.server ? "web" : "app",
    sigpipe: "ignore" | "kill" = "ignore",
  ): void {
    host.processes.run({ name, sigpipe, main });
  }

  /** Gives a host a program of steps. */
  steps(host: Host, steps: readonly Step[], name = host === this.server ? "web" : "app"): void {
    const spec: ProcessSpec = { name, startAt: 0, sigpipe: "ignore", steps };
    host.processes.start(spec);
  }

  /** Lets time go on to that point, 1 s if not said. */
  run(until: Nanos = ms(1000)): void {
    this.sim.run({ until });
  }

  /** The returned calls of a host: "recv -1 ECONNRESET 104", "close 0". */
  returns(host: Host, call = ""): string[] {
    const lines: string[] = [];
    for (const record of this.recorder.records) {
      if (record.kind !== "call" || record.host !== host.name || record.result === null) continue;
      if (call === "" || record.call === call) lines.push(`${record.call} ${said(record.result)}`);
    }
    return lines;
  }

  /** Flags of the segments that a host sent, with the bytes they carried: "S", "A", "PA 5", "FA". */
  sent(host: Host): string[] {
    const lines: string[] = [];
    for (const record of this.recorder.records) {
      if (record.kind !== "segment" || record.event !== "sent" || record.host !== host.name) {
        continue;
      }
      const segment = record.packet.segment;
      if (segment === null) continue;
      const bytes = segment.dataLength === 0 ? "" : ` ${segment.dataLength}`;
      lines.push(`${flagsLetters(segment.flags)}${bytes}`);
    }
    return lines;
  }

  /** How many of the segments that a host sent have RST. */
  resets(host: Host): number {
    return this.sent(host).filter((line) => line.includes("R")).length;
  }

  /** The RFC's name of the state of a host's only connection, "CLOSED" where it has none. */
  state(host: Host): string {
    const connection: Connection | undefined = host.endpoint.connections()[0];
    return connection === undefined ? "CLOSED" : stateName(connection.state);
  }

  /** The last call record of that name on a host. */
  lastCall(host: Host, call: string): LabRecord {
    const found = this.recorder.records.findLast((record) =>
      record.kind === "call" && record.host === host.name && record.call === call
    );
    if (found === undefined) {
      throw new RangeError(`Cannot find call: there is none named "${call}"`);
    }
    return found;
  }
}

/** A result as tests write it: "5", "-1 ECONNRESET 104". */
export function said(result: CallResult): string {
  return result.error === "" ? String(result.value) : `-1 ${result.error} ${result.code}`;
}

/** A server that accepts one connection and goes on with it. */
export function serving(
  then: (os: SocketCalls, connection: number, door: number) => Program,
): (os: SocketCalls) => Program {
  return function* (os) {
    const door = yield* os.socket("door");
    yield* os.bind(door, 0, PORT);
    yield* os.listen(door);
    const { value } = yield* os.accept(door, "conn");
    yield* then(os, value, door);
  };
}

/** A client that connects and goes on. */
export function connecting(
  then: (os: SocketCalls, connection: number) => Program,
): (os: SocketCalls) => Program {
  return function* (os) {
    const connection = yield* os.socket("conn");
    yield* os.connect(connection, "server", PORT);
    yield* then(os, connection);
  };
}

/** Text as bytes. */
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
