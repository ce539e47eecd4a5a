/** What happens to a connection at the local side: calls, ends of its process, faults. */
export const ACTIONS = [
  "close",
  "shutdown send",
  "shutdown receive",
  "shutdown both",
  "linger 0",
  "linger 2 s",
  "exit",
  "kill",
  "NIC off",
  "cable out",
  "crash",
] as const;
export type Action = typeof ACTIONS[number];

/** The state of the local side's connection at that moment, by its RFC name. */
export const STATES = [
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
] as const;
export type State = typeof STATES[number];

/** What is unfinished at that moment. */
export const DATA = ["nothing", "unread data", "unsent data", "zero window"] as const;
export type Data = typeof DATA[number];

/** Which segment is lost: the local side's FIN, the peer's first ACK of it, the first reset. */
export const LOSSES = ["none", "the FIN", "its ACK", "the RST"] as const;
export type Loss = typeof LOSSES[number];

/** The systems of either side. */
export const SYSTEMS = ["linux", "windows", "freebsd"] as const;
export type System = typeof SYSTEMS[number];

/** One question of the truth table: what happens then, and what do later calls return? */
export interface Cell {
  readonly action: Action;
  readonly state: State;
  readonly data: Data;
  readonly loss: Loss;
  /** The system of the side at which the action happens. */
  readonly local: System;
  readonly peer: System;
}

/** A cell in one line: "close in ESTABLISHED, unread data, none lost, linux to windows". */
export function cellText({ action, state, data, loss, local, peer }: Cell): string {
  return `${action} in ${state}, ${data}, ${loss} lost, ${local} to ${peer}`;
}

/** All cells of those systems, in the order of the axes; the losses of one question are neighbours. */
export function* cellsOf(systems: readonly System[]): Generator<Cell> {
  for (const state of STATES) {
    for (const action of ACTIONS) {
      for (const data of DATA) {
        for (const local of systems) {
          for (const peer of systems) {
            for (const loss of LOSSES) yield { action, state, data, loss, local, peer };
          }
        }
      }
    }
  }
}
