/**
 * The work that a program of ns-3 does, in a process of its own:
 * `deno run --allow-all bench/peers/ours.ts NAME`. Runs it once cold, then until it is
 * warm and several times more, and prints what the first run and a typical one came to as JSON.
 *
 * @module
 */
import { peakMB } from "../alone.ts";
import { bulkTopology, runBulk } from "../bulk.ts";
import { ChurnRun, churnTopology } from "../churn.ts";
import { stayOnProcessor } from "../processor.ts";
import { type Match, matches } from "./matches.ts";
import type { Took } from "../stopwatch.ts";
import { typical, warmUp } from "../warm_up.ts";
import type { OurSide, Side } from "./against.ts";

const match = matches.find((it) => it.name === Deno.args[0]);
if (match === undefined) {
  const names = matches.map((it) => it.name).join(", ");
  throw new RangeError(`Cannot run: NAME must be one of ${names}: it is ${Deno.args[0]}`);
}

const processor = stayOnProcessor();
const cold = run(match).took.milliseconds;
const peak = peakMB();
await warmUp(() => run(match));
const { took, ...work } = await typical(() => run(match), (it) => it.took.milliseconds);
const side: OurSide = { ...took, ...work, cold, peakMB: peak, processor };
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(side)));

function run(work: Match): Pick<Side, "bytes" | "closed"> & { took: Took } {
  if (work.churn !== null) {
    const { took, closed, received } = new ChurnRun(work.churn, churnTopology(work.churn.pairs))
      .run();
    return { took, bytes: received, closed: Math.min(...closed) };
  }
  if (work.bulk === null) throw new Error(`${work.name} has no work`);
  const { took, left, bytes } = runBulk(bulkTopology(work.bulk));
  return { took, bytes, closed: work.bulk.flows - left };
}
