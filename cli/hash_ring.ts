/** Bytes of a slot, and slots: few enough to stay in the cache that both cores share. */
export const SLOT = 1 << 16;
const SLOTS = 1 << 4;

/** Where the control words stand; behind them is the length of what each slot holds. */
const Word = { State: 0, Written: 1, Taken: 2, Lengths: 3 } as const;

/** What becomes of the bytes. */
const State = { Starting: 0, Running: 1, Abandoned: 2, Done: 3 } as const;

/** The length that ends it all. */
const END = -1;

/** A worker that is alive takes a slot within far less than this. */
const PATIENCE_MS = 60_000;

/** The memory that a ring is made of, as it is sent to a worker. */
export interface RingMemory {
  readonly control: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
}

/**
 * Bytes on their way to a worker, piece by piece through memory that both
 * share: one side puts, the other takes. Either waits without going back to its
 * event loop, so that whoever produces bytes need not be asynchronous.
 */
export class HashRing {
  readonly memory: RingMemory;
  readonly #control: Int32Array;
  readonly #slots: Uint8Array;

  constructor(
    memory: RingMemory = {
      control: new SharedArrayBuffer(4 * (Word.Lengths + SLOTS)),
      slots: new SharedArrayBuffer(SLOT * SLOTS),
    },
  ) {
    this.memory = memory;
    this.#control = new Int32Array(memory.control);
    this.#slots = new Uint8Array(memory.slots);
  }

  /** The worker's first word; false where nobody waits for it any more. */
  begin(): boolean {
    return this.#turn(State.Starting, State.Running);
  }

  /** Takes the work back if the worker has not begun; false where it has. */
  abandon(): boolean {
    return this.#turn(State.Starting, State.Abandoned);
  }

  /** Ends the worker, whatever it does. */
  stop(): void {
    Atomics.store(this.#control, Word.State, State.Abandoned);
    Atomics.notify(this.#control, Word.Written);
  }

  /** Waits for the worker to begin, but not for ever. */
  awaitBegin(milliseconds: number): void {
    Atomics.wait(this.#control, Word.State, State.Starting, milliseconds);
  }

  /** Whether the worker takes what is put. */
  get hasBegun(): boolean {
    return Atomics.load(this.#control, Word.State) === State.Running;
  }

  /** Whether every slot is taken up. */
  #isFull(): boolean {
    return this.#written() - Atomics.load(this.#control, Word.Taken) >= SLOTS;
  }

  /** Puts at most {@linkcode SLOT} bytes for a worker that has begun; waits for room where there is none. */
  put(bytes: Uint8Array): void {
    this.#awaitRoom();
    const slot = this.#written() % SLOTS;
    this.#slots.set(bytes, slot * SLOT);
    this.#pass(slot, bytes.length);
  }

  /** Says that this was all, and waits for the hash, which is as many bytes. */
  end(length: number): Uint8Array {
    this.#awaitRoom();
    this.#pass(this.#written() % SLOTS, END);
    if (Atomics.wait(this.#control, Word.State, State.Running, PATIENCE_MS) === "timed-out") fail();
    return this.#slots.slice(0, length);
  }

  /** The worker's last word: the hash. */
  finish(hash: Uint8Array): void {
    this.#slots.set(hash);
    Atomics.store(this.#control, Word.State, State.Done);
    Atomics.notify(this.#control, Word.State);
  }

  /** The next piece in that buffer; null at the end, or where nobody wants it any more. */
  take(into: Uint8Array): Uint8Array | null {
    const control = this.#control;
    const taken = Atomics.load(control, Word.Taken);
    while (this.#written() === taken) {
      if (Atomics.load(control, Word.State) === State.Abandoned) return null;
      Atomics.wait(control, Word.Written, taken);
    }
    const piece = this.#piece(taken, into);
    if (piece === null) return null;
    Atomics.store(control, Word.Taken, taken + 1 | 0);
    Atomics.notify(control, Word.Taken);
    return piece;
  }

  #written(): number {
    return Atomics.load(this.#control, Word.Written);
  }

  #piece(index: number, into: Uint8Array): Uint8Array | null {
    const slot = index % SLOTS;
    const length = this.#control[Word.Lengths + slot]!;
    if (length === END) return null;
    into.set(this.#slots.subarray(slot * SLOT, slot * SLOT + length));
    return into.subarray(0, length);
  }

  #pass(slot: number, length: number): void {
    this.#control[Word.Lengths + slot] = length;
    Atomics.add(this.#control, Word.Written, 1);
    Atomics.notify(this.#control, Word.Written);
  }

  #awaitRoom(): void {
    while (this.#isFull()) {
      const taken = Atomics.load(this.#control, Word.Taken);
      if (!this.#isFull()) return;
      if (Atomics.wait(this.#control, Word.Taken, taken, PATIENCE_MS) === "timed-out") fail();
    }
  }

  #turn(from: number, to: number): boolean {
    const isTurned = Atomics.compareExchange(this.#control, Word.State, from, to) === from;
    if (isTurned) Atomics.notify(this.#control, Word.State);
    return isTurned;
  }
}

function fail(): never {
  throw new Error("Internal error, please report it: a worker that hashes has stopped");
}
