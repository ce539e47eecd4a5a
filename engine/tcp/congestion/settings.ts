/** Which rule ends the first slow start before a loss does. */
export type SlowStartExit = "loss" | "hystart" | "hystart++";

/** How a system departs from the plain algorithm; all sizes in segments. */
export interface CongestionSettings {
  /** Slow start opens by at most so many segments for one ACK (RFC 3465 2.3, L). */
  readonly slowStartLimit: number;
  /** What opens Reno's window above ssthresh: bytes, or each ACK (RFC 5681 3.1, formula 3). */
  readonly avoidanceCounts: "bytes" | "acks";
  /** What a loss takes its share of: what is in flight (RFC 5681 equation 4), or the window. */
  readonly reductionFrom: "flight" | "cwnd";
  /** Whether windows are whole segments, or bytes. */
  readonly cwndInSegments: boolean;
  readonly slowStartExit: SlowStartExit;
}

/** The RFCs' plain text: min(N, SMSS) for each ACK, and a share of FlightSize (RFC 5681 3.1). */
export const PLAIN_SETTINGS: CongestionSettings = {
  slowStartLimit: 1,
  avoidanceCounts: "bytes",
  reductionFrom: "flight",
  cwndInSegments: false,
  slowStartExit: "loss",
};
