import type { Rng } from "../base/rng.ts";
import type { Profile } from "./profiles/mod.ts";

/**
 * Chooses ports for those who name none: one by chance of the system's range,
 * and where that is in use the next ones (RFC 6056 3.3.1, algorithm 1).
 */
export class EphemeralPorts {
  readonly #first: number;
  readonly #count: number;
  readonly #rng: Rng;

  constructor(profile: Profile, rng: Rng) {
    this.#first = profile.ephemeralFirst;
    this.#count = profile.ephemeralLast - profile.ephemeralFirst + 1;
    this.#rng = rng;
  }

  /** A port that is free, or 0 where none is. */
  choose(isFree: (port: number) => boolean): number {
    const offset = this.#rng.below(this.#count);
    for (let i = 0; i < this.#count; i++) {
      const port = this.#first + (offset + i) % this.#count;
      if (isFree(port)) return port;
    }
    return 0;
  }
}
