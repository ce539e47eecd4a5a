/** The eleven states of a connection (RFC 9293 3.3.2). */
export const State = {
  Closed: 0,
  Listen: 1,
  SynSent: 2,
  SynReceived: 3,
  Established: 4,
  FinWait1: 5,
  FinWait2: 6,
  CloseWait: 7,
  Closing: 8,
  LastAck: 9,
  TimeWait: 10,
} as const;
export type State = (typeof State)[keyof typeof State];

/** The RFC's names, by number: `STATE_NAMES[State.FinWait1]` is "FIN-WAIT-1". */
export const STATE_NAMES: readonly string[] = [
  "CLOSED",
  "LISTEN",
  "SYN-SENT",
  "SYN-RECEIVED",
  "ESTABLISHED",
  "FIN-WAIT-1",
  "FIN-WAIT-2",
  "CLOSE-WAIT",
  "CLOSING",
  "LAST-ACK",
  "TIME-WAIT",
];

/** The RFC's name of a state. */
export function stateName(state: number): string {
  return STATE_NAMES[state] ?? `state ${state}`;
}

const to = (...states: State[]): number =>
  states.reduce<number>((bits, state) => bits | (1 << state), 0);

/**
 * Where each state may lead to, as a set of bits (RFC 9293 Figure 5, and the
 * transitions to CLOSED that its text adds: aborts, resets and time-outs).
 */
const LEGAL: readonly number[] = [
  /* CLOSED       */ to(State.Listen, State.SynSent),
  /* LISTEN       */ to(State.SynReceived, State.SynSent, State.Closed),
  /* SYN-SENT     */ to(State.SynReceived, State.Established, State.Closed),
  /* SYN-RECEIVED */ to(
    State.Established,
    State.FinWait1,
    State.CloseWait,
    State.Listen,
    State.Closed,
  ),
  /* ESTABLISHED  */ to(State.FinWait1, State.CloseWait, State.Closed),
  /* FIN-WAIT-1   */ to(State.FinWait2, State.Closing, State.TimeWait, State.Closed),
  /* FIN-WAIT-2   */ to(State.TimeWait, State.Closed),
  /* CLOSE-WAIT   */ to(State.LastAck, State.Closed),
  /* CLOSING      */ to(State.TimeWait, State.Closed),
  /* LAST-ACK     */ to(State.Closed),
  /* TIME-WAIT    */ to(State.Closed),
];

/** Whether RFC 9293 knows a way from one state straight to the other. */
export function isLegalTransition(from: State, next: State): boolean {
  return ((LEGAL[from] ?? 0) & (1 << next)) !== 0;
}

const SYNCHRONIZED = to(
  State.Established,
  State.FinWait1,
  State.FinWait2,
  State.CloseWait,
  State.Closing,
  State.LastAck,
  State.TimeWait,
);
const MAY_SEND_DATA = to(State.Established, State.CloseWait);
const MAY_RECEIVE_TEXT = to(State.Established, State.FinWait1, State.FinWait2);
const SENDS_QUEUE = to(
  State.Established,
  State.CloseWait,
  State.FinWait1,
  State.Closing,
  State.LastAck,
);

/** Whether both sides have synchronized sequence numbers (RFC 9293 3.5.1: ESTABLISHED and later). */
export const isSynchronized = (state: State): boolean => ((SYNCHRONIZED >> state) & 1) === 1;

/** Whether the user may still queue data (RFC 9293 3.10.2). */
export const maySendData = (state: State): boolean => ((MAY_SEND_DATA >> state) & 1) === 1;

/** Whether text of an arriving segment is taken (RFC 9293 3.10.7.4, seventh). */
export const mayReceiveText = (state: State): boolean => ((MAY_RECEIVE_TEXT >> state) & 1) === 1;

/** Whether queued data and the FIN are (still) transmitted or retransmitted. */
export const sendsQueue = (state: State): boolean => ((SENDS_QUEUE >> state) & 1) === 1;
