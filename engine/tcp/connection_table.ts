import type { Ipv4 } from "../wire/mod.ts";
import { PortUsers } from "./port_users.ts";
import type { Resting, TimeWaitRecords } from "./time_wait_records.ts";

/** What a table keeps: both ends' addresses and ports, which never change. */
export interface Kept {
  readonly localAddress: Ipv4;
  readonly localPort: number;
  readonly remoteAddress: Ipv4;
  readonly remotePort: number;
  /** Its place in the order in which the table was given them. */
  readonly tableOrder: number;
}

/** The same of those that rest, which a table keeps as numbers. */
export type RestingKeys = Pick<
  TimeWaitRecords,
  "localAddress" | "localPort" | "remoteAddress" | "remotePort" | "tableOrder"
>;

const FIRST_CAPACITY = 16;

/** The hash of no 4-tuple. */
const EMPTY = 0;

/**
 * The connections of a host by their 4-tuple: a hash table in which those that
 * meet stand one behind the other (linear probing), at most half full. One
 * look costs a few multiplications and no garbage, however many there are.
 */
export class ConnectionTable<T extends Kept> {
  /** How many there are. */
  size = 0;
  declare private readonly resting: RestingKeys;
  #places: (T | Resting | null)[] = [];
  /** The hash of what stands in each place, EMPTY where nothing does. */
  #hashes: Int32Array = new Int32Array(0);
  #mask = -1;
  /** What was found last: segments come in runs. */
  #latest: T | null = null;
  /** How many use each port, by local address: a host has few. */
  readonly #users = new Map<Ipv4, PortUsers>();

  constructor(resting: RestingKeys) {
    this.resting = resting;
  }

  find(local: Ipv4, localPort: number, remote: Ipv4, remotePort: number): T | Resting | null {
    const latest = this.#latest;
    if (latest !== null && isOf(latest, local, localPort, remote, remotePort)) return latest;
    if (this.size === 0) return null;
    const hash = hashOf(local, localPort, remote, remotePort);
    let place = hash & this.#mask;
    let found = this.#hashes[place]!;
    while (found !== EMPTY) { // most looks need no more memory than the hashes
      if (found === hash) {
        const kept = this.#places[place]!;
        if (this.#isOf(kept, local, localPort, remote, remotePort)) {
          if (typeof kept !== "number") this.#latest = kept;
          return kept;
        }
      }
      place = (place + 1) & this.#mask;
      found = this.#hashes[place]!;
    }
    return null;
  }

  /** Whether it is there, itself. */
  has(kept: T | Resting): boolean {
    return this.#placeOf(kept) >= 0;
  }

  /** Adds one whose 4-tuple nobody has. */
  add(kept: T): void {
    if (2 * (this.size + 1) > this.#places.length) this.#grow();
    this.#put(kept, this.#hashOf(kept));
    this.size++;
    this.#count(kept, 1);
  }

  /** Removes one, unless another has taken its place. */
  remove(kept: T | Resting): void {
    const place = this.#placeOf(kept);
    if (place < 0) return;
    this.#close(place);
    this.size--;
    this.#count(kept, -1);
    if (this.#latest === kept) this.#latest = null;
  }

  /** Puts another in the place of one that is there: it has the same 4-tuple and order. */
  exchange(kept: T | Resting, other: T | Resting): void {
    const place = this.#placeOf(kept);
    if (place < 0) return;
    this.#places[place] = other;
    if (this.#latest === kept) this.#latest = null;
  }

  /** Whether one has that local port at that address; 0 stands for all addresses. */
  usesPort(address: Ipv4, port: number): boolean {
    if (address !== 0) return this.#users.get(address)?.uses(port) ?? false;
    for (const users of this.#users.values()) if (users.uses(port)) return true;
    return false;
  }

  /** All of them, in the order in which they were added. */
  all(): (T | Resting)[] {
    const all: (T | Resting)[] = [];
    for (const kept of this.#places) if (kept !== null) all.push(kept);
    return all.sort((a, b) => this.#orderOf(a) - this.#orderOf(b));
  }

  clear(): void {
    this.#places = [];
    this.#hashes = new Int32Array(0);
    this.#mask = -1;
    this.#users.clear();
    this.#latest = null;
    this.size = 0;
  }

  #placeOf(kept: T | Resting): number {
    if (this.size === 0) return -1;
    let place = this.#hashOf(kept) & this.#mask;
    while (this.#hashes[place] !== EMPTY) {
      if (this.#places[place] === kept) return place;
      place = (place + 1) & this.#mask;
    }
    return -1;
  }

  #put(kept: T | Resting, hash: number): void {
    let place = hash & this.#mask;
    while (this.#hashes[place] !== EMPTY) place = (place + 1) & this.#mask;
    this.#places[place] = kept;
    this.#hashes[place] = hash;
  }

  /** Empties a place, and moves up who stands behind it and belongs before. */
  #close(gap: number): void {
    const mask = this.#mask;
    let hole = gap;
    let place = (gap + 1) & mask;
    while (this.#hashes[place] !== EMPTY) {
      const wanted = this.#hashes[place]! & mask;
      if (((place - wanted) & mask) >= ((place - hole) & mask)) {
        this.#places[hole] = this.#places[place]!;
        this.#hashes[hole] = this.#hashes[place]!;
        hole = place;
      }
      place = (place + 1) & mask;
    }
    this.#places[hole] = null;
    this.#hashes[hole] = EMPTY;
  }

  #grow(): void {
    const places = this.#places;
    const hashes = this.#hashes;
    const capacity = Math.max(FIRST_CAPACITY, places.length * 2);
    const empty: (T | Resting | null)[] = [];
    for (let i = 0; i < capacity; i++) empty.push(null);
    this.#places = empty.slice(); // a copy has no room beyond its length
    this.#hashes = new Int32Array(capacity);
    this.#mask = capacity - 1;
    for (let i = 0; i < places.length; i++) {
      const kept = places[i]!;
      if (kept !== null) this.#put(kept, hashes[i]!);
    }
  }

  #isOf(kept: T | Resting, local: Ipv4, localPort: number, remote: Ipv4, remotePort: number) {
    if (typeof kept !== "number") return isOf(kept, local, localPort, remote, remotePort);
    const { resting } = this;
    return resting.remotePort(kept) === remotePort && resting.localPort(kept) === localPort &&
      resting.remoteAddress(kept) === remote && resting.localAddress(kept) === local;
  }

  #hashOf(kept: T | Resting): number {
    if (typeof kept !== "number") {
      return hashOf(kept.localAddress, kept.localPort, kept.remoteAddress, kept.remotePort);
    }
    const { resting } = this;
    return hashOf(
      resting.localAddress(kept),
      resting.localPort(kept),
      resting.remoteAddress(kept),
      resting.remotePort(kept),
    );
  }

  #orderOf(kept: T | Resting): number {
    return typeof kept === "number" ? this.resting.tableOrder(kept) : kept.tableOrder;
  }

  /** Notes one user more or less of its port. */
  #count(kept: T | Resting, by: number): void {
    const isResting = typeof kept === "number";
    const localAddress = isResting ? this.resting.localAddress(kept) : kept.localAddress;
    const localPort = isResting ? this.resting.localPort(kept) : kept.localPort;
    let users = this.#users.get(localAddress);
    if (users === undefined) {
      users = new PortUsers();
      this.#users.set(localAddress, users);
    }
    users.count(localPort, by);
  }
}

function isOf(
  kept: Kept,
  local: Ipv4,
  localPort: number,
  remote: Ipv4,
  remotePort: number,
): boolean {
  return kept.remotePort === remotePort && kept.localPort === localPort &&
    kept.remoteAddress === remote && kept.localAddress === local;
}

/** Spreads 4-tuples whose addresses and ports follow each other; an int32 that is not 0. */
function hashOf(local: Ipv4, localPort: number, remote: Ipv4, remotePort: number): number {
  let hash = Math.imul(local ^ (localPort << 16 | remotePort), 0x9e3779b1);
  hash = Math.imul(hash ^ hash >>> 15 ^ remote, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return (hash ^ hash >>> 16) || 1;
}
