import { ms, type Nanos, us } from "../../base/time.ts";
import { seqGT } from "../seq.ts";
import type { AckSample } from "./ack_sample.ts";
import type { SlowStartWindow } from "./slow_start.ts";

// Linux tcp_cubic.c
/** Smaller windows leave slow start by a loss only, in segments (hystart_low_window). */
const LOW_WINDOW = 16;
/** ACKs that follow each other so closely belong to one train (hystart_ack_delta_us). */
const TRAIN_GAP = ms(2);
/** Samples that a round needs before its delay says something (HYSTART_MIN_SAMPLES). */
const MIN_SAMPLES = 8;
/** How much longer a round must take: an eighth, within these bounds (HYSTART_DELAY_MIN, _MAX). */
const DELAY_MIN = ms(4);
const DELAY_MAX = ms(16);
/** The most that a burst may delay an ACK, and the size of four of them (hystart_ack_delay). */
const BURST_DELAY = ms(1);
const BURSTS = 4 * 65_536;

/**
 * Classic HyStart as Linux's CUBIC has it: slow start ends when a train of ACKs
 * is as long as half the smallest round trip, or when round trips get longer
 * (Ha and Rhee, "Taming the elephants", 2011; Linux hystart_update).
 */
export class HyStart {
  #isFound = false;
  #hasRound = false;
  /** SND.NXT when the round began. */
  #roundEnd = 0;
  #roundStart: Nanos = 0;
  #lastAck: Nanos = 0;
  #samples = 0;
  #roundRtt: Nanos = 0;
  /** The smallest round-trip time ever seen. */
  #minRtt: Nanos = 0;

  begin(): void {
    this.#isFound = false;
    this.#hasRound = false;
    this.#minRtt = 0;
  }

  /** Looks at an ACK before the window grows; where slow start ends it sets ssthresh. */
  onAck(window: SlowStartWindow, ack: AckSample, smss: number): void {
    if (ack.rtt < 0) return;
    const delay = Math.max(ack.rtt, us(1));
    if (this.#minRtt === 0 || delay < this.#minRtt) this.#minRtt = delay;
    if (this.#isFound || window.cwnd >= window.ssthresh) return;
    if (!this.#hasRound || seqGT(ack.una, this.#roundEnd)) this.#beginRound(ack);
    if (window.cwnd < LOW_WINDOW * smss) return;
    this.#isFound = this.#isTrainLong(window, ack) || this.#isDelayed(delay);
    if (this.#isFound) window.ssthresh = window.cwnd;
  }

  #beginRound(ack: AckSample): void {
    this.#hasRound = true;
    this.#roundEnd = ack.nxt;
    this.#roundStart = ack.now;
    this.#lastAck = ack.now;
    this.#samples = 0;
    this.#roundRtt = Infinity;
  }

  #isTrainLong(window: SlowStartWindow, ack: AckSample): boolean {
    if (ack.now - this.#lastAck > TRAIN_GAP) return false;
    this.#lastAck = ack.now;
    const burst = Math.min(BURST_DELAY, Math.floor(BURSTS * ack.srtt / (2 * window.cwnd)));
    return ack.now - this.#roundStart > Math.floor((this.#minRtt + burst) / 2);
  }

  #isDelayed(delay: Nanos): boolean {
    if (delay < this.#roundRtt) this.#roundRtt = delay;
    if (this.#samples < MIN_SAMPLES) {
      this.#samples++;
      return false;
    }
    const eighth = Math.floor(this.#minRtt / 8);
    return this.#roundRtt > this.#minRtt + Math.max(DELAY_MIN, Math.min(eighth, DELAY_MAX));
  }
}
