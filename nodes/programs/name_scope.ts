/**
 * The sockets and threads that a program's steps know, by name. Threads of a
 * process share its names; each thread that serves a connection has some of its
 * own, and sees those of the process behind them.
 */
export class NameScope {
  readonly #outer: NameScope | null;
  readonly #handles: Map<string, number> = new Map();
  /** Null before the first: most programs start no thread. */
  #threads: Map<string, string> | null = null;

  constructor(outer: NameScope | null) {
    this.#outer = outer;
  }

  /** The handle of that name; -1, which is no handle, where nothing has it. */
  handleOf(name: string): number {
    return this.#handles.get(name) ?? this.#outer?.handleOf(name) ?? -1;
  }

  set(name: string, handle: number): void {
    this.#handles.set(name, handle);
  }

  /** What the process calls the thread that the steps started by that name; "" where none did. */
  threadOf(name: string): string {
    return this.#threads?.get(name) ?? this.#outer?.threadOf(name) ?? "";
  }

  setThread(name: string, thread: string): void {
    this.#threads ??= new Map();
    this.#threads.set(name, thread);
  }
}
