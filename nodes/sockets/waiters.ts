import type { ErrorName } from "./errors.ts";
import type { Sleeper } from "./wait.ts";

/** A thread that is blocked, and the bits of `Interest` that it waits for. */
interface Waiter {
  readonly sleeper: Sleeper;
  readonly interest: number;
}

/** Nothing is ever added to it. */
const NOBODY: Waiter[] = [];

/**
 * The threads that are blocked on one socket, in the order in which they came.
 * Nearly always there is one at most, which comes and goes with every segment:
 * the first stands in fields, and only others take a list.
 */
export class Waiters {
  #first: Sleeper | null = null;
  #firstInterest = 0;
  /** Those behind the first; empty where there is no first. */
  #others: Waiter[] = NOBODY;

  get isEmpty(): boolean {
    return this.#first === null;
  }

  /** Whether a thread waits for one of these bits. */
  hasFor(interest: number): boolean {
    if (this.#first === null) return false;
    return (this.#firstInterest & interest) !== 0 ||
      this.#others.some((waiter) => (waiter.interest & interest) !== 0);
  }

  add(sleeper: Sleeper, interest: number): void {
    if (this.#first === null) {
      this.#first = sleeper;
      this.#firstInterest = interest;
    } else if (this.#others === NOBODY) {
      this.#others = [{ sleeper, interest }];
    } else {
      this.#others.push({ sleeper, interest });
    }
  }

  remove(sleeper: Sleeper): void {
    if (this.#first === null) return;
    if (this.#others !== NOBODY) this.#keep((waiter) => waiter.sleeper !== sleeper);
    else if (this.#first === sleeper) this.#first = null;
  }

  /** Wakes those that wait for one of these bits, in their order; they wait no more. */
  wake(interest: number, error: ErrorName | ""): void {
    const first = this.#first;
    if (first === null) return;
    if (this.#others !== NOBODY) {
      const woken = this.#keep((waiter) => (waiter.interest & interest) === 0);
      for (const { sleeper } of woken) sleeper.wake(error);
    } else if ((this.#firstInterest & interest) !== 0) {
      this.#first = null;
      first.wake(error);
    }
  }

  /** Keeps only the waiters of that kind, and gives the rest. */
  #keep(isKept: (waiter: Waiter) => boolean): Waiter[] {
    const first = this.#first;
    if (first === null) return [];
    const all = [{ sleeper: first, interest: this.#firstInterest }, ...this.#others];
    const kept = all.filter(isKept);
    this.#first = kept.length === 0 ? null : kept[0]!.sleeper;
    this.#firstInterest = kept.length === 0 ? 0 : kept[0]!.interest;
    this.#others = kept.length < 2 ? NOBODY : kept.slice(1);
    return all.filter((waiter) => !isKept(waiter));
  }
}
