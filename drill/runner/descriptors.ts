import type { Interest } from "./epoll.ts";

/** What a descriptor of a script names. */
export type Descriptor =
  | { readonly kind: "socket"; readonly handle: number }
  | { readonly kind: "epoll"; readonly watched: Map<number, Interest> };

/** The numbers that a script gives its descriptors, whatever the system would have. */
export class Descriptors {
  readonly #byNumber: Map<number, Descriptor> = new Map();

  set(number: number, descriptor: Descriptor): void {
    this.#byNumber.set(number, descriptor);
  }

  get(number: number): Descriptor | null {
    return this.#byNumber.get(number) ?? null;
  }

  remove(number: number): void {
    this.#byNumber.delete(number);
  }
}
