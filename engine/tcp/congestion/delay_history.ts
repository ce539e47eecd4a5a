import { type Nanos, seconds } from "../../base/time.ts";

/** Over how many minutes the base delay is the smallest (RFC 6817 4.2, BASE_HISTORY). */
const MINUTES = 10;
const MINUTE: Nanos = seconds(60);

/** Of how many samples, the latest, the current delay is the smallest (RFC 6817 4.2, CURRENT_FILTER). */
const FILTER = 4;

/**
 * Tells how much of the delay is waiting in queues (RFC 6817 4.2): the current
 * delay less the base delay, which is the smallest of the last ten minutes.
 * The delays are round-trip times, as LEDBAT++ has it (section 4.5).
 */
export class DelayHistory {
  readonly #minutes: Float64Array = new Float64Array(MINUTES).fill(Infinity);
  readonly #latest: Float64Array = new Float64Array(FILTER).fill(Infinity);
  #minute = 0;
  #minuteStart: Nanos = 0;
  #next = 0;
  /** The smallest delay of the last ten minutes; Infinity before the first sample. */
  base: Nanos = Infinity;
  /** The smallest of the latest samples; Infinity before the first. */
  current: Nanos = Infinity;

  /** Takes in a measured delay. */
  sample(delay: Nanos, now: Nanos): void {
    if (this.base === Infinity) this.#minuteStart = now;
    this.#turnOver(now);
    this.#minutes[this.#minute] = Math.min(this.#minutes[this.#minute]!, delay);
    this.#latest[this.#next] = delay;
    this.#next = (this.#next + 1) % FILTER;
    this.base = smallest(this.#minutes);
    this.current = smallest(this.#latest);
  }

  /** The part of the current delay that queues make; 0 before the first sample. */
  get queueing(): Nanos {
    return this.base === Infinity ? 0 : this.current - this.base;
  }

  #turnOver(now: Nanos): void {
    const passed = Math.min(Math.floor((now - this.#minuteStart) / MINUTE), MINUTES);
    if (passed <= 0) return;
    this.#minuteStart = now - (now - this.#minuteStart) % MINUTE;
    for (let i = 0; i < passed; i++) {
      this.#minute = (this.#minute + 1) % MINUTES;
      this.#minutes[this.#minute] = Infinity;
    }
  }
}

function smallest(values: Float64Array): number {
  let least = Infinity;
  for (let i = 0; i < values.length; i++) if (values[i]! < least) least = values[i]!;
  return least;
}
