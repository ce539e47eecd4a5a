import { type Nanos, NEVER, seconds } from "../../../engine/base/time.ts";
import { EndReason, State, stateName } from "../../../engine/tcp/mod.ts";
import { Socket } from "../../../nodes/sockets/mod.ts";
import type { Timeline } from "../../../timeline/mod.ts";
import type { Topology } from "../../../topologies/mod.ts";
import { blockedCalls, explanation } from "./blocked_calls.ts";
import { must } from "./broken.ts";
import type { ConnectionWatch } from "./connection_watch.ts";
import { LINGER_SECONDS } from "./random_programs.ts";
import type { NetworkWatch } from "./network_watch.ts";

/** Without anything to do, a connection may stay in these states for ever. */
const QUIET: readonly State[] = [State.Established, State.FinWait2, State.CloseWait];

/** What must be true when a run is over: nothing hangs, and all that waits has a reason. */
export function checkEnd(watch: NetworkWatch, timeline: Timeline, topology: Topology): void {
  const isIdle = watch.network.sim.pending === 0;
  if (isIdle) must(!watch.isBusy, "nothing is on a line when nothing is left to happen");
  for (const host of watch.network.hosts.values()) {
    for (const connection of host.endpoint.connections()) {
      const { state } = connection;
      must(
        state !== State.Closed && state !== State.Listen,
        "a host forgets connections that are over",
        () => host.name,
      );
    }
  }
  for (const it of watch.live) {
    if (it.host.isPaused) continue;
    must(
      isHeld(it, topology),
      "a connection is closed when nobody holds its socket",
      () => it.name,
    );
    if (isIdle) checkQuiet(it);
    else checkSlow(it, watch.network.sim.now, lastHarm(timeline));
  }
  checkBlocked(watch, timeline, isIdle);
}

/** Whether a program can still close it, or its system has. */
function isHeld({ connection, host }: ConnectionWatch, topology: Topology): boolean {
  if (connection.tcb.orphan || connection.listener !== null) return true;
  const { owner } = connection;
  if (owner instanceof Socket && owner.closeLater && owner.blockedCalls > 0) return true;
  return topology.programs.some(({ process }) =>
    host.processes.find(process.name)?.handles.all().some((it) => it.connection === connection)
  );
}

function checkBlocked(watch: NetworkWatch, timeline: Timeline, isIdle: boolean): void {
  for (const call of blockedCalls(timeline)) {
    must(
      explanation(watch.network, call, isIdle) !== "",
      `a ${call.call} that is blocked waits for something`,
      () => `${call.host}.${call.process}.${call.thread} on ${call.socket}`,
    );
  }
}

/** Nothing is left to happen: the connection waits for a program, here or at its peer. */
function checkQuiet(watch: ConnectionWatch): void {
  const { connection, peer } = watch;
  const { state, tcb } = connection;
  const told = (): string =>
    `${watch.name}, ${connection.unacknowledged} unacknowledged; peer ${peer?.name ?? "unknown"}`;
  must(connection.nextDeadline() === NEVER, "no timer waits in an idle network", told);
  must(QUIET.includes(state), `a connection never hangs in ${stateName(state)}`, told);
  must(tcb.snd.una === tcb.snd.nxt && connection.unsent === 0, "data never hangs", told);
  if (peer === null || peer.isOver || peer.host.isPaused) return;
  must(peer.connection.tcb.rcv.nxt === tcb.snd.nxt, "the peer has all that is acknowledged", told);
  must(
    (state === State.CloseWait) === (peer.connection.state === State.FinWait2),
    "both ends know of a half-close",
    told,
  );
}

/** How long after the last harm an end may still be at something other than waiting. */
const PATIENCE: Nanos = seconds(3600);

/** Long after the last harm only persist and keep-alive go on. */
function checkSlow(watch: ConnectionWatch, now: Nanos, harmAt: Nanos): void {
  if (now < harmAt + PATIENCE) return;
  const { timers } = watch.connection.tcb;
  const others = Math.min(
    timers.retransmission,
    timers.delayedAck,
    timers.timeWait,
    timers.finWait2,
  );
  must(
    others === NEVER || others - now < seconds(130),
    "every orderly close ends in time",
    () => watch.name,
  );
}

function lastHarm(timeline: Timeline): Nanos {
  for (let id = timeline.size; id > 0; id--) {
    const body = timeline.bodyOf(id);
    if (body.kind === "call" || body.kind === "fault") return timeline.atOf(id);
  }
  return 0;
}

/** Connections that ended because somebody gave up: what they carried need not be complete. */
export function gaveUp(watch: NetworkWatch): boolean {
  return watch.connections.some(({ connection }) =>
    connection.endReason === EndReason.TimedOut || connection.endReason === EndReason.Refused
  );
}

/** Orderly programs close orderly, after everything has arrived. */
export function checkOrderly(watch: NetworkWatch, timeline: Timeline): void {
  must(watch.network.sim.pending === 0, "orderly programs come to an end");
  must(watch.network.sim.now <= seconds(7200), "orderly programs end in time");
  if (gaveUp(watch)) return;
  for (const { name, connection, peer, delivered } of watch.connections) {
    if (connection.state === State.Listen) continue;
    const reason = Object.keys(EndReason)[connection.endReason]!;
    const told = (): string => `${name} ended by ${reason}, peer ${peer?.name ?? "unknown"}`;
    must(connection.state === State.Closed, "an orderly connection is closed in the end", told);
    must(connection.endReason === EndReason.Closed, "an orderly connection ends orderly", told);
    if (peer === null) continue;
    must(delivered === peer.accepted, "everything arrives", told);
  }
  checkReads(watch, timeline);
}

/** What recv gave the programs is, in sum, what was handed to send. */
function checkReads(watch: NetworkWatch, timeline: Timeline): void {
  let received = 0;
  const startedAt = new Map<string, Nanos>();
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "call") continue;
    const { result, call } = body;
    const thread = `${body.host}.${body.process}.${body.thread}`;
    if (result === null) {
      startedAt.set(thread, timeline.atOf(id));
      continue;
    }
    if (call === "recv") received += Math.max(result.bytes, 0);
    const told = (): string => `${thread}.${call} ${result.error}`;
    must(result.error === "", "calls of orderly programs do not fail", told);
    const time = timeline.atOf(id) - (startedAt.get(thread) ?? 0);
    must(call === "recv" || time < LINGER, "a close that lingers does not wait in vain", told);
  }
  const sent = watch.connections.reduce((sum, it) => sum + it.accepted, 0);
  must(received === sent, "all that was sent is read", () => `${received} of ${sent}`);
}

/** How long orderly programs linger; nobody needs so long unless nobody is told. */
const LINGER: Nanos = seconds(LINGER_SECONDS);
