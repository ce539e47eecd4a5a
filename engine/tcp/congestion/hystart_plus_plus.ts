import { ms, type Nanos } from "../../base/time.ts";
import { seqGT } from "../seq.ts";
import type { AckSample } from "./ack_sample.ts";
import type { SlowStartWindow } from "./slow_start.ts";

// RFC 9406 4.3
const MIN_RTT_THRESH = ms(4);
const MAX_RTT_THRESH = ms(16);
const MIN_RTT_DIVISOR = 8;
const N_RTT_SAMPLE = 8;
const CSS_GROWTH_DIVISOR = 4;
const CSS_ROUNDS = 5;

/**
 * HyStart++ (RFC 9406): when round trips get longer during the first slow
 * start, it grows at a quarter of its speed (conservative slow start, CSS).
 * When they get shorter again the haste was no mistake; else slow start ends
 * after five rounds.
 */
export class HyStartPlusPlus {
  #isOn = false;
  #hasRound = false;
  /** SND.NXT when the round began. */
  #windowEnd = 0;
  #samples = 0;
  #lastRoundMinRtt: Nanos = Infinity;
  #currentRoundMinRtt: Nanos = Infinity;
  /** The round trip that CSS began with; Infinity outside of it. */
  #cssBaselineMinRtt: Nanos = Infinity;
  #cssRounds = 0;
  /** Bytes that the divisor of CSS has left over. */
  #rest = 0;

  begin(): void {
    this.#isOn = true;
    this.#hasRound = false;
    this.#lastRoundMinRtt = Infinity;
    this.#currentRoundMinRtt = Infinity;
    this.#cssBaselineMinRtt = Infinity;
    this.#rest = 0;
  }

  /** From now on slow start is that of RFC 5681 (RFC 9406 4.3). */
  end(): void {
    this.#isOn = false;
  }

  /** By how much the window grows that would grow by `bytes`; may set ssthresh. */
  growth(window: SlowStartWindow, ack: AckSample, bytes: number): number {
    if (!this.#isOn) return bytes;
    if (!this.#hasRound || seqGT(ack.una, this.#windowEnd)) this.#beginRound(window, ack);
    if (!this.#isOn) return bytes;
    if (ack.rtt >= 0) {
      this.#samples++;
      this.#currentRoundMinRtt = Math.min(this.#currentRoundMinRtt, ack.rtt);
      this.#judge();
    }
    if (this.#cssBaselineMinRtt === Infinity) return bytes;
    this.#rest += bytes;
    const growth = Math.floor(this.#rest / CSS_GROWTH_DIVISOR);
    this.#rest -= growth * CSS_GROWTH_DIVISOR;
    return growth;
  }

  #beginRound(window: SlowStartWindow, ack: AckSample): void {
    const isInCss = this.#cssBaselineMinRtt !== Infinity;
    if (this.#hasRound && isInCss && ++this.#cssRounds >= CSS_ROUNDS) {
      window.ssthresh = window.cwnd;
      this.#isOn = false;
      return;
    }
    this.#hasRound = true;
    this.#windowEnd = ack.nxt;
    this.#lastRoundMinRtt = this.#currentRoundMinRtt;
    this.#currentRoundMinRtt = Infinity;
    this.#samples = 0;
  }

  #judge(): void {
    if (this.#samples < N_RTT_SAMPLE) return;
    if (this.#cssBaselineMinRtt !== Infinity) {
      if (this.#currentRoundMinRtt < this.#cssBaselineMinRtt) this.#cssBaselineMinRtt = Infinity;
      return;
    }
    if (this.#lastRoundMinRtt === Infinity) return;
    const eighth = Math.floor(this.#lastRoundMinRtt / MIN_RTT_DIVISOR);
    const threshold = Math.max(MIN_RTT_THRESH, Math.min(eighth, MAX_RTT_THRESH));
    if (this.#currentRoundMinRtt < this.#lastRoundMinRtt + threshold) return;
    this.#cssBaselineMinRtt = this.#currentRoundMinRtt;
    this.#cssRounds = 0;
  }
}
