import { type Nanos, NEVER } from "../base/time.ts";
import type { Ipv4 } from "../wire/mod.ts";

/** What a host has learned of the paths to other hosts (RFC 1191 6.1); each entry grows old (6.3). */
export class PathMtuCache {
  readonly #entries = new Map<Ipv4, { mtu: number; until: Nanos }>();

  /** Notes that the path to a host carries packets of `mtu` bytes, which holds until that time. */
  learn(destination: Ipv4, mtu: number, until: Nanos): void {
    this.#entries.set(destination, { mtu, until });
  }

  /** The path MTU to a host in bytes; Infinity where nothing is known, or not any more. */
  mtuTowards(destination: Ipv4, now: Nanos): number {
    return (this.#entries.get(destination)?.until ?? 0) > now
      ? this.#entries.get(destination)!.mtu
      : Infinity;
  }

  /** Until when that holds; NEVER where nothing is known. */
  untilTowards(destination: Ipv4, now: Nanos): Nanos {
    const until = this.#entries.get(destination)?.until ?? 0;
    return until > now ? until : NEVER;
  }

  /** Forgets everything, as a crash does. */
  clear(): void {
    this.#entries.clear();
  }
}
