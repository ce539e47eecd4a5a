import { formatNanos, type Nanos } from "../engine/base/time.ts";

/** Nothing is shown of a run that is over by then. */
const FIRST_AFTER_MS = 500;
const EVERY_MS = 200;

/**
 * Shows on a terminal's standard error how far a long run has come: its virtual
 * time and the events per second. Elsewhere it shows nothing.
 */
export class Progress {
  readonly #isShown = Deno.stderr.isTerminal();
  readonly #startedAt = performance.now();
  #shownAt = this.#startedAt + FIRST_AFTER_MS - EVERY_MS;
  #hasLine = false;

  show(now: Nanos, events: number): void {
    if (!this.#isShown) return;
    const time = performance.now();
    if (time - this.#shownAt < EVERY_MS) return;
    this.#shownAt = time;
    const rate = Math.round(events / ((time - this.#startedAt) / 1000));
    this.#write(
      `\r\x1b[K${formatNanos(now)} of virtual time, ${rate.toLocaleString("en")} events/s`,
    );
    this.#hasLine = true;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#hasLine) this.#write("\r\x1b[K");
    this.#hasLine = false;
  }

  #write(text: string): void {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  }
}
