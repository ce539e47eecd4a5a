import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { seedsOf } from "../support/simulation/arguments.ts";
import type { Form } from "../support/simulation/form.ts";
import { randomTopology } from "../support/simulation/random_topology.ts";
import { shrink } from "../support/simulation/shrink.ts";

Deno.test("a topology that fails is made as small as it can be", () => {
  const sends = (form: Form): boolean => JSON.stringify(form).includes('"shutdown"');
  const small = shrink(randomTopology(3, "wild"), "wild", sends, 2000);
  strictEqual(sends(small), true);
  strictEqual(JSON.stringify(small).length < 600, true);
  strictEqual("faults" in small && (small["faults"] as Form[]).length > 0, false);
});

Deno.test("a seed gives the same topology each time", () => {
  deepStrictEqual(randomTopology(7, "orderly"), randomTopology(7, "orderly"));
});

Deno.test("the seeds to run are read from the arguments", () => {
  deepStrictEqual(seedsOf([], 500), { first: 1, count: 500 });
  deepStrictEqual(seedsOf(["--seed", "9"], 500), { first: 9, count: 1 });
  deepStrictEqual(seedsOf(["--seeds", "20", "--from", "7"], 500), { first: 7, count: 20 });
  throws(() => seedsOf(["--seed", "x"], 500), SyntaxError);
});
