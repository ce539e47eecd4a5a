import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { defaultRoute, onLinkRoute, type Route, RouteTable } from "../../../engine/ip/mod.ts";
import { inPrefix, networkOf, parseIpv4, parsePrefix } from "../../../engine/wire/mod.ts";

function route(text: string, interfaceIndex: number, metric = 0, via = "0.0.0.0"): Route {
  const { address: destination, prefixLength } = parsePrefix(text);
  return { destination, prefixLength, via: parseIpv4(via), interfaceIndex, metric };
}

function tableOf(...routes: Route[]): RouteTable {
  const table = new RouteTable();
  for (const each of routes) table.add(each);
  return table;
}

const at = (table: RouteTable, text: string) => table.lookup(parseIpv4(text))?.interfaceIndex;

Deno.test("the longest prefix wins, whatever its metric [RFC 1812 5.2.4.3]", () => {
  const table = tableOf(
    route("0.0.0.0/0", 0),
    route("10.0.0.0/8", 1, 5),
    route("10.1.0.0/16", 2, 9),
    route("10.1.2.3/32", 3, 99),
  );
  strictEqual(at(table, "10.1.2.3"), 3);
  strictEqual(at(table, "10.1.2.4"), 2);
  strictEqual(at(table, "10.2.0.0"), 1);
  strictEqual(at(table, "200.0.0.1"), 0);
});

Deno.test("of one network's routes the smallest metric wins, then the first added", () => {
  const table = tableOf(
    route("200.0.0.0/8", 0, 2),
    route("200.0.0.0/8", 1, 1),
    route("200.0.0.0/8", 2, 1),
  );
  strictEqual(at(table, "200.9.9.9"), 1);
  strictEqual(table.remove(route("200.0.0.0/8", 1, 1)), true);
  strictEqual(at(table, "200.9.9.9"), 2);
  strictEqual(table.remove(route("200.0.0.0/8", 1, 1)), false);
});

Deno.test("an empty table leads nowhere, and a removed route too", () => {
  strictEqual(new RouteTable().lookup(1), null);
  const table = tableOf(route("10.0.0.0/8", 0));
  table.remove(route("10.0.0.0/8", 0));
  strictEqual(table.lookup(parseIpv4("10.0.0.1")), null);
  deepStrictEqual(table.routes(), []);
});

Deno.test("what was looked up is looked up anew once the routes have changed", () => {
  const table = tableOf(route("10.0.0.0/8", 1));
  strictEqual(at(table, "10.1.2.3"), 1);
  table.add(route("10.1.0.0/16", 2));
  strictEqual(at(table, "10.1.2.3"), 2);
  table.removeInterface(2);
  strictEqual(at(table, "10.1.2.3"), 1);
});

Deno.test("the routes of an interface go and come back", () => {
  const table = tableOf(
    defaultRoute(parseIpv4("10.0.0.254"), 0),
    onLinkRoute(parseIpv4("10.0.0.1"), 24, 0),
    onLinkRoute(parseIpv4("10.0.1.1"), 24, 1),
  );
  const before = table.routes();
  const removed = table.removeInterface(0);
  deepStrictEqual(removed.map((r) => r.prefixLength), [24, 0]);
  strictEqual(at(table, "10.0.0.7"), undefined);
  strictEqual(at(table, "10.0.1.7"), 1);
  for (const each of removed) table.add(each);
  deepStrictEqual(table.routes(), before);
});

Deno.test("the same route twice, and bits behind the prefix, are refused", () => {
  const table = tableOf(route("10.0.0.0/8", 0));
  throws(() => table.add(route("10.0.0.0/8", 0)), {
    name: "RangeError",
    message: "Cannot add route: each must be added once: 10.0.0.0/8 is there already",
  });
  throws(() => table.add(route("10.0.0.1/8", 0)), {
    name: "RangeError",
    message: "Cannot add route: bits behind the prefix must be zero: it is 10.0.0.1/8",
  });
});

Deno.test("look-ups agree with a search through all routes", () => {
  const prefixes = fc.record({
    address: fc.nat(0xffffffff),
    prefixLength: fc.constantFrom(0, 1, 2, 3, 31, 32),
  });
  const routes = fc.array(fc.tuple(prefixes, fc.nat(2)), { maxLength: 12 });
  fc.assert(fc.property(routes, fc.nat(0xffffffff), (list, address) => {
    const all = list.map(([prefix, metric], interfaceIndex) => ({
      destination: networkOf(prefix),
      prefixLength: prefix.prefixLength,
      via: 0,
      interfaceIndex,
      metric,
    }));
    let best: Route | null = null;
    for (const each of all) {
      const leads = inPrefix(address, {
        address: each.destination,
        prefixLength: each.prefixLength,
      });
      if (leads && (best === null || isBetter(each, best))) best = each;
    }
    deepStrictEqual(tableOf(...all).lookup(address), best);
  }));
});

function isBetter(a: Route, b: Route): boolean {
  if (a.prefixLength !== b.prefixLength) return a.prefixLength > b.prefixLength;
  return a.metric < b.metric;
}
