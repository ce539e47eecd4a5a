import type { ConnectionInfo } from "../../nodes/records.ts";

/** Which two connections are the ends of one, by their addresses and ports: the earliest together. */
export class Peers {
  readonly #connections: readonly ConnectionInfo[];
  readonly #paired = new Set<number>();
  /** The places of connections by their 4-tuple, the earliest last. */
  readonly #byTuple = new Map<string, number[]>();

  constructor(connections: readonly ConnectionInfo[]) {
    this.#connections = connections;
    for (let index = connections.length - 1; index >= 0; index--) {
      const { localAddress, localPort, remoteAddress, remotePort } = connections[index]!;
      const tuple = `${localAddress}:${localPort}-${remoteAddress}:${remotePort}`;
      const places = this.#byTuple.get(tuple);
      if (places === undefined) this.#byTuple.set(tuple, [index]);
      else places.push(index);
    }
  }

  /** Whether it is the other end of one that came before it. */
  isPaired(index: number): boolean {
    return this.#paired.has(index);
  }

  /** The place of the other end, which came later and is nobody else's; -1 where there is none. */
  pair(index: number): number {
    const { localAddress, localPort, remoteAddress, remotePort } = this.#connections[index]!;
    const places = this.#byTuple.get(`${remoteAddress}:${remotePort}-${localAddress}:${localPort}`);
    while (places !== undefined && places.length > 0) {
      const peer = places.pop()!;
      if (peer <= index || this.#paired.has(peer)) continue;
      this.#paired.add(peer);
      return peer;
    }
    return -1;
  }
}
