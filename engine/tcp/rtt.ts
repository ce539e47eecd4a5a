import { ms, type Nanos, seconds } from "../base/time.ts";
import { seqGT } from "./seq.ts";

/**
 * How the timeout follows from SRTT and RTTVAR:
 *
 * - `rfc6298`: max(rtoMin, SRTT + max(G, 4 * RTTVAR)) (RFC 6298 2.3, 2.4);
 * - `linux`: SRTT + max(rtoMin, 4 * RTTVAR): the minimum bounds the variance, not the sum, and
 *   RTTVAR is the largest of a round trip, falls once in each and hardly when times get shorter;
 * - `freebsd`: max(rtoMin, SRTT + 4 * RTTVAR) + 200 ms of slop, which back-off does not double.
 */
export type RtoFormula = "rfc6298" | "linux" | "freebsd";

/** What FreeBSD adds to each timeout (`net.inet.tcp.rexmit_slop`). */
const FREEBSD_SLOP = ms(200);

/** The constants of an {@linkcode RttEstimator}, in nanoseconds. */
export interface RttOptions {
  /** The RTO before the first sample; 1 s (RFC 6298 2.1). */
  rtoInitial?: Nanos;
  /** The minimum that the formula applies; 1 s (RFC 6298 2.4). */
  rtoMin?: Nanos;
  /** The largest RTO, backed off or not; 60 s (RFC 6298 2.5). */
  rtoMax?: Nanos;
  /** The clock's granularity G; 1 ns, as virtual time is exact. */
  granularity?: Nanos;
  formula?: RtoFormula;
}

/**
 * Estimates the round-trip time of one connection and derives the
 * retransmission timeout from it (RFC 6298, section 2).
 *
 * Works on whole nanoseconds, so equal samples give equal timeouts everywhere.
 * The caller leaves out samples of retransmitted segments (section 3, Karn).
 *
 * @example The first sample sets SRTT to R and RTTVAR to R/2
 * ```ts
 * import { RttEstimator } from "./rtt.ts";
 * import { ms } from "../base/time.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const rtt = new RttEstimator({ rtoMin: ms(200) });
 * rtt.sample(ms(100));
 * strictEqual(rtt.rto, ms(300)); // SRTT + 4 * RTTVAR
 * ```
 */
export class RttEstimator {
  /** Smoothed round-trip time; 0 before the first sample. */
  srtt: Nanos = 0;
  /** Its variation. */
  rttvar: Nanos = 0;
  /** The retransmission timeout without back-off. */
  rto: Nanos;
  hasSample = false;
  /** The largest RTO, backed off or not. */
  readonly rtoMax: Nanos;
  readonly #rtoMin: Nanos;
  readonly #granularity: Nanos;
  readonly #formula: RtoFormula;
  /** Linux: the deviation of single samples, times 4, and the largest since the round trip began. */
  #deviation: Nanos = 0;
  #largest: Nanos = 0;
  /** Linux: what the timeout adds to SRTT, and SND.NXT when the round trip began. */
  #spread: Nanos = 0;
  #roundEnd = 0;
  /** The part of `rto` that back-off leaves alone. */
  #slop: Nanos = 0;

  constructor(options: RttOptions = {}) {
    this.#rtoMin = options.rtoMin ?? seconds(1);
    this.rtoMax = options.rtoMax ?? seconds(60);
    this.#granularity = options.granularity ?? 1;
    this.#formula = options.formula ?? "rfc6298";
    this.rto = Math.min(options.rtoInitial ?? seconds(1), this.rtoMax);
  }

  /** What a SYN that is sent again waits longer: FreeBSD adds its slop where it computes a timeout. */
  get synSlop(): Nanos {
    return this.#formula === "freebsd" ? FREEBSD_SLOP : 0;
  }

  /**
   * Takes in one measured round-trip time of at least 0 ns. `una` and `nxt`
   * are SND.UNA and SND.NXT at that time: they tell round trips apart.
   */
  sample(rtt: Nanos, una = 0, nxt = 0): void {
    if (this.#formula === "linux") {
      this.#sampleAsLinux(rtt, una, nxt);
    } else if (this.hasSample) {
      // RFC 6298 2.3: beta = 1/4, alpha = 1/8, RTTVAR first. Rounded down to
      // whole nanoseconds: the products stay far below 2^53, the divisors are
      // powers of two, so each step is exact.
      this.rttvar = Math.floor((3 * this.rttvar + Math.abs(this.srtt - rtt)) / 4);
      this.srtt = Math.floor((7 * this.srtt + rtt) / 8);
    } else {
      this.srtt = rtt; // RFC 6298 2.2
      this.rttvar = Math.floor(rtt / 2);
      this.hasSample = true;
    }
    this.rto = Math.min(this.#timeout(), this.rtoMax);
  }

  /** Linux tcp_rtt_estimator, in nanoseconds. */
  #sampleAsLinux(rtt: Nanos, una: number, nxt: number): void {
    if (!this.hasSample) {
      this.srtt = rtt;
      this.#deviation = 2 * rtt;
      this.#spread = Math.max(this.#deviation, this.#rtoMin);
      this.#largest = this.#spread;
      this.#roundEnd = nxt;
      this.hasSample = true;
    } else {
      const error = rtt - this.srtt;
      let change = Math.abs(error) - Math.floor(this.#deviation / 4);
      if (error < 0 && change > 0) change = Math.floor(change / 8);
      this.srtt = Math.floor((7 * this.srtt + rtt) / 8);
      this.#deviation += change;
      this.#largest = Math.max(this.#largest, this.#deviation);
      this.#spread = Math.max(this.#spread, this.#largest);
      if (seqGT(una, this.#roundEnd)) {
        this.#spread -= Math.floor((this.#spread - this.#largest) / 4);
        this.#roundEnd = nxt;
        this.#largest = this.#rtoMin;
      }
    }
    this.rttvar = Math.floor(this.#deviation / 4);
  }

  /**
   * The timeout after `shift` doublings (RFC 6298 5.5), at most `rtoMax`.
   *
   * Multiplies: shifting an int32 would wrap at two seconds.
   */
  backedOff(shift: number): Nanos {
    if (shift === 0) return this.rto;
    return Math.min((this.rto - this.#slop) * 2 ** shift + this.#slop, this.rtoMax);
  }

  #timeout(): Nanos {
    const spread = 4 * this.rttvar;
    switch (this.#formula) {
      case "rfc6298":
        return Math.max(this.#rtoMin, this.srtt + Math.max(this.#granularity, spread));
      case "linux":
        return this.srtt + this.#spread;
      case "freebsd":
        this.#slop = FREEBSD_SLOP;
        return Math.max(this.#rtoMin, this.srtt + spread) + FREEBSD_SLOP;
    }
  }
}
