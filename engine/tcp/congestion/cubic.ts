import type { Nanos } from "../../base/time.ts";
import type { AckSample } from "./ack_sample.ts";
import { type CongestionController, INITIAL_SSTHRESH } from "./controller.ts";
import { cubeRoot } from "./cube_root.ts";
import { restartWindow } from "./restart.ts";
import { type CongestionSettings, PLAIN_SETTINGS } from "./settings.ts";
import { SlowStart } from "./slow_start.ts";

/** No stage of congestion avoidance has begun. */
const NO_EPOCH = -1;
/** Farther than that from K the curve is taken as flat: 100 s. */
const FARTHEST = 100_000;
/** W_max - cwnd beyond which K would be farther than that anyway. */
const LARGEST_WINDOW = 2 ** 30;

/** What a reduction may have to take back (RFC 9438 4.9). */
class Remembered {
  cwnd = 0;
  ssthresh = INITIAL_SSTHRESH;
  wMax = 0;
  cwndPrior = 0;
  epoch: Nanos = NO_EPOCH;
  k = 0;
  wEst = 0;
}

/**
 * CUBIC (RFC 9438): after a loss the window follows the curve
 * W(t) = C * (t - K)^3 + W_max, or the window that Reno would have where that
 * is larger.
 *
 * C = 0.4 and beta = 0.7 are kept as fractions, times as whole milliseconds,
 * windows as whole bytes and remainders carried on, so that equal runs give
 * equal windows on every machine.
 */
export class Cubic implements CongestionController {
  readonly name = "cubic";
  cwnd = 0;
  ssthresh = INITIAL_SSTHRESH;
  #smss = 0;
  #initialWindow = 0;
  /** The window just before the last reduction, lowered by fast convergence; 0 unknown. */
  #wMax = 0;
  /** `cwnd` just before the last reduction. */
  #cwndPrior = 0;
  /** When the current stage of congestion avoidance began, less the time without growth. */
  #epoch: Nanos = NO_EPOCH;
  /** How long the curve takes to come back to W_max, in milliseconds. */
  #k = 0;
  /** The window of Reno since the epoch began (4.3). */
  #wEst = 0;
  /** What growth has not yet amounted to a whole byte: of `cwnd`, and of `#wEst`. */
  #rest = 0;
  #wEstRest = 0;
  #lastAckAt: Nanos = 0;
  declare private readonly settings: CongestionSettings;
  declare private readonly slowStart: SlowStart;
  /** What the last reduction changed. */
  readonly #before = new Remembered();

  constructor(settings: CongestionSettings = PLAIN_SETTINGS) {
    this.settings = settings;
    this.slowStart = new SlowStart(settings.slowStartLimit, settings.slowStartExit);
  }

  onEstablished(smss: number, initialWindow: number, now: Nanos): void {
    this.#smss = smss;
    this.#initialWindow = initialWindow;
    this.cwnd = initialWindow;
    this.ssthresh = INITIAL_SSTHRESH;
    this.#wMax = 0;
    this.#cwndPrior = 0;
    this.#epoch = NO_EPOCH;
    this.#lastAckAt = now;
    this.#before.cwnd = 0;
    this.#before.ssthresh = INITIAL_SSTHRESH;
    this.slowStart.begin(true);
  }

  onAck(ack: AckSample): void {
    const { now } = ack;
    const since = now - this.#lastAckAt;
    this.#lastAckAt = now;
    if (!ack.isCwndLimited) {
      // Time in which the application set the pace does not count (4.2).
      if (this.#epoch !== NO_EPOCH) this.#epoch = Math.min(now, this.#epoch + since);
      return;
    }
    const acked = this.cwnd < this.ssthresh
      ? this.slowStart.onAck(this, ack, this.#smss)
      : ack.delivered;
    if (acked === 0) return;
    if (this.#epoch === NO_EPOCH) this.#beginEpoch(now);
    this.#avoidCongestion(Math.min(acked, this.cwnd), now - this.#epoch, ack.srtt);
  }

  onDuplicateAckLoss(flightSize: number, _now: Nanos): void {
    this.#reduce(flightSize);
    this.slowStart.onLoss();
  }

  onRecoveryEnd(flightSize: number, _now: Nanos): void {
    this.cwnd = Math.min(this.ssthresh, Math.max(flightSize, this.#smss) + this.#smss);
    this.#epoch = NO_EPOCH;
  }

  onTimeout(flightSize: number, firstTimeout: boolean, _now: Nanos): void {
    if (firstTimeout) this.#reduce(flightSize);
    this.#wMax = 0; // 4.8: the first stage after a timeout starts with K = 0, W_max = cwnd
    this.cwnd = this.#smss;
    this.#epoch = NO_EPOCH;
    this.slowStart.begin(false);
  }

  onSpuriousLoss(_now: Nanos): void { // 4.9
    const { cwnd, ssthresh, wMax, cwndPrior, epoch, k, wEst } = this.#before;
    this.cwnd = Math.max(this.cwnd, cwnd);
    this.ssthresh = Math.max(this.ssthresh, ssthresh);
    this.#wMax = wMax;
    this.#cwndPrior = cwndPrior;
    this.#epoch = epoch;
    this.#k = k;
    this.#wEst = wEst;
  }

  onIdleRestart(halvings: number, _now: Nanos): void {
    restartWindow(this, this.#initialWindow, halvings, this.#unit());
    this.#epoch = NO_EPOCH;
  }

  onSmssChange(smss: number): void {
    this.#smss = smss;
    this.cwnd = Math.max(this.cwnd, smss);
    this.#epoch = NO_EPOCH;
  }

  #unit(): number {
    return this.settings.cwndInSegments ? this.#smss : 1;
  }

  /** Multiplicative decrease (4.6) with fast convergence (4.7). */
  #reduce(flightSize: number): void {
    this.#remember();
    const from = this.settings.reductionFrom === "cwnd" ? this.cwnd : flightSize;
    const unit = this.#unit();
    this.#cwndPrior = this.cwnd;
    this.#wMax = this.cwnd < this.#wMax ? Math.floor(this.cwnd * 17 / 20) : this.cwnd;
    this.ssthresh = Math.max(Math.floor(from * 7 / (10 * unit)) * unit, 2 * this.#smss);
    this.#epoch = NO_EPOCH;
  }

  #remember(): void {
    const before = this.#before;
    before.cwnd = this.cwnd;
    before.ssthresh = this.ssthresh;
    before.wMax = this.#wMax;
    before.cwndPrior = this.#cwndPrior;
    before.epoch = this.#epoch;
    before.k = this.#k;
    before.wEst = this.#wEst;
  }

  /** 4.2: K = cbrt((W_max - cwnd) / C), or 0 where the window has passed W_max. */
  #beginEpoch(now: Nanos): void {
    this.#epoch = now;
    this.#wEst = this.cwnd;
    this.#rest = 0;
    this.#wEstRest = 0;
    if (this.#wMax <= this.cwnd) {
      this.#wMax = this.cwnd;
      this.#k = 0;
      return;
    }
    const missing = Math.min(this.#wMax - this.cwnd, LARGEST_WINDOW);
    // 10^9 * missing / (C * SMSS) cubic milliseconds, in two steps to stay below 2^53
    const kiloCubed = Math.floor(missing * 5e6 / (2 * this.#smss));
    this.#k = cubeRoot(Math.min(kiloCubed, 1e12) * 1000);
  }

  #avoidCongestion(acked: number, elapsed: Nanos, srtt: Nanos): void {
    this.#growEstimate(acked);
    if (this.#window(elapsed) < this.#wEst) {
      this.cwnd = Math.max(this.cwnd, this.#wEst); // 4.3: the Reno-friendly region
      return;
    }
    // 4.4, 4.5: towards the window of one round trip later, at most 1.5 times this one
    const most = Math.floor(this.cwnd * 3 / 2);
    const target = Math.max(this.cwnd, Math.min(most, this.#window(elapsed + srtt)));
    this.#rest += acked * (target - this.cwnd);
    const growth = Math.floor(this.#rest / this.cwnd);
    this.#rest -= growth * this.cwnd;
    this.cwnd += growth;
  }

  /** 4.3: W_est += alpha * acked / cwnd; alpha is 9/17, and 1 from cwnd_prior on. */
  #growEstimate(acked: number): void {
    const alpha17 = this.#wEst < this.#cwndPrior ? 9 : 17;
    this.#wEstRest += alpha17 * acked * this.#smss;
    const growth = Math.floor(this.#wEstRest / (17 * this.cwnd));
    this.#wEstRest -= growth * 17 * this.cwnd;
    this.#wEst += growth;
  }

  /** W_cubic (equation 1) in bytes, so long after the epoch began. */
  #window(elapsed: Nanos): number {
    const t = Math.floor(elapsed / 1e6) - this.#k;
    const near = Math.max(-FARTHEST, Math.min(FARTHEST, t));
    // C * t^3 segments with t in ms: 4/10 * near^3 / 10^9, split so that it stays below 2^53
    const cubed = Math.trunc(near * near * near / 1e5);
    return Math.max(0, this.#wMax + Math.trunc(cubed * 2 * this.#smss / 5e4));
  }
}
