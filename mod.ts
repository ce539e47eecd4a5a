/**
 * cablepull: a deterministic emulator of networks, for people who must know
 * what TCP does when things go wrong.
 *
 * A topology in YAML says which hosts, links, programs and faults there are;
 * {@linkcode Run} runs it in virtual time and gives its timeline. The same
 * topology and seed give the same timeline, everywhere. No permission is
 * needed.
 *
 * @example A port that nobody listens on
 * ```ts
 * import { loadTopology, Run } from "./mod.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const loaded = loadTopology(
 *   `
 * title: A port that nobody listens on
 * hosts:
 *   client: { os: linux, address: 10.0.0.1/24 }
 *   server: { os: linux, address: 10.0.0.2/24 }
 * links:
 *   cable: { between: [client, server], latency: 10ms }
 * programs:
 *   client: { app: [{ connect: { to: "server:80", as: conn } }] }
 * expect:
 *   - { call: client.app.connect, returns: ECONNREFUSED }
 * `,
 *   "refused.yaml",
 * );
 * if (loaded.mistakes !== null) throw new Error("it has mistakes");
 *
 * const run = new Run(loaded.topology, loaded.source);
 * run.advance();
 * strictEqual(run.finish().holds, true);
 * strictEqual(run.now, 20_000_000); // one round trip, in nanoseconds
 * ```
 *
 * @example A network built by hand, and programs in TypeScript
 * ```ts
 * import { Cable, Host, Network, NIC_DEFAULTS, Rng, Simulator, symmetric } from "./mod.ts";
 * import { connectionNamed, connectionNames, statePath, Timeline } from "./mod.ts";
 * import { ms, parsePrefix, profiles } from "./mod.ts";
 * import { deepStrictEqual, strictEqual } from "node:assert/strict";
 *
 * const timeline = new Timeline();
 * const network = new Network(new Simulator(), new Rng(1), timeline);
 * const client = new Host(network, { name: "client", profile: profiles.linux, forward: false });
 * const server = new Host(network, { name: "server", profile: profiles.freebsd, forward: false });
 * const one = client.addNic({ ...NIC_DEFAULTS, name: "eth0", ...parsePrefix("10.0.0.1/24") });
 * const other = server.addNic({ ...NIC_DEFAULTS, name: "eth0", ...parsePrefix("10.0.0.2/24") });
 * const cable = new Cable(network, "cable", one, other, symmetric({ latency: ms(10) }));
 *
 * let received = "";
 * server.processes.run({
 *   name: "web",
 *   sigpipe: "ignore",
 *   *main(os) {
 *     const door = yield* os.socket("door");
 *     yield* os.bind(door, 0, 80);
 *     yield* os.listen(door);
 *     const { value: conn } = yield* os.accept(door, "conn");
 *     for (;;) {
 *       const { value, data } = yield* os.recv(conn, 1000);
 *       if (value <= 0) break; // the end, or an error
 *       received += new TextDecoder().decode(data);
 *     }
 *     yield* os.close(conn);
 *   },
 * });
 * client.processes.run({
 *   name: "app",
 *   sigpipe: "ignore",
 *   *main(os) {
 *     const conn = yield* os.socket("conn");
 *     const { error } = yield* os.connect(conn, "server", 80);
 *     strictEqual(error, "");
 *     yield* os.sendAll(conn, new TextEncoder().encode("hello"));
 *     yield* os.close(conn);
 *   },
 * });
 *
 * network.sim.run({ until: ms(25) }); // the data is under way
 * cable.pull(network.sim.now);
 * network.sim.run({ until: ms(1000) });
 * cable.plug(network.sim.now);
 * network.sim.run();
 *
 * strictEqual(received, "hello");
 * const names = connectionNames(timeline.connections);
 * const path = statePath(timeline, connectionNamed(names, "client.conn"));
 * deepStrictEqual(path.map(({ state }) => state).slice(-3), ["FIN-WAIT-2", "TIME-WAIT", "CLOSED"]);
 * ```
 *
 * @module
 */

// Topologies in YAML, and running them
export {
  formatMistakes,
  type HostSpec,
  type LinkEnd,
  type LinkSpec,
  type Loaded,
  type LoadOptions,
  loadTopology,
  LONGEST_RUN,
  type Mistake,
  type NicSpec,
  parseTime,
  type ProgramSpec as TopologyProgram,
  type RouteSpec,
  Run,
  type RunResult,
  StreamedRun,
  type Topology,
  topologyJsonSchema,
  VERSION,
} from "./topologies/mod.ts";

// Timelines: records and their causes, expectations, exports, views
export {
  diffTimelines,
  findCall,
  htmlChunks,
  jsonChunks,
  type LadderHead,
  mermaidLines,
  packetdrillLines,
  type PageHead,
  pcapngChunks,
  type PcapngOptions,
  perfettoChunks,
  storyLines,
  svgChunks,
  type TimelineDiff,
  type TimelineJson,
  timelineJsonSchema,
  timelineSchema,
} from "./timeline/files.ts";
export {
  type CallPattern,
  connectionNamed,
  connectionNames,
  digest,
  evaluate,
  type Expectation,
  finalStates,
  type HostInfo,
  type LinkInfo,
  type NicInfo,
  type Pattern,
  type ProcessPattern,
  type RunInfo,
  type SegmentPattern,
  type StateCount,
  stateCounts,
  statePath,
  type StatePattern,
  type Stay,
  summaryLines,
  textLines,
  type TextOptions,
  Timeline,
  type TimerPattern,
  type Verdict,
  why,
} from "./timeline/mod.ts";
export type {
  CallRecord,
  CallResult,
  ConnectionId,
  ConnectionInfo,
  FaultRecord,
  HostRecord,
  LinkRecord,
  NicRecord,
  ProcessRecord,
  RecordBody,
  Recorder,
  RecordId,
  SegmentRecord,
  StateRecord,
  TcpRecord,
  TimerRecord,
} from "./nodes/records.ts";

// Networks built by hand
export { Cable, type CableSettings, symmetric } from "./nodes/cable.ts";
export { FaultScheduler } from "./nodes/fault_scheduler.ts";
export type { Fault, FaultAction, FaultTrigger, LinkRule, SegmentMatch } from "./nodes/faults.ts";
export { Host, type HostSettings } from "./nodes/host.ts";
export type { ImpairmentSettings } from "./engine/link/mod.ts";
export { type Line, type LineSettings, PLAIN_LINE } from "./nodes/line.ts";
export { Network } from "./nodes/network.ts";
export type { CallObserver, SegmentObserver, StateObserver } from "./nodes/observers.ts";
export { Nic, NIC_DEFAULTS, type NicSettings } from "./nodes/nic.ts";
export { Switch } from "./nodes/switch.ts";

// Programs: generators of calls, or steps as plain data
export {
  EndlessLoop,
  Process,
  Processes,
  type ProcessSpec,
  type ProgramSpec,
  type RecvAmount,
  type Step,
} from "./nodes/programs/mod.ts";
export {
  type OptionValue,
  type Program,
  type ReceiveAmount,
  type Received,
  type ShutdownHow,
  SocketCalls,
  type ThreadBody,
} from "./nodes/sockets/mod.ts";

// What TCP is like on each system
export {
  type Connection,
  type Endpoint,
  type Profile,
  profileByName,
  type ProfileName,
  profileNames,
  profiles,
  withOverrides,
} from "./engine/tcp/mod.ts";

// Addresses and what travels
export {
  Flag,
  flagsText,
  formatIpv4,
  formatPrefix,
  type IcmpMessage,
  type Ipv4,
  keepPacket,
  type OtherOption,
  type Packet,
  parseIpv4,
  parsePrefix,
  type Prefix,
  type Segment,
  type TcpOptions,
} from "./engine/wire/mod.ts";

// Virtual time and chance
export { formatNanos, minutes, ms, type Nanos, NEVER, seconds, us } from "./engine/base/time.ts";
export { Rng } from "./engine/base/rng.ts";
export {
  type Actor,
  type Handle,
  type RunLimits,
  Simulator,
  type StopReason,
} from "./engine/sim/mod.ts";
