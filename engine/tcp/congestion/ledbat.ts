import { ms, type Nanos } from "../../base/time.ts";
import type { AckSample } from "./ack_sample.ts";
import { type CongestionController, INITIAL_SSTHRESH } from "./controller.ts";
import { DelayHistory } from "./delay_history.ts";
import { restartWindow } from "./restart.ts";
import { type CongestionSettings, PLAIN_SETTINGS } from "./settings.ts";

/** How long queues may become (LEDBAT++ 4.1). */
const TARGET: Nanos = ms(60);

/** The queueing delay that ends the first slow start: three quarters of the target (4.1). */
const FULL: Nanos = ms(45);

/** The window may grow this much slower than Reno's (4.2). */
const LARGEST_DIVISOR = 16;

/** The window to begin with, and the least that delay leaves, in segments (4.1, 4.4). */
const LEAST_SEGMENTS = 2;

/** Round trips from the first slow start to the first slowdown, and for which a slowdown is still (4.4). */
const ROUNDS = 2;

/** The time between slowdowns, in times of the last one's length (4.4): they take at most a tenth. */
const SLOWDOWN_INTERVAL = 9;

/** Where a connection is between its slowdowns. */
const Phase = {
  /** The first slow start. */
  Start: 0,
  /** The delay decides. */
  Steady: 1,
  /** Two segments for two round trips, so that queues drain and the base delay shows. */
  Still: 2,
  /** Slow start back to the window before. */
  Ramp: 3,
} as const;
type Phase = (typeof Phase)[keyof typeof Phase];

/**
 * LEDBAT++ (draft-irtf-iccrg-ledbat-plus-plus-06, over RFC 6817): congestion
 * control for transfers in the background, which give way to others. It grows
 * at most as fast as Reno while queues are shorter than 60 ms, shrinks by how
 * much they are longer, and slows down now and then to see how long the path
 * is without its own queue. Losses count as for Reno.
 *
 * Delays are round-trip times. The window changes once for each round trip in
 * the steady phase; windows are whole bytes and remainders carried on.
 */
export class Ledbat implements CongestionController {
  readonly name = "ledbat";
  cwnd = 0;
  ssthresh = INITIAL_SSTHRESH;
  readonly #settings: CongestionSettings;
  #delays: DelayHistory = new DelayHistory();
  #smss = 0;
  #phase: Phase = Phase.Start;
  #srtt: Nanos = 0;
  /** When the window last changed in the steady phase. */
  #roundAt: Nanos = 0;
  /** Whether the window was used up since then. */
  #wasLimited = false;
  /** When the slowdown began, and when the next one begins; 0 where none is due. */
  #slowdownAt: Nanos = 0;
  #nextSlowdownAt: Nanos = 0;
  /** What growth has not yet amounted to a whole byte, in parts of the divisor. */
  #rest = 0;
  #priorCwnd = 0;
  #priorSsthresh = INITIAL_SSTHRESH;

  constructor(settings: CongestionSettings = PLAIN_SETTINGS) {
    this.#settings = settings;
  }

  onEstablished(smss: number, initialWindow: number, now: Nanos): void {
    this.#smss = smss;
    this.cwnd = Math.min(initialWindow, this.#least()); // 4.1
    this.ssthresh = INITIAL_SSTHRESH;
    this.#delays = new DelayHistory();
    this.#phase = Phase.Start;
    this.#nextSlowdownAt = 0;
    this.#roundAt = now;
    this.#wasLimited = false;
    this.#rest = 0;
    this.#priorCwnd = 0;
    this.#priorSsthresh = INITIAL_SSTHRESH;
  }

  onAck(ack: AckSample): void {
    this.#srtt = ack.srtt;
    if (ack.rtt >= 0) this.#delays.sample(ack.rtt, ack.now);
    this.#wasLimited ||= ack.isCwndLimited;
    switch (this.#phase) {
      case Phase.Start:
        return this.#start(ack);
      case Phase.Steady:
        return this.#steady(ack);
      case Phase.Still:
        if (ack.now - this.#slowdownAt >= ROUNDS * this.#srtt) this.#phase = Phase.Ramp;
        return;
      case Phase.Ramp:
        this.#growSlowly(ack);
        if (this.cwnd >= this.ssthresh) this.#endSlowdown(ack.now);
    }
  }

  onDuplicateAckLoss(flightSize: number, now: Nanos): void {
    this.#halve(flightSize, now);
    if (this.#phase === Phase.Start) this.#enterSteady(now);
  }

  onRecoveryEnd(flightSize: number, _now: Nanos): void {
    this.cwnd = Math.min(this.ssthresh, Math.max(flightSize, this.#smss) + this.#smss);
  }

  onTimeout(flightSize: number, firstTimeout: boolean, now: Nanos): void {
    if (firstTimeout) this.#halve(flightSize, now);
    this.cwnd = this.#smss;
  }

  onSpuriousLoss(_now: Nanos): void {
    this.cwnd = Math.max(this.cwnd, this.#priorCwnd);
    this.ssthresh = Math.max(this.ssthresh, this.#priorSsthresh);
  }

  onIdleRestart(halvings: number, _now: Nanos): void {
    restartWindow(this, this.#least(), halvings, this.#unit());
    this.#rest = 0;
  }

  onSmssChange(smss: number): void {
    this.#smss = smss;
    this.cwnd = Math.max(this.cwnd, smss);
  }

  #least(): number {
    return LEAST_SEGMENTS * this.#smss;
  }

  #unit(): number {
    return this.#settings.cwndInSegments ? this.#smss : 1;
  }

  /** 4.2: 1 / GAIN = min(16, ceil(2 * TARGET / base)); without a sample the most careful. */
  #divisor(): number {
    const { base } = this.#delays;
    if (base === Infinity) return LARGEST_DIVISOR;
    return Math.min(LARGEST_DIVISOR, Math.ceil(2 * TARGET / Math.max(base, 1)));
  }

  /** The first slow start, until a queue builds up (4.1) or a limit is reached. */
  #start(ack: AckSample): void {
    if (this.#delays.queueing > FULL) this.ssthresh = Math.max(this.cwnd, this.#least());
    else this.#growSlowly(ack);
    if (this.cwnd >= this.ssthresh) this.#enterSteady(ack.now);
  }

  /** Slow start with GAIN (4.1), up to `ssthresh`. */
  #growSlowly(ack: AckSample): void {
    if (!ack.isCwndLimited) return;
    const divisor = this.#divisor();
    this.#rest += Math.min(ack.delivered, this.#settings.slowStartLimit * this.#smss);
    const growth = Math.floor(this.#rest / divisor);
    this.#rest -= growth * divisor;
    this.cwnd = Math.max(this.cwnd, Math.min(this.cwnd + growth, this.ssthresh));
  }

  #enterSteady(now: Nanos): void {
    if (this.#phase === Phase.Start) this.#nextSlowdownAt = now + ROUNDS * this.#srtt; // 4.4
    this.#phase = Phase.Steady;
    this.#beginRound(now);
  }

  #beginRound(now: Nanos): void {
    this.#roundAt = now;
    this.#wasLimited = false;
    this.#rest = 0;
  }

  #steady(ack: AckSample): void {
    if (this.cwnd < this.ssthresh) return this.#growSlowly(ack); // after a timeout, or idle time
    if (ack.now >= this.#nextSlowdownAt) return this.#beginSlowdown(ack.now);
    if (ack.now - this.#roundAt < this.#srtt) return;
    const change = this.#changePerRound();
    if (change <= 0 || this.#wasLimited) {
      this.cwnd = Math.max(this.cwnd + change, Math.min(this.cwnd, this.#least()));
    }
    if (change < 0) this.ssthresh = Math.max(Math.min(this.ssthresh, this.cwnd), this.#least());
    this.#beginRound(ack.now);
  }

  /** 4.3: W += GAIN below the target, else W += max(GAIN - W * (delay / target - 1), -W / 2). */
  #changePerRound(): number {
    const gain = Math.floor(this.#smss / this.#divisor());
    const over = this.#delays.queueing - TARGET;
    if (over <= 0) return gain;
    const share = Math.min(over, TARGET); // beyond, half the window limits it anyway
    const change = gain - Math.floor(this.cwnd * share / TARGET);
    return Math.max(change, -Math.floor(this.cwnd / 2));
  }

  /** 4.4: two segments, and `ssthresh` remembers the window. */
  #beginSlowdown(now: Nanos): void {
    this.#phase = Phase.Still;
    this.#slowdownAt = now;
    this.ssthresh = Math.max(this.cwnd, this.#least());
    this.cwnd = Math.min(this.cwnd, this.#least());
    this.#rest = 0;
  }

  #endSlowdown(now: Nanos): void {
    this.#nextSlowdownAt = now + SLOWDOWN_INTERVAL * (now - this.#slowdownAt);
    this.#enterSteady(now);
  }

  /** As Reno; a loss ends a slowdown. */
  #halve(flightSize: number, now: Nanos): void {
    this.#priorCwnd = this.cwnd;
    this.#priorSsthresh = this.ssthresh;
    const from = this.#settings.reductionFrom === "cwnd" ? this.cwnd : flightSize;
    const unit = this.#unit();
    this.ssthresh = Math.max(Math.floor(from / (2 * unit)) * unit, this.#least());
    if (this.#phase === Phase.Still || this.#phase === Phase.Ramp) this.#endSlowdown(now);
    else if (this.#phase === Phase.Steady) this.#beginRound(now);
  }
}
