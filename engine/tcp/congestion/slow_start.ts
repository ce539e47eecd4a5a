import type { AckSample } from "./ack_sample.ts";
import { HyStart } from "./hystart.ts";
import { HyStartPlusPlus } from "./hystart_plus_plus.ts";
import type { SlowStartExit } from "./settings.ts";

/** The part of a controller that slow start changes. */
export interface SlowStartWindow {
  cwnd: number;
  ssthresh: number;
}

/**
 * Slow start (RFC 5681 3.1) with the limit of RFC 3465 and, by system, an
 * earlier end: HyStart or HyStart++ (RFC 9406).
 */
export class SlowStart {
  readonly #limit: number;
  readonly #hyStart: HyStart | null;
  readonly #hyStartPlusPlus: HyStartPlusPlus | null;

  constructor(limit: number, exit: SlowStartExit) {
    this.#limit = limit;
    this.#hyStart = exit === "hystart" ? new HyStart() : null;
    this.#hyStartPlusPlus = exit === "hystart++" ? new HyStartPlusPlus() : null;
  }

  /** The connection is established, or a timeout made slow start begin again. */
  begin(isFirst: boolean): void {
    this.#hyStart?.begin();
    if (isFirst) this.#hyStartPlusPlus?.begin();
    else this.#hyStartPlusPlus?.end();
  }

  /** A loss ends the first slow start for good. */
  onLoss(): void {
    this.#hyStartPlusPlus?.end();
  }

  /** Grows `window`; returns how many of the acknowledged bytes are left for congestion avoidance. */
  onAck(window: SlowStartWindow, ack: AckSample, smss: number): number {
    this.#hyStart?.onAck(window, ack, smss);
    if (window.cwnd >= window.ssthresh) return ack.delivered;
    const counted = Math.min(ack.delivered, this.#limit * smss);
    let growth = counted;
    if (this.#hyStartPlusPlus !== null) {
      growth = this.#hyStartPlusPlus.growth(window, ack, counted);
      window.cwnd += growth;
      return 0;
    }
    const room = window.ssthresh - window.cwnd;
    if (this.#limit === Infinity && growth > room) { // the rest of a large ACK avoids congestion
      window.cwnd += room;
      return ack.delivered - room;
    }
    window.cwnd += growth;
    return 0;
  }
}
