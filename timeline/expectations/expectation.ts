import type { Nanos } from "../../engine/base/time.ts";

/**
 * What a topology says must be true of its run, as plain data. Connections are
 * named as in {@linkcode connectionNames}: "client.conn", "client.conn#2".
 */
export type Expectation =
  /** The states, in this order and with none between, stand somewhere in the connection's path. */
  | { type: "passes"; connection: string; states: readonly string[] }
  /** A stay in the state took exactly `for`, give or take `tolerance` (0 if absent). */
  | {
    type: "stays";
    connection: string;
    state: string;
    for: Nanos;
    tolerance?: Nanos | undefined;
  }
  /** The call returned that: its nth return, or without `nth` at least one of them. */
  | {
    type: "call";
    /** "server.web.recv" (host.process.call), or with a thread: "server.web.reader.recv". */
    call: string;
    /** A value, or an error's name: "ECONNRESET". */
    returns: number | string;
    nth?: number | undefined;
  }
  /** Nothing in the run matches. */
  | { type: "never"; pattern: Pattern }
  /** Something matches: since the start or since the first match of `after`, within that time. */
  | {
    type: "eventually";
    pattern: Pattern;
    within?: Nanos | undefined;
    after?: Pattern | undefined;
  }
  /** So many records match. */
  | {
    type: "count";
    pattern: Pattern;
    equals?: number | undefined;
    atLeast?: number | undefined;
    atMost?: number | undefined;
  }
  /** The connection is in that state when the run ends. */
  | { type: "end"; connection: string; state: string };

/** Which records are meant. What a pattern leaves out matches everything. */
export type Pattern =
  | { segment: SegmentPattern }
  | { state: StatePattern }
  | { call: CallPattern }
  | { timer: TimerPattern }
  | { process: ProcessPattern };

/** TCP segments. */
export interface SegmentPattern {
  /** Flags that must be set, "FIN,ACK". */
  flags?: string | undefined;
  /** Flags of which none must be set. */
  without?: string | undefined;
  /** The host whose address it comes from. */
  from?: string | undefined;
  /** The host whose address it goes to. */
  to?: string | undefined;
  /** Whether it carries payload. */
  data?: boolean | undefined;
  /** What happened to it; "sent" if absent, so that each one counts once. */
  event?: "sent" | "received" | "dropped" | undefined;
  /** A part of the record's note: "retransmission", "challenge ACK". */
  note?: string | undefined;
}

/** Changes of a connection's state. */
export interface StatePattern {
  connection?: string | undefined;
  /** The state that is entered. */
  enters?: string | undefined;
}

/** Returns of calls. */
export interface CallPattern {
  /** "server.web.recv", or with a thread: "server.web.reader.recv". */
  call?: string | undefined;
  /** A value, or an error's name. */
  returns?: number | string | undefined;
}

/** Timers of connections. */
export interface TimerPattern {
  connection?: string | undefined;
  /** "2 MSL", "retransmission". */
  timer?: string | undefined;
  /** "fired" if absent. */
  event?: "set" | "fired" | "cancelled" | undefined;
}

/** What became of processes. */
export interface ProcessPattern {
  /** "server.web". */
  process?: string | undefined;
  event?:
    | "started"
    | "exited"
    | "killed"
    | "thread-started"
    | "thread-ended"
    | "signal"
    | undefined;
  /** A part of the record's note: "SIGPIPE". */
  note?: string | undefined;
}
