import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  ConnectionTable,
  type Kept,
  type RestingKeys,
} from "../../../engine/tcp/connection_table.ts";

class Entry implements Kept {
  constructor(
    readonly tableOrder: number,
    readonly localAddress: number,
    readonly localPort: number,
    readonly remoteAddress: number,
    readonly remotePort: number,
  ) {}
}

/** Entries that rest: what a table has of each is its number. */
class Rested implements RestingKeys {
  readonly #entries: Entry[] = [];

  add(entry: Entry): number {
    return this.#entries.push(entry) - 1;
  }

  localAddress = (it: number): number => this.#entries[it]!.localAddress;
  localPort = (it: number): number => this.#entries[it]!.localPort;
  remoteAddress = (it: number): number => this.#entries[it]!.remoteAddress;
  remotePort = (it: number): number => this.#entries[it]!.remotePort;
  tableOrder = (it: number): number => this.#entries[it]!.tableOrder;
}

/** Few values each, so that 4-tuples come again, and addresses above 2^31 among them. */
const tuple = fc.tuple(
  fc.constantFrom(0x0a000001, 0xc0a80001),
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom(0x0a000002, 0xc0a80002),
  fc.constantFrom(80, 443),
);

const what = fc.constantFrom("toggle", "exchange", "rest", "find");

Deno.test("A table of connections finds, adds, removes and exchanges as a list would", () => {
  fc.assert(fc.property(
    fc.array(fc.tuple(what, tuple), { maxLength: 300 }),
    (steps) => {
      const rested = new Rested();
      const table = new ConnectionTable<Entry>(rested);
      let list: { entry: Entry; kept: Entry | number }[] = [];
      let made = 0;
      for (const [what, [local, localPort, remote, remotePort]] of steps) {
        const there = list.find(({ entry }) =>
          entry.localAddress === local && entry.localPort === localPort &&
          entry.remoteAddress === remote && entry.remotePort === remotePort
        ) ?? null;
        strictEqual(table.find(local, localPort, remote, remotePort), there?.kept ?? null);
        const order = there === null ? ++made : there.entry.tableOrder;
        const entry = new Entry(order, local, localPort, remote, remotePort);
        if (there === null) {
          if (what === "toggle") {
            table.add(entry);
            list.push({ entry, kept: entry });
          }
        } else if (what === "toggle") {
          table.remove(there.kept);
          list = list.filter((it) =>
            it !== there
          );
        } else if (what !== "find") {
          const kept = what === "rest" ? rested.add(entry) : entry;
          table.exchange(there.kept, kept);
          table.remove(there.kept); // another has its place
          list = list.map((it) => it === there ? { entry, kept } : it);
        }
        strictEqual(table.size, list.length);
        for (const it of list) strictEqual(table.has(it.kept), true);
        for (const address of [0, local]) {
          const isUsed = list.some(({ entry }) =>
            entry.localPort === localPort && (address === 0 || entry.localAddress === address)
          );
          strictEqual(table.usesPort(address, localPort), isUsed);
        }
      }
      deepStrictEqual(table.all(), list.map((it) => it.kept));
      table.clear();
      deepStrictEqual([table.size, table.all(), table.usesPort(0, 1)], [0, [], false]);
    },
  ));
});
