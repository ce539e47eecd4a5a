import type { Ipv4 } from "../wire/mod.ts";
import type { Connection } from "./connection.ts";

/** 48 bits: exact in a number, and the key of a Map. */
const keyOf = (address: Ipv4, port: number): number => address * 65_536 + port;

/** The connections of a host by their 4-tuple. */
export class ConnectionTable {
  readonly #byLocal = new Map<number, Map<number, Connection>>();
  /** The connection found last: segments come in runs. */
  #latest: Connection | null = null;
  /** How many there are. */
  size = 0;

  find(
    localAddress: Ipv4,
    localPort: number,
    remoteAddress: Ipv4,
    remotePort: number,
  ): Connection | null {
    const latest = this.#latest;
    if (
      latest !== null && latest.localPort === localPort && latest.remotePort === remotePort &&
      latest.remoteAddress === remoteAddress && latest.localAddress === localAddress
    ) return latest;
    const found = this.#byLocal.get(keyOf(localAddress, localPort))
      ?.get(keyOf(remoteAddress, remotePort)) ?? null;
    if (found !== null) this.#latest = found;
    return found;
  }

  add(connection: Connection): void {
    const local = keyOf(connection.localAddress, connection.localPort);
    let peers = this.#byLocal.get(local);
    if (peers === undefined) {
      peers = new Map();
      this.#byLocal.set(local, peers);
    }
    peers.set(keyOf(connection.remoteAddress, connection.remotePort), connection);
    this.size++;
  }

  /** Removes a connection, unless another one has taken its place. */
  remove(connection: Connection): void {
    if (this.#latest === connection) this.#latest = null;
    const local = keyOf(connection.localAddress, connection.localPort);
    const peers = this.#byLocal.get(local);
    const remote = keyOf(connection.remoteAddress, connection.remotePort);
    if (peers?.get(remote) !== connection) return;
    peers.delete(remote);
    if (peers.size === 0) this.#byLocal.delete(local);
    this.size--;
  }

  /** The connections of a local port at that address; 0 stands for all addresses. */
  *withLocalPort(address: Ipv4, port: number): Generator<Connection> {
    for (const [local, peers] of this.#byLocal) {
      if (local % 65_536 !== port) continue;
      if (address !== 0 && local !== keyOf(address, port)) continue;
      yield* peers.values();
    }
  }

  /** All of them, in the order in which their local ports, then their peers, were first used. */
  *all(): Generator<Connection> {
    for (const peers of this.#byLocal.values()) yield* peers.values();
  }

  clear(): void {
    this.#byLocal.clear();
    this.#latest = null;
    this.size = 0;
  }
}
