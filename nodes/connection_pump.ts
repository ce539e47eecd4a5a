import { type Nanos, NEVER } from "../engine/base/time.ts";
import type { Actor } from "../engine/sim/mod.ts";
import {
  type Connection,
  type Endpoint,
  EndReason,
  type Resting,
  State,
} from "../engine/tcp/mod.ts";
import type { Segment } from "../engine/wire/mod.ts";
import { ConnectionRecorder } from "./connection_recorder.ts";
import type { Network } from "./network.ts";

/** What the pump needs of its host. */
export interface PumpedHost {
  readonly network: Network;
  readonly endpoint: Endpoint;
  /** Whether the host has no way for a connection's segments, as what they left by is gone. */
  isStranded(connection: Connection): boolean;
  /** Sends a segment by the host's routes. */
  sendSegment(connection: Connection, seg: Segment, now: Nanos): void;
  /** A connection has reached R1: what it sends does not seem to arrive (RFC 9293 3.8.3). */
  onNegativeAdvice(connection: Connection): void;
}

/** The pump's events; the argument is a connection's slot. */
const PumpEvent = { Deadline: 0, AckDue: 1 } as const;

/**
 * Drives the connections of one host. Whatever happened to a connection,
 * {@linkcode pump} does the same: segments leave, its one pending event moves,
 * and its signals go to its socket.
 */
export class ConnectionPump implements Actor {
  declare private readonly host: PumpedHost;
  declare private readonly network: Network;
  #isPaused = false;
  /** Connections that may have an event, by slot; freed slots are used again. */
  readonly #slots: (Connection | Resting | null)[] = [];
  readonly #freeSlots: number[] = [];
  /** Slots whose deadline came while the host was paused. */
  #missed: number[] = [];

  constructor(host: PumpedHost) {
    this.host = host;
    this.network = host.network;
  }

  /** Gives a new connection its slot. */
  add(connection: Connection): void {
    connection.slot = this.#freeSlots.pop() ?? this.#slots.length;
    this.#slots[connection.slot] = connection;
  }

  /** A connection that rested takes its record's slot. */
  keepAgain(connection: Connection): void {
    this.#slots[connection.slot] = connection;
  }

  /** Lets a connection send, moves its event, and tells its owner of its signals. */
  pump(connection: Connection, now: Nanos): void {
    connection.tcb.isStranded = this.host.isStranded(connection);
    let seg = connection.pollSegment(now);
    while (seg !== null) {
      this.host.sendSegment(connection, seg, now);
      seg = connection.isPolledOut ? null : connection.pollSegment(now);
    }
    if (connection.trace !== null) noteVariables(connection, now);
    if (connection.state === State.Closed || connection.state === State.Listen) {
      this.#release(connection);
    } else {
      this.#schedule(connection);
    }
    deliverSignals(connection, now);
    if (connection.state === State.TimeWait) this.#rest(connection);
  }

  /** Deadlines that come from now on wait for {@linkcode resume}. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Goes on: what came due in between happens now. */
  resume(now: Nanos): void {
    this.#isPaused = false;
    for (const slot of this.#missed.splice(0)) {
      const connection = this.#slots[slot];
      if (connection === null || connection === undefined) continue;
      if (typeof connection === "number") {
        this.#onRestOver(connection, now);
        continue;
      }
      if (connection.nextDeadline() <= now) this.#expire(connection, now);
      else this.pump(connection, now);
    }
  }

  /** The host crashed: all connections are gone, and nobody is told. */
  forgetAll(now: Nanos): void {
    this.#isPaused = false;
    this.#missed = [];
    const { endpoint } = this.host;
    for (const connection of endpoint.forgetAll(now, EndReason.Crashed, "the host crashed")) {
      this.#release(connection);
    }
  }

  onEvent(kind: number, slot: number, now: Nanos): void {
    const { recorder } = this.network;
    if (recorder !== null) recorder.cause = 0;
    const connection = this.#slots[slot];
    if (connection === null || connection === undefined) return;
    if (typeof connection === "number") return this.#onRestOver(connection, now);
    this.#onDeadline(connection, kind === PumpEvent.AckDue, now);
  }

  /** A connection in TIME-WAIT leaves its slot, and its event, to a small record, where it may. */
  #rest(connection: Connection): void {
    if (connection.slot < 0) return;
    const resting = this.host.endpoint.rest(connection);
    if (resting === null) return;
    this.#slots[connection.slot] = resting;
    connection.eventAt = NEVER;
    connection.slot = -1;
  }

  /** A record's event: it looks again where 2 MSL began anew, as a connection does. */
  #onRestOver(it: Resting, now: Nanos): void {
    const { endpoint } = this.host;
    const { resting } = endpoint;
    const slot = resting.slot(it);
    const deadline = resting.deadline(it);
    if (this.#isPaused) {
      resting.setEvent(it, 0, NEVER);
      this.#missed.push(slot);
    } else if (deadline > now) {
      const handle = this.network.sim.schedule(deadline, this, PumpEvent.Deadline, slot);
      resting.setEvent(it, handle, deadline);
    } else {
      endpoint.forgetResting(it);
      this.#slots[slot] = null;
      this.#freeSlots.push(slot);
    }
  }

  /**
   * A delayed ACK that is due waits for everything else that is to happen now:
   * what a program sends at that very time carries it, which decides ties.
   */
  #onDeadline(connection: Connection, hasWaited: boolean, now: Nanos): void {
    const { sim } = this.network;
    if (!hasWaited && !this.#isPaused && connection.tcb.timers.delayedAck <= now) {
      connection.eventAt = now;
      connection.eventHandle = sim.schedule(now, this, PumpEvent.AckDue, connection.slot);
      return;
    }
    connection.eventAt = NEVER;
    if (this.#isPaused) {
      this.#missed.push(connection.slot);
      return;
    }
    if (connection.nextDeadline() > now) return this.#schedule(connection);
    this.#expire(connection, now);
  }

  #expire(connection: Connection, now: Nanos): void {
    connection.onDeadline(now);
    if (connection.takeAdvice()) this.host.onNegativeAdvice(connection);
    this.pump(connection, now);
  }

  /** The connection's one event is at its next deadline or before: a later one looks again. */
  #schedule(connection: Connection): void {
    if (connection.slot < 0) return; // its record has the event
    if (connection.tcb.timers.soonest >= connection.eventAt) return;
    const { sim } = this.network;
    const deadline = Math.max(connection.nextDeadline(), sim.now); // one may be overdue after a pause
    if (deadline >= connection.eventAt) return;
    if (connection.eventAt !== NEVER) sim.cancel(connection.eventHandle);
    connection.eventAt = deadline;
    connection.eventHandle = sim.schedule(deadline, this, PumpEvent.Deadline, connection.slot);
  }

  #release(connection: Connection): void {
    this.host.endpoint.remove(connection);
    if (connection.slot < 0) return;
    if (connection.eventAt !== NEVER) this.network.sim.cancel(connection.eventHandle);
    connection.eventAt = NEVER;
    this.#slots[connection.slot] = null;
    this.#freeSlots.push(connection.slot);
    connection.slot = -1;
  }
}

function noteVariables(connection: Connection, now: Nanos): void {
  const { trace } = connection;
  if (!(trace instanceof ConnectionRecorder)) return;
  trace.info.iss = connection.iss;
  trace.info.irs = connection.irs;
  if (trace.variables !== null) trace.variables.look(now);
}

function deliverSignals(connection: Connection, now: Nanos): void {
  const { listener, owner } = connection;
  if (owner !== null) {
    const signals = connection.takeSignals();
    if (signals !== 0) owner.onSignals(connection, signals, now);
  } else if (listener !== null && listener.pending > 0) {
    const signals = connection.takeSignals();
    if (signals !== 0 && listener.owner !== null) listener.owner.onReady(listener, now);
  }
}
