import { ms } from "../engine/base/time.ts";
import { bulkTopology, runBulk, workOf } from "./bulk.ts";
import { type Churn, ChurnRun, churnTopology, churnWork } from "./churn.ts";
import { byValue, medianOf } from "./measure.ts";
import { type Switched, switchedTopology } from "./switched.ts";
import { threeDigits } from "./table.ts";
import { warmUp } from "./warm_up.ts";
import type { Result, Work, Workload } from "./workload.ts";

/** Something of which there may be few or many: what does each cost? */
interface Range {
  readonly name: string;
  readonly steps: readonly number[];
  /** What the cost is of. */
  readonly unit: "connection" | "segment";
  /** Does the work with so many of them. */
  run(count: number): Work;
}

/**
 * V8 compiles for the steps up to here before any is measured: many take ways that
 * few never take, as the one of frames in a long queue. More take too long for it,
 * and take the same ways.
 */
const MOST_TO_WARM = 1_000;

/** Short steps are repeated until so much is done, so that each is as long as it can be measured. */
const LEAST_MS = 500;

/**
 * How much more a connection, or a segment, costs where there are many: the
 * cost at the end of the range by that at its beginning. The aim is below 1.5.
 * Counted is processor time, for few and many cannot be measured by turns. The
 * first step is measured again at the end, as a machine changes its pace too.
 */
class Growth implements Workload {
  readonly name: string;
  readonly unit = "times";
  readonly isLong = true;
  readonly isComparison = true;
  readonly #range: Range;

  constructor(range: Range) {
    this.name = `growth: ${range.name}`;
    this.#range = range;
  }

  async run(): Promise<Result> {
    const { steps } = this.#range;
    const warming = steps.filter((count, i) => i === 2 || count <= MOST_TO_WARM);
    for (const count of warming) await warmUp(() => this.#range.run(count));
    const costs = steps.map((count) => this.#costs(count));
    costs[0]!.push(...this.#costs(steps[0]!));
    const medians = costs.map((it) => medianOf(it.sort(byValue)));
    const lines = steps.map((count, i) =>
      `${count.toLocaleString("en").padStart(10)}: ${threeDigits(medians[i]!)} ` +
      `us/${this.#range.unit}, ${threeDigits(medians[i]! / medians[0]!)} times`
    );
    return { value: medians.at(-1)! / medians[0]!, operations: steps.at(-1)!, lines };
  }

  /** Microseconds of processor time for each, of several runs. */
  #costs(count: number): number[] {
    const costs: number[] = [];
    for (let took = 0; took < LEAST_MS;) {
      const work = this.#range.run(count);
      const of = this.#range.unit === "segment" ? work.segments : work.connections;
      costs.push(work.processorMs * 1e3 / of);
      took += work.processorMs;
    }
    return costs;
  }
}

function runChurn(connections: number): Work {
  const churn: Churn = { connections, pairs: 16, perSecond: 10_000 };
  return churnWork(churn, new ChurnRun(churn, churnTopology(churn.pairs)).run());
}

/** Buffers are small, so that what waits for the cable is not most of the memory. */
function runFlows(flows: number): Work {
  const bulk = {
    name: `${flows} flows`,
    flows,
    megabytes: 0.2,
    rateBps: 1e9,
    latency: ms(10),
    loss: 0,
    buffer: 64_000,
  };
  return workOf(bulk, runBulk(bulkTopology(bulk)));
}

function runHosts(hosts: number): Work {
  const switched: Switched = { hosts, kilobytes: 1_000 };
  const flows = hosts / 2;
  const bulk = { name: `${hosts} hosts`, flows, megabytes: switched.kilobytes / 1e3 };
  return workOf(bulk, runBulk(switchedTopology(switched)));
}

/** How costs grow. */
export const growthWorkloads: readonly Workload[] = [
  {
    name: "connections, all in TIME-WAIT at once",
    steps: [1_000, 10_000, 100_000, 1_000_000],
    unit: "connection" as const,
    run: runChurn,
  },
  { name: "flows", steps: [1, 10, 100, 1_000, 10_000], unit: "segment" as const, run: runFlows },
  {
    name: "hosts on a switch",
    steps: [2, 10, 100, 1_000],
    unit: "segment" as const,
    run: runHosts,
  },
].map((range) => new Growth(range));
