import type { Nanos } from "../base/time.ts";
import { DropTail } from "./drop_tail.ts";
import { Admission, type Queue } from "./queue.ts";

/** What a CoDel queue is like, in the words of `tc codel`. */
export interface CoDelSettings {
  /** How long frames may always wait; 5 ms by default (RFC 8289 4.3). */
  readonly target: Nanos;
  /** For how long more than that is borne; 100 ms by default. */
  readonly interval: Nanos;
  /** Whether frames that are ECN-capable are marked in place of being dropped. */
  readonly ecn: boolean;
}

/** How long, in intervals, the count of the last time of trouble still says something (RFC 8289 5.5). */
const MEMORY = 16;

/**
 * Controlled delay (RFC 8289): once frames have waited longer than `target` for
 * a whole `interval`, one is dropped (or marked) now and then, ever sooner,
 * until one has waited less.
 *
 * What waits is first in, first out, so what the text decides when a frame
 * leaves is decided here when it comes, for the time at which it will leave. One
 * thing only is not known then: whether others will have come behind it. The
 * text spares the last frame of a queue; here it is judged like all.
 */
export class CoDel implements Queue {
  dropNote = "";
  readonly settings: CoDelSettings;
  readonly #line: DropTail;
  /** When the wait has been too long for an interval; 0 where it is not too long. */
  #firstAboveAt: Nanos = 0;
  #dropNextAt: Nanos = 0;
  #count = 0;
  #lastCount = 0;
  #isDropping = false;

  /**
   * `line` says how much may wait at all.
   *
   * @throws {RangeError} if a time is not whole nanoseconds above 0.
   */
  constructor(settings: CoDelSettings, line: DropTail) {
    checkTime(settings.target, "target");
    checkTime(settings.interval, "interval");
    this.settings = settings;
    this.#line = line;
  }

  offer(bytes: number, startsAt: Nanos, now: Nanos, isEcnCapable: boolean): Admission {
    if (!this.#isFull(bytes, startsAt, now) && this.#isTooMuch(startsAt - now, startsAt)) {
      if (!isEcnCapable || !this.settings.ecn) {
        this.dropNote = "CoDel";
        return Admission.Drop;
      }
      this.#line.offer(bytes, startsAt, now);
      return Admission.Mark;
    }
    this.dropNote = this.#line.dropNote;
    return this.#line.offer(bytes, startsAt, now);
  }

  #isFull(bytes: number, startsAt: Nanos, now: Nanos): boolean {
    const { limitBytes, limitPackets } = this.#line;
    return startsAt > now && (this.#line.packetsAt(now) >= limitPackets ||
      this.#line.bytesAt(now) + bytes > limitBytes);
  }

  /** RFC 8289 5.5, deque: whether the frame that leaves at `at` after such a wait is one to drop. */
  #isTooMuch(wait: Nanos, at: Nanos): boolean {
    const mayDrop = this.#mayDrop(wait, at);
    if (this.#isDropping) {
      if (!mayDrop) this.#isDropping = false;
      if (!this.#isDropping || at < this.#dropNextAt) return false;
      this.#count++;
      this.#dropNextAt = this.#next(this.#dropNextAt);
      return true;
    }
    if (!mayDrop) return false;
    const delta = this.#count - this.#lastCount;
    const isRecent = at - this.#dropNextAt < MEMORY * this.settings.interval;
    this.#isDropping = true;
    this.#count = delta > 1 && isRecent ? delta : 1;
    this.#lastCount = this.#count;
    this.#dropNextAt = this.#next(at);
    return true;
  }

  /** RFC 8289 5.4, dodeque: the wait has been above the target for an interval. */
  #mayDrop(wait: Nanos, at: Nanos): boolean {
    if (wait < this.settings.target) {
      this.#firstAboveAt = 0;
      return false;
    }
    if (this.#firstAboveAt === 0) {
      this.#firstAboveAt = at + this.settings.interval;
      return false;
    }
    return at >= this.#firstAboveAt;
  }

  /** RFC 8289 5.3, control_law. A square root is the same on every machine (IEEE 754). */
  #next(from: Nanos): Nanos {
    return from + Math.floor(this.settings.interval / Math.sqrt(this.#count));
  }

  packetsAt(now: Nanos): number {
    return this.#line.packetsAt(now);
  }

  bytesAt(now: Nanos): number {
    return this.#line.bytesAt(now);
  }

  clear(): void {
    this.#line.clear();
    this.#firstAboveAt = 0;
    this.#isDropping = false;
  }
}

function checkTime(time: Nanos, name: string): void {
  if (Number.isSafeInteger(time) && time > 0) return;
  throw new RangeError(
    `Cannot make a CoDel queue: ${name} must be whole nanoseconds above 0: it is ${time}`,
  );
}
