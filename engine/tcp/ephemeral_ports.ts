import type { Rng } from "../base/rng.ts";
import type { Connection } from "./connection.ts";
import type { Profile } from "./profiles/mod.ts";

/**
 * Chooses ports for those who name none: one by chance of the system's range,
 * and where that is in use the next ones (RFC 6056 3.3.1, algorithm 1).
 */
export class EphemeralPorts {
  readonly #first: number;
  readonly #count: number;
  readonly #rng: Rng;
  /** Who was given each port last, by its distance from the first: most searches end with a look. */
  readonly #users: (Connection | undefined)[] = [];

  constructor(profile: Profile, rng: Rng) {
    this.#first = profile.ephemeralFirst;
    this.#count = profile.ephemeralLast - profile.ephemeralFirst + 1;
    this.#rng = rng;
  }

  /**
   * A port that is free, or 0 where none is. `isFree` is told who was given the
   * port last, if it was given.
   */
  choose(isFree: (port: number, user: Connection | undefined) => boolean): number {
    const offset = this.#rng.below(this.#count);
    for (let i = 0; i < this.#count; i++) {
      const index = (offset + i) % this.#count;
      const port = this.#first + index;
      if (isFree(port, this.#users[index])) return port;
    }
    return 0;
  }

  /** A connection got that port. */
  give(port: number, connection: Connection): void {
    const index = port - this.#first;
    if (index >= 0 && index < this.#count) this.#users[index] = connection;
  }
}
