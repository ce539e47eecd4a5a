import { ok } from "node:assert/strict";
import { seedsOf } from "../support/simulation/arguments.ts";
import { simulateSeeds } from "../support/simulation/campaign.ts";

const { first, count } = seedsOf(Deno.args, 500);

Deno.test("wild networks keep the invariants after every event", () => {
  const sum = simulateSeeds("wild", first, count);
  ok(sum.runs === count);
});
