import type { Ipv4 } from "../wire/mod.ts";
import type { Listener } from "./listener.ts";

/** The listeners of a host by port and address. */
export class ListenerTable {
  readonly #byPort = new Map<number, Listener[]>();

  /** Adds a listener; false where another one has that port at that address. */
  add(listener: Listener): boolean {
    const others = this.#byPort.get(listener.port) ?? [];
    if (others.some((other) => other.address === listener.address)) return false;
    this.#byPort.set(listener.port, [...others, listener]);
    return true;
  }

  remove(listener: Listener): void {
    const others = (this.#byPort.get(listener.port) ?? []).filter((it) => it !== listener);
    if (others.length > 0) this.#byPort.set(listener.port, others);
    else this.#byPort.delete(listener.port);
  }

  /** The listener that a SYN to that address and port meets: the one bound to the address first. */
  find(address: Ipv4, port: number): Listener | null {
    const candidates = this.#byPort.get(port);
    if (candidates === undefined) return null;
    return candidates.find((it) => it.address === address) ??
      candidates.find((it) => it.address === 0) ?? null;
  }

  all(): Listener[] {
    return [...this.#byPort.values()].flat();
  }

  clear(): void {
    this.#byPort.clear();
  }
}
