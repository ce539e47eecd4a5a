import type { Nanos } from "../../base/time.ts";
import { type CongestionController, INITIAL_SSTHRESH } from "./controller.ts";

/**
 * The standard's algorithm: slow start and congestion avoidance (RFC 5681 3.1),
 * deflation as in NewReno (RFC 6582).
 *
 * Slow start grows by min(N, SMSS) for N bytes acknowledged. Congestion
 * avoidance counts bytes: one SMSS for each window acknowledged, in whole
 * numbers, so that it does not matter how the receiver groups its ACKs.
 */
export class Reno implements CongestionController {
  readonly name = "reno";
  cwnd = 0;
  ssthresh = INITIAL_SSTHRESH;
  #smss = 0;
  #initialWindow = 0;
  /** Bytes acknowledged in congestion avoidance since `cwnd` last grew. */
  #acked = 0;

  onEstablished(smss: number, initialWindow: number, _now: Nanos): void {
    this.#smss = smss;
    this.#initialWindow = initialWindow;
    this.cwnd = initialWindow;
    this.ssthresh = INITIAL_SSTHRESH;
    this.#acked = 0;
  }

  onAck(
    ackedBytes: number,
    _flightSize: number,
    _srtt: Nanos,
    _now: Nanos,
    cwndLimited: boolean,
  ): void {
    if (!cwndLimited) return;
    if (this.cwnd < this.ssthresh) {
      this.cwnd += Math.min(ackedBytes, this.#smss);
      return;
    }
    this.#acked += ackedBytes;
    if (this.#acked < this.cwnd) return;
    this.#acked -= this.cwnd;
    this.cwnd += this.#smss;
  }

  onDuplicateAckLoss(flightSize: number, _now: Nanos): void {
    this.#halve(flightSize);
  }

  onRecoveryEnd(flightSize: number, _now: Nanos): void {
    this.cwnd = Math.min(this.ssthresh, Math.max(flightSize, this.#smss) + this.#smss);
  }

  onTimeout(flightSize: number, firstTimeout: boolean, _now: Nanos): void {
    if (firstTimeout) this.#halve(flightSize);
    this.cwnd = this.#smss;
    this.#acked = 0;
  }

  onIdleRestart(_now: Nanos): void {
    this.cwnd = Math.min(this.cwnd, this.#initialWindow);
    this.#acked = 0;
  }

  onSmssChange(smss: number): void {
    this.#smss = smss;
    this.cwnd = Math.max(this.cwnd, smss);
  }

  /** ssthresh = max(FlightSize / 2, 2 * SMSS) (RFC 5681 equation 4). */
  #halve(flightSize: number): void {
    this.ssthresh = Math.max(Math.floor(flightSize / 2), 2 * this.#smss);
    this.#acked = 0;
  }
}
