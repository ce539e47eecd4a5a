/** Listens for Ctrl-C, in place of the end that it would bring at once. */
export class Interrupt {
  #count = 0;
  readonly #first = new AbortController();
  readonly #onSignal = (): void => {
    this.#count++;
    this.#first.abort();
  };

  constructor() {
    Deno.addSignalListener("SIGINT", this.#onSignal);
  }

  /** How often it came. */
  get count(): number {
    return this.#count;
  }

  /** Tells of the first one, for what waits. */
  get signal(): AbortSignal {
    return this.#first.signal;
  }

  /** From now on, Ctrl-C ends the process again. */
  stop(): void {
    Deno.removeSignalListener("SIGINT", this.#onSignal);
  }
}
