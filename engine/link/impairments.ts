import type { Rng } from "../base/rng.ts";
import type { Nanos } from "../base/time.ts";

/** What a line does to frames by chance, in the words of netem and ns-3. */
export interface ImpairmentSettings {
  /** The part of the frames that get lost on the way: 0 to 1. */
  readonly loss: number;
  /** The part of the frames that are sent twice: 0 to 1. */
  readonly duplicate: number;
  /** The part of the frames in which one bit is flipped: 0 to 1. */
  readonly corrupt: number;
  /**
   * By how much the latency varies: each frame's own is up to so many
   * nanoseconds shorter or longer, all equally likely. Frames overtake each other.
   */
  readonly jitter: Nanos;
}

/** A line that harms nobody. */
export const NO_IMPAIRMENTS: ImpairmentSettings = Object.freeze({
  loss: 0,
  duplicate: 0,
  corrupt: 0,
  jitter: 0,
});

/**
 * The luck of each frame on one line.
 *
 * Every impairment draws from its own fork, once per frame whatever the others
 * said: the n-th frame has the same luck with one of them, however the others
 * are set. One that is off draws nothing.
 */
export class Impairments {
  readonly settings: ImpairmentSettings;
  /** Whether any is on. */
  readonly active: boolean;
  /** Whether the frame of the last {@linkcode draw} is lost. */
  lost = false;
  /** Whether it is sent twice. */
  duplicated = false;
  /** Whether a bit of it is flipped. */
  corrupted = false;
  /** By how much later (or, below 0, earlier) than usual it arrives. */
  shift: Nanos = 0;
  #loss: Rng;
  #duplicate: Rng;
  #corrupt: Rng;
  #jitter: Rng;

  /** @throws {RangeError} if a part is not from 0 to 1, or the jitter not whole nanoseconds. */
  constructor(settings: ImpairmentSettings, rng: Rng) {
    checkPart(settings.loss, "loss");
    checkPart(settings.duplicate, "duplicate");
    checkPart(settings.corrupt, "corrupt");
    checkJitter(settings.jitter);
    this.settings = settings;
    this.active = settings.loss > 0 || settings.duplicate > 0 || settings.corrupt > 0 ||
      settings.jitter > 0;
    this.#loss = rng.fork("loss");
    this.#duplicate = rng.fork("duplicate");
    this.#corrupt = rng.fork("corrupt");
    this.#jitter = rng.fork("jitter");
  }

  /** Whether the frame arrives as it is and once, if not when it should. */
  get isGood(): boolean {
    return !this.lost && !this.duplicated && !this.corrupted;
  }

  /** Decides the luck of the next frame. */
  draw(): void {
    const { loss, duplicate, corrupt, jitter } = this.settings;
    this.lost = loss > 0 && this.#loss.chance(loss);
    this.duplicated = duplicate > 0 && this.#duplicate.chance(duplicate);
    this.corrupted = corrupt > 0 && this.#corrupt.chance(corrupt);
    this.shift = jitter > 0 ? this.#drawShift(jitter) : 0;
  }

  /** A whole number from -jitter to jitter, both included. */
  #drawShift(jitter: Nanos): Nanos {
    return this.#jitter.below(2 * jitter + 1) - jitter;
  }
}

function checkPart(part: number, name: string): void {
  if (part >= 0 && part <= 1) return;
  throw new RangeError(`Cannot impair a line: ${name} must be from 0 to 1: it is ${part}`);
}

function checkJitter(jitter: Nanos): void {
  if (Number.isSafeInteger(jitter) && jitter >= 0) return;
  throw new RangeError(
    `Cannot impair a line: jitter must be whole nanoseconds from 0: it is ${jitter}`,
  );
}
