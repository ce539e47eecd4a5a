import type { Nanos } from "../../base/time.ts";
import type { AckSample } from "./ack_sample.ts";

/** The slow start threshold before the first loss: "arbitrarily high" (RFC 5681 3.1). */
export const INITIAL_SSTHRESH = 0x7fffffff;

/**
 * Decides how much may be in flight: one algorithm of congestion control, for
 * one connection. Sizes are whole bytes.
 *
 * The connection tells what happened; loss recovery itself (which segment is
 * sent again, inflating and deflating `cwnd` meanwhile) is not in here.
 */
export interface CongestionController {
  readonly name: string;
  /** The congestion window. Loss recovery sets it while it lasts. */
  cwnd: number;
  /** Below this slow start, above it congestion avoidance. */
  ssthresh: number;
  /** The connection is established: `initialWindow` counts from now on. */
  onEstablished(smss: number, initialWindow: number, now: Nanos): void;
  /** New data was acknowledged outside of fast recovery. The sample is only lent. */
  onAck(ack: AckSample): void;
  /** Fast retransmit begins: sets `ssthresh`; the caller then sets `cwnd` (RFC 5681 3.2). */
  onDuplicateAckLoss(flightSize: number, now: Nanos): void;
  /**
   * All that was outstanding when recovery began is acknowledged: deflates
   * `cwnd` to min(ssthresh, max(flightSize, SMSS) + SMSS) (RFC 6582 3.2 step 3).
   */
  onRecoveryEnd(flightSize: number, now: Nanos): void;
  /**
   * The retransmission timer ran out: `cwnd` is one SMSS; `ssthresh` falls only
   * at the first timeout of a segment (RFC 5681 3.1).
   */
  onTimeout(flightSize: number, firstTimeout: boolean, now: Nanos): void;
  /**
   * The last loss was none: the window and all that follows from it is again
   * what it was before the last call of `onDuplicateAckLoss` or of `onTimeout`
   * that lowered `ssthresh` (RFC 4015 3.2, RFC 9438 4.9). `cwnd` does not fall.
   */
  onSpuriousLoss(now: Nanos): void;
  /**
   * Nothing was sent for an RTO: `cwnd` halves so many times, or with Infinity
   * falls at once, to the restart window (RFC 2861 2, RFC 5681 4.1).
   */
  onIdleRestart(halvings: number, now: Nanos): void;
  /** The sender's maximum segment size changed (path MTU). */
  onSmssChange(smss: number): void;
}
