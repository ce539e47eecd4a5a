import { Rng } from "../../../engine/base/rng.ts";

/** Draws what a random topology is made of, from one stream of luck. */
export class Draw {
  readonly #rng: Rng;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  /** Luck of its own for one part, so that others may change without it. */
  fork(name: string): Draw {
    return new Draw(this.#rng.fork(name));
  }

  /** A whole number within limits, both included. */
  int(from: number, to: number): number {
    return from + this.#rng.below(to - from + 1);
  }

  chance(probability: number): boolean {
    return this.#rng.chance(probability);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.#rng.below(list.length)]!;
  }

  /** One of them; the number beside each says how likely it is. */
  weighted<T>(...choices: readonly (readonly [number, T])[]): T {
    let left = this.#rng.below(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, choice] of choices) {
      if (left < weight) return choice;
      left -= weight;
    }
    return choices[0]![1];
  }

  /** A number from 1 to `to`, small ones as likely as large ones. */
  size(to: number): number {
    const bits = this.int(0, Math.floor(Math.log2(to)));
    return Math.min(to, this.int(2 ** bits, 2 ** (bits + 1) - 1));
  }

  /** A time as topologies write it. Round ones come often, so that things happen at once. */
  time(fromMs: number, toMs: number): string {
    if (this.chance(0.5)) {
      return `${this.int(Math.ceil(fromMs / 10), Math.floor(toMs / 10)) * 10}ms`;
    }
    if (this.chance(0.5)) return `${this.int(fromMs, toMs)}ms`;
    return `${this.int(fromMs * 1000, toMs * 1000)}us`;
  }
}
