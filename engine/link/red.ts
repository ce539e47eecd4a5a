import type { Rng } from "../base/rng.ts";
import type { Nanos } from "../base/time.ts";
import type { DropTail } from "./drop_tail.ts";
import { Admission, type Queue } from "./queue.ts";

/** What a RED queue is like, in the words of `tc red`; sizes in bytes. */
export interface RedSettings {
  /** The average length from which on frames are dropped or marked. */
  readonly min: number;
  /** The average length from which on all are. */
  readonly max: number;
  /** The part of the frames that are, just below `max`: 0 to 1. */
  readonly probability: number;
  /** Each frame moves the average by 1 / 2^weight of the difference; 9 in the paper. */
  readonly weight: number;
  /** Whether frames that are ECN-capable are marked in place of being dropped. */
  readonly ecn: boolean;
}

/**
 * Random early detection (Floyd and Jacobson 1993; RFC 7567 calls for it or its
 * like): the longer a queue is on average, the likelier a frame that comes is
 * dropped, or marked, before the queue is full.
 */
export class Red implements Queue {
  dropNote = "";
  readonly settings: RedSettings;
  readonly #line: DropTail;
  readonly #luck: Rng;
  /** How long the line takes for a typical frame: the unit of idle time. */
  readonly #frameTime: Nanos;
  /** The average length, times 2^weight. */
  #scaled = 0;
  /** Frames since the last one that was dropped or marked; -1 below `min`. */
  #count = -1;
  #busyUntil: Nanos = 0;

  /**
   * `line` says how much may wait at all; `frameTime` is 0 for a line without a rate.
   *
   * @throws {RangeError} if min and max are not 0 <= min < max, or the probability is not from 0 to 1.
   */
  constructor(settings: RedSettings, line: DropTail, frameTime: Nanos, luck: Rng) {
    const { max, min, probability, weight } = settings;
    if (!(min >= 0 && min < max)) {
      throw new RangeError(
        `Cannot make a RED queue: min must be less than max: they are ${min} and ${max}`,
      );
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(
        `Cannot make a RED queue: probability must be from 0 to 1: it is ${probability}`,
      );
    }
    if (!Number.isInteger(weight) || weight < 0 || weight > 20) {
      throw new RangeError(
        `Cannot make a RED queue: weight must be a whole number from 0 to 20: it is ${weight}`,
      );
    }
    this.settings = settings;
    this.#line = line;
    this.#frameTime = frameTime;
    this.#luck = luck;
  }

  offer(bytes: number, startsAt: Nanos, now: Nanos, isEcnCapable: boolean): Admission {
    this.#average(startsAt, now);
    if (this.#isChosen()) {
      if (!isEcnCapable || !this.settings.ecn) {
        this.dropNote = "RED";
        return Admission.Drop;
      }
      return this.#join(bytes, startsAt, now, Admission.Mark);
    }
    return this.#join(bytes, startsAt, now, Admission.Take);
  }

  #join(bytes: number, startsAt: Nanos, now: Nanos, verdict: Admission): Admission {
    this.dropNote = this.#line.dropNote;
    const taken = this.#line.offer(bytes, startsAt, now);
    if (taken === Admission.Drop) return taken;
    this.#busyUntil = startsAt + this.#frameTime;
    return verdict;
  }

  /** The moving average of what waits; in idle time as many empty queues as frames could have passed. */
  #average(startsAt: Nanos, now: Nanos): void {
    const share = 2 ** this.settings.weight;
    if (startsAt <= now && now > this.#busyUntil && this.#frameTime > 0) {
      const missed = Math.floor((now - this.#busyUntil) / this.#frameTime);
      this.#scaled = Math.floor(this.#scaled * power(1 - 1 / share, missed));
    }
    this.#scaled += this.#line.bytesAt(now) - Math.floor(this.#scaled / share);
  }

  #isChosen(): boolean {
    const { max, min, probability, weight } = this.settings;
    const average = this.#scaled / 2 ** weight;
    if (average < min) {
      this.#count = -1;
      return false;
    }
    if (average >= max) {
      this.#count = 0;
      return true;
    }
    this.#count++;
    const share = (probability * (average - min)) / (max - min);
    const rest = 1 - this.#count * share;
    if (rest > 0 && !this.#luck.chance(Math.min(share / rest, 1))) return false;
    this.#count = 0;
    return true;
  }

  packetsAt(now: Nanos): number {
    return this.#line.packetsAt(now);
  }

  bytesAt(now: Nanos): number {
    return this.#line.bytesAt(now);
  }

  clear(): void {
    this.#line.clear();
  }
}

/** By squaring: products are the same on every machine, `**` of fractions need not be. */
function power(base: number, exponent: number): number {
  let [result, square] = [1, base];
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
