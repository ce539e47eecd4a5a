import { strictEqual } from "node:assert/strict";
import { seedsOf } from "../support/simulation/arguments.ts";
import { simulateSeeds } from "../support/simulation/campaign.ts";

/*
 * Whole networks at random: hosts, links, programs and faults follow from a
 * seed. A failure prints how to run it again, and a small topology that fails
 * alike. Other seeds, or more of them:
 *
 *   deno test --no-check tests/simulation/network_orderly_test.ts -- --seed 1234
 *   deno test --no-check tests/simulation/network_orderly_test.ts -- --from 501 --seeds 10000
 */

const { first, count } = seedsOf(Deno.args, 500);

Deno.test("networks of orderly programs keep the invariants; everything arrives, all connections close", () => {
  const { runs, gaveUp } = simulateSeeds("orderly", first, count);
  strictEqual(runs, count);
  strictEqual(gaveUp <= 1 + count / 50, true, `hardly anybody gives up: ${gaveUp} of ${runs}`);
});
