import { ms, type Nanos, seconds } from "../engine/base/time.ts";
import type { ProcessSpec, Step } from "../nodes/programs/mod.ts";
import type { Cell, State } from "./cell.ts";
import {
  ACTION_AT,
  FOREVER,
  JUST_BEFORE,
  LATENCY,
  LOCAL_READS_AT,
  PEER_CLOSES_AT,
  PEER_READS_AT,
  SENDS_AT,
} from "./times.ts";

/**
 * What a run of a cell is for: the ordinary course, in which both sides read
 * to the end and close, or the results of calls after the action.
 */
export type Purpose = "course" | "calls";

/** Names that steps and outcomes share. */
export const LOCAL = "local";
export const PEER = "peer";
export const PROCESS = "app";
export const SOCKET = "conn";
export const PORT = 80;
export const LOCAL_ADDRESS = "10.0.0.1";
export const PEER_ADDRESS = "10.0.0.2";

/** Bytes that nobody has read. */
const UNREAD = 1_000;

/** More than an initial window of any system, less than the send buffer. */
const UNSENT = 100_000;
const SEND_BUFFER = 400_000;

/** Small, so that its window soon closes. */
const SMALL_RECEIVE_BUFFER = 8_192;

/** States that the local side comes to by having sent its FIN, and when it did. */
const LOCAL_FIN_AT: Partial<Record<State, Nanos>> = {
  "FIN-WAIT-1": ACTION_AT - JUST_BEFORE,
  "FIN-WAIT-2": ACTION_AT - ms(500),
  "CLOSING": ACTION_AT - LATENCY - JUST_BEFORE,
  "LAST-ACK": ACTION_AT - JUST_BEFORE,
  "TIME-WAIT": ACTION_AT - ms(500),
};

/** States that the local side comes to by the peer's FIN, and when that was sent. */
const PEER_FIN_AT: Partial<Record<State, Nanos>> = {
  "CLOSE-WAIT": ACTION_AT - ms(300),
  "CLOSING": ACTION_AT - LATENCY - JUST_BEFORE,
  "LAST-ACK": ACTION_AT - ms(300),
  "TIME-WAIT": ACTION_AT - ms(300),
};

/** When the data that nobody reads, or that waits for a window, is sent. */
const DATA_AT: Nanos = ACTION_AT - ms(600);

const at = (time: Nanos): Step => ({ do: "sleep-until", at: time });
const recv = (kind: "once" | "eof"): Step => ({
  do: "recv",
  on: SOCKET,
  amount: kind === "eof" ? { kind } : { kind, max: 65_536 },
});
const send = (bytes: number): Step => ({ do: "send", on: SOCKET, bytes, text: "" });
const close: Step = { do: "close", on: SOCKET };
const finish: Step = { do: "shutdown", on: SOCKET, how: "send" };

/** The program of the side at which the action happens. */
export function localProgram(cell: Cell, purpose: Purpose): ProcessSpec {
  const before = [...opening(cell), ...preparing(cell), at(ACTION_AT)];
  // A listener has nothing to read; it stays until its peer has tried to connect.
  const stays = cell.state === "LISTEN" && purpose === "course";
  return program([...before, ...acting(cell, purpose), ...(stays ? [at(FOREVER)] : [])]);
}

/** The program of the other side. */
export function peerProgram(cell: Cell, purpose: Purpose): ProcessSpec {
  const { state, data } = cell;
  if (state === "LISTEN") {
    const connectAt = ACTION_AT + seconds(1);
    return program([at(connectAt), connect(LOCAL_ADDRESS, false), ...peerEnding(cell, purpose)]);
  }
  if (state === "SYN-RECEIVED") {
    const connectAt = ACTION_AT - LATENCY - JUST_BEFORE;
    return program([at(connectAt), connect(LOCAL_ADDRESS, false), ...peerEnding(cell, purpose)]);
  }
  const accepting: Step[] = [
    { do: "socket", as: "door" },
    ...(data === "zero window" ? [option("door", "SO_RCVBUF", SMALL_RECEIVE_BUFFER)] : []),
    { do: "bind", on: "door", address: "", port: PORT },
    { do: "listen", on: "door", as: "", address: "", port: 0, backlog: 8 },
    { do: "accept", on: "door", as: SOCKET },
  ];
  const unread: Step[] = data === "unread data" ? [at(DATA_AT), send(UNREAD)] : [];
  const finAt = PEER_FIN_AT[state];
  const fin: Step[] = finAt === undefined ? [] : [at(finAt), finish];
  return program([...accepting, ...unread, ...fin, ...peerEnding(cell, purpose)]);
}

/** The local side comes to have a socket. */
function opening({ state, data }: Cell): Step[] {
  const listening: Step = { do: "listen", on: "", as: SOCKET, address: "", port: PORT, backlog: 8 };
  if (state === "LISTEN") return [listening];
  if (state === "SYN-RECEIVED") return [{ ...listening, as: "door" }];
  if (state === "SYN-SENT") return [at(ACTION_AT - JUST_BEFORE), connect(PEER_ADDRESS, true)];
  if (data !== "unsent data" && data !== "zero window") return [connect(PEER_ADDRESS, false)];
  return [
    { do: "socket", as: SOCKET },
    option(SOCKET, "SO_SNDBUF", SEND_BUFFER),
    { ...connect(PEER_ADDRESS, false), on: SOCKET, as: "" },
  ];
}

/** Its connection comes into the state, with what is unfinished. */
function preparing({ state, data }: Cell): Step[] {
  const steps: Step[] = [];
  const finAt = LOCAL_FIN_AT[state];
  if (data === "zero window") steps.push(at(DATA_AT), send(UNSENT));
  if (data === "unsent data") steps.push(at(ACTION_AT - JUST_BEFORE), send(UNSENT));
  if (finAt !== undefined) steps.push(at(finAt), finish);
  return steps;
}

/** The action, where it is the program's, and what the program does after it. */
function acting({ action, state }: Cell, purpose: Purpose): Step[] {
  if (state === "SYN-RECEIVED") {
    if (action === "exit") return [{ do: "exit", code: 0 }];
    return [{ do: "accept", on: "door", as: SOCKET }, ...localEnding(state, purpose, false)];
  }
  switch (action) {
    case "close":
      return [close, ...localEnding(state, purpose, true)];
    case "linger 0":
    case "linger 2 s": {
      const linger = { onoff: true, linger: action === "linger 0" ? 0 : 2 };
      const set: Step = { do: "setsockopt", on: SOCKET, option: "SO_LINGER", value: linger };
      return [set, close, ...localEnding(state, purpose, true)];
    }
    case "shutdown send":
      return [finish, ...localEnding(state, purpose, false)];
    case "shutdown receive":
      return [
        { do: "shutdown", on: SOCKET, how: "receive" },
        ...localEnding(state, purpose, false),
      ];
    case "shutdown both":
      return [{ do: "shutdown", on: SOCKET, how: "both" }, ...localEnding(state, purpose, false)];
    case "exit":
      return [{ do: "exit", code: 0 }];
    default: // a fault, not a call
      return localEnding(state, purpose, false);
  }
}

function localEnding(state: State, purpose: Purpose, isClosed: boolean): Step[] {
  if (purpose === "calls") return asking(LOCAL_READS_AT);
  return isClosed || state === "LISTEN" ? [] : [recv("eof"), at(PEER_CLOSES_AT), close];
}

function peerEnding({ data }: Cell, purpose: Purpose): Step[] {
  const reads = data === "zero window" ? PEER_READS_AT : 0;
  if (purpose === "calls") return asking(reads);
  return [at(reads), recv("eof"), at(PEER_CLOSES_AT), close];
}

/** Reads in one thread and sends in another, and goes on after errors. */
function asking(readsAt: Nanos): Step[] {
  return [
    {
      do: "thread",
      as: "reader",
      steps: [at(readsAt), recv("eof"), recv("once"), recv("once")],
    },
    {
      do: "thread",
      as: "writer",
      steps: SENDS_AT.flatMap((time) => [at(time), send(10)]),
    },
    { do: "join", thread: "reader" },
    { do: "join", thread: "writer" },
    // A process that returned would close its sockets.
    { do: "sleep-until", at: FOREVER },
  ];
}

function connect(host: string, nonblocking: boolean): Step & { do: "connect" } {
  return { do: "connect", on: "", as: SOCKET, host, port: PORT, from: 0, nonblocking };
}

function option(on: string, name: string, value: number): Step {
  return { do: "setsockopt", on, option: name, value };
}

function program(steps: readonly Step[]): ProcessSpec {
  return { name: PROCESS, startAt: 0, sigpipe: "ignore", steps };
}
