import type { Nanos } from "../../base/time.ts";
import type { AckSample } from "./ack_sample.ts";
import { type CongestionController, INITIAL_SSTHRESH } from "./controller.ts";
import { restartWindow } from "./restart.ts";
import { type CongestionSettings, PLAIN_SETTINGS } from "./settings.ts";
import { SlowStart } from "./slow_start.ts";

/**
 * The standard's algorithm: slow start and congestion avoidance (RFC 5681 3.1),
 * deflation as in NewReno (RFC 6582).
 *
 * Congestion avoidance counts bytes: one SMSS for each window acknowledged, in
 * whole numbers, so that it does not matter how the receiver groups its ACKs;
 * or, by setting, each ACK opens it by SMSS * SMSS / cwnd (formula 3).
 */
export class Reno implements CongestionController {
  readonly name = "reno";
  cwnd = 0;
  ssthresh = INITIAL_SSTHRESH;
  #smss = 0;
  #initialWindow = 0;
  /** Bytes acknowledged in congestion avoidance since `cwnd` last grew. */
  #acked = 0;
  declare private readonly settings: CongestionSettings;
  declare private readonly slowStart: SlowStart;
  /** `cwnd` and `ssthresh` before the last reduction. */
  #priorCwnd = 0;
  #priorSsthresh = INITIAL_SSTHRESH;

  constructor(settings: CongestionSettings = PLAIN_SETTINGS) {
    this.settings = settings;
    // Classic HyStart is a part of CUBIC (Linux tcp_cubic.c); HyStart++ of any (RFC 9406 4)
    const exit = settings.slowStartExit === "hystart" ? "loss" : settings.slowStartExit;
    this.slowStart = new SlowStart(settings.slowStartLimit, exit);
  }

  onEstablished(smss: number, initialWindow: number, _now: Nanos): void {
    this.#smss = smss;
    this.#initialWindow = initialWindow;
    this.cwnd = initialWindow;
    this.ssthresh = INITIAL_SSTHRESH;
    this.#acked = 0;
    this.#priorCwnd = 0;
    this.#priorSsthresh = INITIAL_SSTHRESH;
    this.slowStart.begin(true);
  }

  onAck(ack: AckSample): void {
    if (!ack.isCwndLimited) return;
    const acked = this.cwnd < this.ssthresh
      ? this.slowStart.onAck(this, ack, this.#smss)
      : ack.delivered;
    if (acked === 0) return;
    if (this.settings.avoidanceCounts === "acks") { // formula 3: at least one byte
      this.cwnd += Math.max(1, Math.floor((this.#smss * this.#smss) / this.cwnd));
      return;
    }
    if (this.#acked >= this.cwnd) { // credit from a larger window is worth one segment
      this.#acked = 0;
      this.cwnd += this.#smss;
    }
    this.#acked += acked;
    const windows = Math.floor(this.#acked / this.cwnd);
    this.#acked -= windows * this.cwnd;
    this.cwnd += windows * this.#smss;
  }

  onDuplicateAckLoss(flightSize: number, _now: Nanos): void {
    this.#halve(flightSize);
    this.slowStart.onLoss();
  }

  onRecoveryEnd(flightSize: number, _now: Nanos): void {
    this.cwnd = Math.min(this.ssthresh, Math.max(flightSize, this.#smss) + this.#smss);
  }

  onTimeout(flightSize: number, firstTimeout: boolean, _now: Nanos): void {
    if (firstTimeout) this.#halve(flightSize);
    this.cwnd = this.#smss;
    this.#acked = 0;
    this.slowStart.begin(false);
  }

  onSpuriousLoss(_now: Nanos): void {
    this.cwnd = Math.max(this.cwnd, this.#priorCwnd);
    this.ssthresh = Math.max(this.ssthresh, this.#priorSsthresh);
  }

  onIdleRestart(halvings: number, _now: Nanos): void {
    restartWindow(this, this.#initialWindow, halvings, this.#unit());
    this.#acked = 0;
  }

  onSmssChange(smss: number): void {
    this.#smss = smss;
    this.cwnd = Math.max(this.cwnd, smss);
  }

  #unit(): number {
    return this.settings.cwndInSegments ? this.#smss : 1;
  }

  /** ssthresh = max(FlightSize / 2, 2 * SMSS) (RFC 5681 equation 4). */
  #halve(flightSize: number): void {
    this.#priorCwnd = this.cwnd;
    this.#priorSsthresh = this.ssthresh;
    const smss = this.#smss;
    const from = this.settings.reductionFrom === "cwnd" ? this.cwnd : flightSize;
    const unit = this.#unit();
    this.ssthresh = Math.max(Math.floor(from / (2 * unit)) * unit, 2 * smss);
    this.#acked = 0;
  }
}
