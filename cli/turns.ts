/** Between two looks at the outside world, each of which takes about two milliseconds. */
export const TURN_MS = 50;

/**
 * Lets signals in now and then, which wait as long as code runs.
 *
 * Work that never waits of itself is done in pieces, and asks after each of them.
 */
export class Turns {
  #nextAt: number = performance.now() + TURN_MS;

  /** Whether it is time to let them in. */
  get areDue(): boolean {
    return performance.now() >= this.#nextAt;
  }

  /** Lets them in if it is time. */
  async takeIfDue(): Promise<void> {
    if (this.areDue) await this.take();
  }

  /** Lets them in. */
  async take(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#nextAt = performance.now() + TURN_MS;
  }
}
