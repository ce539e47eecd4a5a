import { ms, type Nanos, NEVER, seconds } from "../base/time.ts";
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
export interface RttSettings {
  /** The RTO before the first sample; 1 s (RFC 6298 2.1). */
  rtoInitial?: Nanos;
  /** The minimum that the formula applies; 1 s (RFC 6298 2.4). */
  rtoMin?: Nanos;
  /** The largest RTO, backed off or not; 60 s (RFC 6298 2.5). */
  rtoMax?: Nanos;
  /** The clock's granularity G; 1 ns, as virtual time is exact. */
  granularity?: Nanos;
  rtoFormula?: RtoFormula;
}

/** Where the times stand in an estimator's array. */
const At = {
  Rto: 0,
  Srtt: 1,
  RttVar: 2,
  /** Linux: the deviation of single samples, times 4, and the largest since the round trip began. */
  Deviation: 3,
  Largest: 4,
  /** Linux: what the timeout adds to SRTT. */
  Spread: 5,
} as const;

/** What an estimator begins with; a number that is no int32 makes it an array of such. */
const AT_FIRST: readonly Nanos[] = [NEVER, 0, 0, 0, 0, 0];

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
  hasSample = false;
  /** By {@linkcode At}: side by side, as each in a field would be an object of its own. */
  readonly #times: Nanos[] = AT_FIRST.slice();
  declare private readonly settings: RttSettings;
  /** Linux: SND.NXT when the round trip began. */
  #roundEnd = 0;

  constructor(settings: RttSettings = {}) {
    this.settings = settings;
    this.rto = Math.min(settings.rtoInitial ?? seconds(1), this.#rtoMax());
  }

  /** The retransmission timeout without back-off. */
  get rto(): Nanos {
    return this.#times[At.Rto]!;
  }
  set rto(rto: Nanos) {
    this.#times[At.Rto] = rto;
  }
  /** Smoothed round-trip time; 0 before the first sample. */
  get srtt(): Nanos {
    return this.#times[At.Srtt]!;
  }
  /** Its variation. */
  get rttvar(): Nanos {
    return this.#times[At.RttVar]!;
  }

  #rtoMin(): Nanos {
    return this.settings.rtoMin ?? seconds(1);
  }
  /** The largest RTO, backed off or not. */
  #rtoMax(): Nanos {
    return this.settings.rtoMax ?? seconds(60);
  }
  #formula(): RtoFormula {
    return this.settings.rtoFormula ?? "rfc6298";
  }

  /** What a SYN that is sent again waits longer: FreeBSD adds its slop where it computes a timeout. */
  get synSlop(): Nanos {
    return this.#formula() === "freebsd" ? FREEBSD_SLOP : 0;
  }

  /**
   * Takes in one measured round-trip time of at least 0 ns. `una` and `nxt`
   * are SND.UNA and SND.NXT at that time: they tell round trips apart.
   */
  sample(rtt: Nanos, una = 0, nxt = 0): void {
    if (this.#formula() === "linux") {
      this.#sampleAsLinux(rtt, una, nxt);
    } else if (this.hasSample) {
      // RFC 6298 2.3: beta = 1/4, alpha = 1/8, RTTVAR first. Rounded down to
      // whole nanoseconds: the products stay far below 2^53, the divisors are
      // powers of two, so each step is exact.
      const times = this.#times;
      times[At.RttVar] = Math.floor((3 * this.rttvar + Math.abs(this.srtt - rtt)) / 4);
      times[At.Srtt] = Math.floor((7 * this.srtt + rtt) / 8);
    } else {
      this.#times[At.Srtt] = rtt; // RFC 6298 2.2
      this.#times[At.RttVar] = Math.floor(rtt / 2);
      this.hasSample = true;
    }
    this.rto = Math.min(this.#timeout(), this.#rtoMax());
  }

  /** Linux tcp_rtt_estimator, in nanoseconds. */
  #sampleAsLinux(rtt: Nanos, una: number, nxt: number): void {
    const times = this.#times;
    let deviation = times[At.Deviation]!;
    let largest = times[At.Largest]!;
    let spread = times[At.Spread]!;
    if (!this.hasSample) {
      times[At.Srtt] = rtt;
      deviation = 2 * rtt;
      spread = Math.max(deviation, this.#rtoMin());
      largest = spread;
      this.#roundEnd = nxt;
      this.hasSample = true;
    } else {
      const error = rtt - this.srtt;
      let change = Math.abs(error) - Math.floor(deviation / 4);
      if (error < 0 && change > 0) change = Math.floor(change / 8);
      times[At.Srtt] = Math.floor((7 * this.srtt + rtt) / 8);
      deviation += change;
      largest = Math.max(largest, deviation);
      spread = Math.max(spread, largest);
      if (seqGT(una, this.#roundEnd)) {
        spread -= Math.floor((spread - largest) / 4);
        this.#roundEnd = nxt;
        largest = this.#rtoMin();
      }
    }
    times[At.Deviation] = deviation;
    times[At.Largest] = largest;
    times[At.Spread] = spread;
    times[At.RttVar] = Math.floor(deviation / 4);
  }

  /**
   * The timeout after `shift` doublings (RFC 6298 5.5), at most `rtoMax`.
   *
   * Multiplies: shifting an int32 would wrap at two seconds.
   */
  backedOff(shift: number): Nanos {
    if (shift === 0) return this.rto;
    return Math.min((this.rto - this.#slop()) * 2 ** shift + this.#slop(), this.#rtoMax());
  }

  /** The part of `rto` that back-off leaves alone: FreeBSD's, which comes with the first sample. */
  #slop(): Nanos {
    return this.hasSample ? this.synSlop : 0;
  }

  #timeout(): Nanos {
    const spread = 4 * this.rttvar;
    switch (this.#formula()) {
      case "rfc6298":
        return Math.max(
          this.#rtoMin(),
          this.srtt + Math.max(this.settings.granularity ?? 1, spread),
        );
      case "linux":
        return this.srtt + this.#times[At.Spread]!;
      case "freebsd":
        return Math.max(this.#rtoMin(), this.srtt + spread) + FREEBSD_SLOP;
    }
  }
}
