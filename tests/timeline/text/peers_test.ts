import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { ConnectionInfo } from "../../../nodes/records.ts";
import { Peers } from "../../../timeline/text/peers.ts";

const end = (localPort: number, remotePort: number): ConnectionInfo => ({
  host: "",
  name: "",
  localAddress: 1,
  localPort,
  remoteAddress: 1,
  remotePort,
  iss: 0,
  irs: 0,
});

/** The place of the other end of each that is not one itself. */
function pairs(connections: ConnectionInfo[]): [number, number][] {
  const peers = new Peers(connections);
  const found: [number, number][] = [];
  connections.forEach((_, index) => {
    if (!peers.isPaired(index)) found.push([index, peers.pair(index)]);
  });
  return found;
}

Deno.test("The ends of a connection are those with each other's addresses and ports", () => {
  deepStrictEqual(pairs([end(5, 80), end(6, 80), end(80, 6), end(80, 5)]), [[0, 3], [1, 2]]);
  deepStrictEqual(pairs([end(5, 80), end(6, 80)]), [[0, -1], [1, -1]]);
});

Deno.test("Ends of the same addresses and ports pair in their order: a port that is used again", () => {
  deepStrictEqual(pairs([end(5, 80), end(80, 5), end(5, 80), end(80, 5)]), [[0, 1], [2, 3]]);
});

Deno.test("A connection of a port with itself has no other end", () => {
  strictEqual(new Peers([end(80, 80)]).pair(0), -1);
});
