import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { flag, key, strict, strictMap } from "../../topologies/schema/forms.ts";

Deno.test("A map's schema is made when the first value stands in its place, and once", () => {
  let made = 0;
  const inner = strict("an inner map", () => {
    made++;
    return { on: flag().optional() };
  });
  const outer = strictMap("an outer map", {
    plain: inner.optional(),
    told: key(inner, "Told of.").optional(),
  });
  deepStrictEqual(outer.parse({}), {});
  strictEqual(made, 0);
  deepStrictEqual(outer.parse({ told: { on: true } }), { told: { on: true } });
  deepStrictEqual(outer.parse({ plain: { on: false } }), { plain: { on: false } });
  strictEqual(made, 1);
  strictEqual(outer.safeParse({ plain: { off: true } }).success, false);
});
