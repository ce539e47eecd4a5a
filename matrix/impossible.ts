import type { Action, Cell, Data, State } from "./cell.ts";

/** Actions that are calls on the connection's handle. */
const CALLS: readonly Action[] = [
  "close",
  "shutdown send",
  "shutdown receive",
  "shutdown both",
  "linger 0",
  "linger 2 s",
];

/** States from before the handshake was over. */
const OPENING: readonly State[] = ["LISTEN", "SYN-SENT", "SYN-RECEIVED"];

/** States in which the local FIN was acknowledged. */
const FIN_ACKNOWLEDGED: readonly State[] = ["FIN-WAIT-2", "TIME-WAIT"];

/** Why there can be no such cell; "" where there can. What the run has to show is not asked here. */
export function impossible({ action, state, data, loss }: Cell): string {
  if (state === "SYN-RECEIVED" && CALLS.includes(action)) {
    return "the program has no handle of it before accept returns";
  }
  const unlikely = impossibleData(state, data);
  if (unlikely !== "") return unlikely;
  if (state === "LISTEN" && loss !== "none") return "a listener sends no segments";
  if (FIN_ACKNOWLEDGED.includes(state) && (loss === "the FIN" || loss === "its ACK")) {
    return `in ${state} the FIN has arrived and so has its ACK`;
  }
  return "";
}

function impossibleData(state: State, data: Data): string {
  if (data === "nothing") return "";
  if (OPENING.includes(state)) {
    return data === "unread data"
      ? "no data arrives before the handshake is over"
      : "no system takes data to send before the handshake is over";
  }
  if (data === "unread data") return "";
  if (FIN_ACKNOWLEDGED.includes(state)) return `in ${state} all data was acknowledged with the FIN`;
  if (state === "CLOSING") return "in CLOSING the FIN was sent, and all data before it";
  return "";
}
