import * as fc from "fast-check";
import { strictEqual } from "node:assert/strict";
import { NEVER } from "../../engine/base/time.ts";
import { EndReason, State, stateName } from "../../engine/tcp/mod.ts";
import { type PairPlan, TcpPair } from "../support/tcp_pair.ts";
import { anyPair, orderlyPair } from "../support/tcp_pair_plans.ts";
import type { PairSide } from "../support/tcp_pair_side.ts";

/*
 * Two connections, back to back over a bad line, with programs and systems at
 * random. A failure prints how to run it again:
 *
 *   deno test tests/simulation/tcp_pair_test.ts -- --seed=7 --path=123:0:1
 */

const argument = (name: string) =>
  Deno.args.find((it) => it.startsWith(`--${name}=`))?.slice(name.length + 3);
const SEED = Number(argument("seed") ?? 20_220_818);
const PATH = argument("path");
const RUNS = Number(argument("runs") ?? 2_000);

function holds(plans: fc.Arbitrary<PairPlan>, check: (plan: PairPlan) => void): void {
  fc.assert(fc.property(plans, check), {
    seed: SEED,
    numRuns: RUNS,
    ...(PATH === undefined ? {} : { path: PATH }),
    reporter(run) {
      if (!run.failed) return;
      const replay = `deno test tests/simulation/tcp_pair_test.ts -- ` +
        `--seed=${run.seed} --path=${run.counterexamplePath}`;
      throw new Error(
        `After ${run.numRuns} runs and ${run.numShrinks} simplifications\n` +
          `Run again: ${replay}\n${JSON.stringify(run.counterexample?.[0])}\n` +
          `${run.errorInstance instanceof Error ? run.errorInstance.message : run.errorInstance}`,
      );
    },
  });
}

function describe(side: PairSide): string {
  const { connection } = side;
  return `${stateName(connection.state)}, sent ${side.sent}, received ${side.received}, ` +
    `unsent ${connection.unsent}, unacknowledged ${connection.unacknowledged}, ` +
    `readable ${connection.readable}`;
}

Deno.test("What arrives is what was sent, whatever the line and the programs do; nothing hangs", () => {
  holds(anyPair, (plan) => {
    const pair = new TcpPair(plan);
    pair.run();
    for (const [i, side] of pair.sides.entries()) {
      const peer = pair.sides[1 - i]!;
      const { connection } = side;
      strictEqual(side.received <= peer.sent, true, "no more is read than was sent");
      strictEqual(connection.nextDeadline() === NEVER, true, `a timer runs on: ${describe(side)}`);
      if (connection.state === State.Closed || connection.state === State.Listen) continue;
      // Only the peer can end it now, and the peer is gone (its reset was lost).
      const isStranded = peer.connection.state === State.Closed ||
        peer.connection.state === State.Listen;
      const told = `${describe(side)}; peer ${describe(peer)}\n${pair.log.slice(-60).join("\n")}`;
      strictEqual(isStranded, true, `two connections hang: ${told}`);
      strictEqual(connection.unacknowledged, 0, `data hangs without a timer: ${told}`);
    }
  });
});

Deno.test("Both read all that the other sent, if both close orderly and losses come to an end", () => {
  let complete = 0;
  let lost = 0;
  holds(orderlyPair, (plan) => {
    const pair = new TcpPair(plan);
    pair.run();
    lost += pair.lost;
    if (pair.sides.some((side) => side.hasTimedOut)) return;
    for (const [i, side] of pair.sides.entries()) {
      const peer = pair.sides[1 - i]!;
      const told = `${describe(side)}\n${pair.log.slice(-60).join("\n")}`;
      strictEqual(side.connection.state, State.Closed, `not closed: ${told}`);
      strictEqual(side.connection.endReason, EndReason.Closed, `not orderly: ${told}`);
      strictEqual(side.received, peer.plan.bytes, `not complete: ${told}`);
      strictEqual(side.sawEnd, true, "it has seen the end of the stream");
    }
    complete++;
  });
  if (PATH !== undefined) return;
  strictEqual(complete > 0.8 * RUNS, true, `most runs complete: ${complete} of ${RUNS}`);
  strictEqual(lost > 5 * RUNS, true, `segments are lost: ${lost}`);
});
