import type { Tcb } from "./tcb.ts";

/**
 * How the sender judges the network, by the names and numbers of Linux (V:
 * `enum tcp_ca_state` of linux/tcp.h). CWR: the window shrinks, but not for a loss.
 */
export const CongestionState = { Open: 0, Disorder: 1, Cwr: 2, Recovery: 3, Loss: 4 } as const;
export type CongestionState = (typeof CongestionState)[keyof typeof CongestionState];

/** Their names, by number. */
export const CONGESTION_STATE_NAMES = ["Open", "Disorder", "CWR", "Recovery", "Loss"] as const;
export type CongestionStateName = (typeof CONGESTION_STATE_NAMES)[number];

/** How the sender judges the network now; before the handshake is over: Open. */
export function congestionState(tcb: Tcb): CongestionState {
  if (tcb.inRecovery) return CongestionState.Recovery;
  if (tcb.inLoss) return CongestionState.Loss;
  if (tcb.ecn.isReducing) return CongestionState.Cwr;
  if (tcb.scoreboard.sacked > 0 || tcb.dupAcks > 0) return CongestionState.Disorder;
  return CongestionState.Open;
}
