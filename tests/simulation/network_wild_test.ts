import { strictEqual } from "node:assert/strict";
import { seedsOf } from "../support/simulation/arguments.ts";
import { simulateSeeds } from "../support/simulation/campaign.ts";

/*
 * Whole networks at random: hosts, links, programs and faults follow from a
 * seed. A failure prints how to run it again, and a small topology that fails
 * alike. Other seeds, or more of them:
 *
 *   deno test --no-check tests/simulation/network_wild_test.ts -- --seed 1234
 *   deno test --no-check tests/simulation/network_wild_test.ts -- --from 501 --seeds 10000
 */

const { first, count } = seedsOf(Deno.args, 500);

Deno.test("networks in which anything happens keep the invariants after every event; nothing hangs", () => {
  strictEqual(simulateSeeds("wild", first, count).runs, count);
});
