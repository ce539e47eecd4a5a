import type { ConnectionJson } from "../../../schema.ts";

/** The two ends of a connection under one name: what a filter shows or hides together. */
export class Pairs {
  /** "client.conn - server.conn", in the order of creation. */
  readonly names: string[] = [];
  readonly #byTuple = new Map<string, number>();
  readonly #byEnd = new Map<string, number>();

  constructor(connections: readonly ConnectionJson[]) {
    const ends: string[][] = [];
    for (const it of connections) {
      const { localAddress, localPort, remoteAddress, remotePort } = it;
      const tuple = tupleOf(localAddress, localPort, remoteAddress, remotePort);
      let pair = this.#byTuple.get(tuple);
      if (pair === undefined) {
        pair = ends.push([]) - 1;
        this.#byTuple.set(tuple, pair);
      }
      ends[pair]?.push(it.name);
      this.#byEnd.set(it.name, pair);
    }
    this.names = ends.map((names) => names.length > 4 ? severalNames(names) : names.join(" - "));
  }

  /** The pair of a connection's end by its name, -1 where there is none. */
  ofEnd(name: string | null): number {
    return name === null ? -1 : this.#byEnd.get(name) ?? -1;
  }

  /** The pair between two ports, -1 where there is none. */
  between(one: string, onePort: number, other: string, otherPort: number): number {
    return this.#byTuple.get(tupleOf(one, onePort, other, otherPort)) ?? -1;
  }
}

function severalNames(names: readonly string[]): string {
  return `${names[0]} - ${names[1]} and ${names.length - 2} more`;
}

function tupleOf(one: string, onePort: number, other: string, otherPort: number): string {
  const [a, b] = [`${one}:${onePort}`, `${other}:${otherPort}`];
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
