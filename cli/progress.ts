import { formatNanos, type Nanos } from "../engine/base/time.ts";
import { type Output, writeText } from "./streams.ts";

/** Nothing is shown of a run that is over by then. */
const FIRST_AFTER_MS = 500;
const EVERY_MS = 200;

/**
 * Shows on a terminal how far a long run has come: its virtual time and the
 * events per second. Elsewhere it shows nothing.
 */
export class Progress {
  readonly #output: Output;
  readonly #isShown: boolean;
  readonly #clock: () => number;
  readonly #startedAt: number;
  #shownAt: number;
  #hasLine = false;

  /** `clock` tells milliseconds. */
  constructor(output: Output, clock: () => number = () => performance.now()) {
    this.#output = output;
    this.#isShown = output.isTerminal();
    this.#clock = clock;
    this.#startedAt = clock();
    this.#shownAt = this.#startedAt + FIRST_AFTER_MS - EVERY_MS;
  }

  async show(now: Nanos, events: number): Promise<void> {
    if (!this.#isShown) return;
    const time = this.#clock();
    if (time - this.#shownAt < EVERY_MS) return;
    this.#shownAt = time;
    const rate = Math.round(events / ((time - this.#startedAt) / 1000)).toLocaleString("en");
    await this.#line(`${formatNanos(now)} of virtual time, ${rate} events/s`);
    this.#hasLine = true;
  }

  /** Takes the line away. */
  async clear(): Promise<void> {
    if (this.#hasLine) await this.#line("");
    this.#hasLine = false;
  }

  async #line(text: string): Promise<void> {
    await writeText(this.#output, [`\r\x1b[K${text}`]);
  }
}

/** Shows on a terminal how many of a number of things are done. Elsewhere it shows nothing. */
export class CountProgress {
  readonly #output: Output;
  readonly #all: number;
  readonly #what: string;
  #shownAt: number;
  #hasLine = false;

  constructor(output: Output, all: number, what: string) {
    this.#output = output;
    this.#all = all;
    this.#what = what;
    this.#shownAt = performance.now() + FIRST_AFTER_MS - EVERY_MS;
  }

  async show(done: number): Promise<void> {
    const time = performance.now();
    if (!this.#output.isTerminal() || time - this.#shownAt < EVERY_MS) return;
    this.#shownAt = time;
    this.#hasLine = true;
    await writeText(this.#output, [`\r\x1b[K${done} of ${this.#all} ${this.#what}`]);
  }

  /** Takes the line away. */
  async clear(): Promise<void> {
    if (this.#hasLine) await writeText(this.#output, ["\r\x1b[K"]);
    this.#hasLine = false;
  }
}
