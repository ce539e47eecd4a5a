import type { Nanos } from "../engine/base/time.ts";
import { type ConnectionTrace, TimerEvent } from "../engine/base/trace.ts";
import { type Connection, stateName, TIMER_NAMES } from "../engine/tcp/mod.ts";
import type { Network } from "./network.ts";
import type { StateObserver } from "./observers.ts";
import type { ConnectionId, ConnectionInfo, Recorder, RecordId, TimerRecord } from "./records.ts";
import { TcpRecorder } from "./tcp_recorder.ts";

const EVENT_NAMES: readonly TimerRecord["event"][] = ["set", "fired", "cancelled"];

/**
 * Records what happens inside one connection. A state record becomes the cause
 * of what follows from it; a timer that fires names as its cause the record
 * that set it.
 */
export class ConnectionRecorder implements ConnectionTrace {
  readonly id: ConnectionId;
  readonly info: ConnectionInfo;
  /** Where its windows and round-trip times are recorded, too; else null. */
  readonly variables: TcpRecorder | null;
  readonly #network: Network;
  readonly #recorder: Recorder;
  readonly #connection: Connection;
  readonly #setBy: RecordId[] = TIMER_NAMES.map(() => 0);

  constructor(
    network: Network,
    recorder: Recorder,
    host: string,
    connection: Connection,
    recordsTcp: boolean,
  ) {
    this.#network = network;
    this.#recorder = recorder;
    this.#connection = connection;
    this.info = {
      host,
      name: "",
      localAddress: connection.localAddress,
      localPort: connection.localPort,
      remoteAddress: connection.remoteAddress,
      remotePort: connection.remotePort,
      iss: 0,
      irs: 0,
    };
    this.id = recorder.connection(this.info);
    this.variables = recordsTcp ? new TcpRecorder(recorder, host, connection, this.id) : null;
  }

  onState(from: number, to: number, rule: string, now: Nanos): void {
    const { host } = this.info;
    const state = stateName(to);
    const id = this.#recorder.record(now, {
      kind: "state",
      host,
      connection: this.id,
      from: stateName(from),
      to: state,
      rule,
    });
    this.#recorder.cause = id;
    const observer = this.#network.stateObserver;
    if (observer !== null) observer(host, this.#connection, state, id);
  }

  onTimer(timer: number, event: TimerEvent, deadline: Nanos, now: Nanos): void {
    const recorder = this.#recorder;
    if (event === TimerEvent.Fired) recorder.cause = this.#setBy[timer] ?? 0;
    const id = recorder.recordTimer(
      now,
      EVENT_NAMES[event] ?? "set",
      this.info.host,
      this.id,
      TIMER_NAMES[timer] ?? "",
      deadline,
    );
    if (event === TimerEvent.Set) this.#setBy[timer] = id;
    if (event === TimerEvent.Fired) recorder.cause = id;
  }
}

/** Tells an observer of states where nobody records. */
export class StateWatch implements ConnectionTrace {
  readonly #observer: StateObserver;
  readonly #host: string;
  readonly #connection: Connection;

  constructor(observer: StateObserver, host: string, connection: Connection) {
    this.#observer = observer;
    this.#host = host;
    this.#connection = connection;
  }

  onState(_from: number, to: number): void {
    this.#observer(this.#host, this.#connection, stateName(to), 0);
  }

  onTimer(): void {
    // Only states are watched.
  }
}
