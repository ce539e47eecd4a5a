import type { Nanos } from "../engine/base/time.ts";
import { CONGESTION_STATE_NAMES, congestionState, type Connection } from "../engine/tcp/mod.ts";
import type { ConnectionId, Recorder } from "./records.ts";

/** Records what a connection's sender knows, once for each event that changed something of it. */
export class TcpRecorder {
  readonly #recorder: Recorder;
  readonly #host: string;
  readonly #connection: Connection;
  readonly #id: ConnectionId;
  #state = 0;
  #cwnd = 0;
  #ssthresh = 0;
  #pipe = 0;
  #srtt: Nanos = 0;
  #rttvar: Nanos = 0;
  #rto: Nanos = 0;

  constructor(recorder: Recorder, host: string, connection: Connection, id: ConnectionId) {
    this.#recorder = recorder;
    this.#host = host;
    this.#connection = connection;
    this.#id = id;
  }

  /** To be called after each event, when all segments have left; `cause` stays as it is. */
  look(now: Nanos): void {
    const { tcb } = this.#connection;
    const { congestion, rtt } = tcb;
    const state = congestionState(tcb);
    const rto = rtt.backedOff(tcb.backoff);
    const pipe = tcb.scoreboard.inFlight;
    const isSame = pipe === this.#pipe && congestion.cwnd === this.#cwnd &&
      rtt.srtt === this.#srtt && rtt.rttvar === this.#rttvar && rto === this.#rto &&
      congestion.ssthresh === this.#ssthresh && state === this.#state;
    if (isSame) return;
    this.#state = state;
    this.#cwnd = congestion.cwnd;
    this.#ssthresh = congestion.ssthresh;
    this.#pipe = pipe;
    this.#srtt = rtt.srtt;
    this.#rttvar = rtt.rttvar;
    this.#rto = rto;
    this.#recorder.record(now, {
      kind: "tcp",
      host: this.#host,
      connection: this.#id,
      congestionState: CONGESTION_STATE_NAMES[state],
      cwnd: congestion.cwnd,
      ssthresh: congestion.ssthresh,
      pipe,
      srtt: rtt.srtt,
      rttvar: rtt.rttvar,
      rto,
    });
  }
}
