import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { ConnectionTable, type Kept } from "../../../engine/tcp/connection_table.ts";

class Entry implements Kept {
  tableOrder = 0;

  constructor(
    readonly localAddress: number,
    readonly localPort: number,
    readonly remoteAddress: number,
    readonly remotePort: number,
  ) {}
}

/** Few values each, so that 4-tuples come again, and addresses above 2^31 among them. */
const tuple = fc.tuple(
  fc.constantFrom(0x0a000001, 0xc0a80001),
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom(0x0a000002, 0xc0a80002),
  fc.constantFrom(80, 443),
);

Deno.test("A table of connections finds, adds, removes and exchanges as a list would", () => {
  fc.assert(fc.property(
    fc.array(fc.tuple(fc.constantFrom("toggle", "exchange", "find"), tuple), { maxLength: 300 }),
    (steps) => {
      const table = new ConnectionTable<Entry>();
      let list: Entry[] = [];
      for (const [what, [local, localPort, remote, remotePort]] of steps) {
        const there = list.find((it) =>
          it.localAddress === local && it.localPort === localPort &&
          it.remoteAddress === remote && it.remotePort === remotePort
        ) ?? null;
        strictEqual(table.find(local, localPort, remote, remotePort), there);
        const made = new Entry(local, localPort, remote, remotePort);
        if (what === "exchange" && there !== null) {
          table.exchange(there, made);
          table.remove(there); // another has its place
          list = list.map((it) => it === there ? made : it);
        } else if (what === "toggle" && there !== null) {
          table.remove(there);
          list = list.filter((it) => it !== there);
        } else if (what === "toggle") {
          table.add(made);
          list.push(made);
        }
        strictEqual(table.size, list.length);
        for (const address of [0, local]) {
          const isUsed = list.some((it) =>
            it.localPort === localPort && (address === 0 || it.localAddress === address)
          );
          strictEqual(table.usesPort(address, localPort), isUsed);
        }
      }
      deepStrictEqual(table.all(), list);
      table.clear();
      deepStrictEqual([table.size, table.all(), table.usesPort(0, 1)], [0, [], false]);
    },
  ));
});
