import type { Rng } from "../base/rng.ts";
import type { Ipv4 } from "../wire/mod.ts";
import type { Profile } from "./profiles/mod.ts";
import { TakenPorts } from "./taken_ports.ts";
import { mayConnectOverLater } from "./time_wait_reuse.ts";

/** Where a port shall lead to, and from which address. */
interface Way {
  readonly localAddress: Ipv4;
  readonly remoteAddress: Ipv4;
  readonly remotePort: number;
}

/** A search that meets so many ports in use is remembered for the next ones. */
const CROWD = 32;

/** Ways that are crowded have most of their ports in use: there are not many. */
const MOST_CROWDS = 64;

/** The ports of one way that are taken by connections. */
interface Crowd extends Way {
  readonly taken: TakenPorts;
}

/**
 * Chooses ports for those who name none: one by chance of the system's range,
 * and where that is in use the next ones (RFC 6056 3.3.1, algorithm 1).
 *
 * Of ways that are crowded it remembers which ports have a connection, for a
 * program that opens tens of thousands meets thousands of them before a free
 * one. What is remembered is only what lasts until {@linkcode release}: so the
 * port is always the one that a look at each would have found.
 */
export class EphemeralPorts {
  readonly #first: number;
  readonly #count: number;
  readonly #profile: Profile;
  readonly #rng: Rng;
  #crowds: Crowd[] = [];

  constructor(profile: Profile, rng: Rng) {
    this.#first = profile.ephemeralFirst;
    this.#count = profile.ephemeralLast - profile.ephemeralFirst + 1;
    this.#profile = profile;
    this.#rng = rng;
  }

  /**
   * A port that is free, or 0 where none is: no connection of that way is in
   * its place, nor is it taken otherwise.
   */
  choose(
    way: Way,
    isConnected: (port: number) => boolean,
    isTaken: (port: number) => boolean,
  ): number {
    const start = this.#first + this.#rng.below(this.#count);
    let crowd = this.#crowdOf(way);
    let met = 0;
    let port = start;
    for (let hasWrapped = false;;) {
      if (crowd !== null) port = crowd.taken.nextFrom(port);
      if (port === 0 || port >= this.#first + this.#count) {
        if (hasWrapped) return 0;
        hasWrapped = true;
        port = this.#first;
        continue;
      }
      if (hasWrapped && port >= start) return 0;
      if (!isConnected(port)) {
        if (!isTaken(port)) return port;
      } else if (crowd !== null) crowd.taken.take(port);
      else if (++met === CROWD) crowd = this.#remember(way);
      port++;
    }
  }

  /** A connection of that way from that port is gone. */
  release(way: Way, port: number): void {
    if (this.#crowds.length === 0) return;
    this.#crowdOf(way)?.taken.free(port);
  }

  /** All connections are gone. */
  clear(): void {
    this.#crowds = [];
  }

  #crowdOf({ localAddress, remoteAddress, remotePort }: Way): Crowd | null {
    for (let i = 0; i < this.#crowds.length; i++) {
      const crowd = this.#crowds[i]!;
      if (
        crowd.remotePort === remotePort && crowd.remoteAddress === remoteAddress &&
        crowd.localAddress === localAddress
      ) return crowd;
    }
    return null;
  }

  /** Not where connections in TIME-WAIT give their place away after a time, without being gone. */
  #remember({ localAddress, remoteAddress, remotePort }: Way): Crowd | null {
    if (this.#crowds.length === MOST_CROWDS) return null;
    if (mayConnectOverLater(this.#profile, localAddress, remoteAddress)) return null;
    const taken = new TakenPorts(this.#first, this.#count);
    const crowd = { localAddress, remoteAddress, remotePort, taken };
    this.#crowds.push(crowd);
    return crowd;
  }
}
