import { type Nanos, seconds } from "../engine/base/time.ts";
import type { Endpoint } from "../engine/tcp/mod.ts";
import { type Churn, ChurnRun, churnTopology, churnWork } from "./churn.ts";
import type { Result, Workload } from "./workload.ts";

/** All of them rest at once: the last begins long before the first has rested for 240 s. */
const CHURN: Churn = { connections: 1_000_000, pairs: 16, perSecond: 10_000 };

/** When the last connection is in TIME-WAIT too. */
const ALL_REST_AT = seconds(CHURN.connections / CHURN.perSecond + 1);

/** Watches that connections leave TIME-WAIT one after the other, in the order in which they came. */
class ExpiryOrder {
  count = 0;
  #latest: Nanos = 0;

  /** Of one host the order in which they were made, too. */
  watch(endpoint: Endpoint): void {
    const forget = endpoint.forgetResting.bind(endpoint);
    const { resting } = endpoint;
    let latestMade = 0;
    endpoint.forgetResting = (it) => {
      if (resting.timeWaitAt(it) < this.#latest || resting.tableOrder(it) <= latestMade) {
        throw new Error("A connection left TIME-WAIT before one that had come earlier");
      }
      this.#latest = resting.timeWaitAt(it);
      latestMade = resting.tableOrder(it);
      this.count++;
      forget(it);
    };
  }
}

/** What a connection costs that rests in TIME-WAIT with many others: heap in all, and time. */
class TimeWait implements Workload {
  readonly name = `TIME-WAIT, ${CHURN.connections} at once`;
  readonly unit = "B/connection";
  readonly isLong = true;

  run(): Result {
    const topology = churnTopology(CHURN.pairs);
    const before = heapBytes();
    const run = new ChurnRun(CHURN, topology);
    const order = new ExpiryOrder();
    const endpoints = [...run.network.hosts.values()].map((host) => host.endpoint);
    for (const endpoint of endpoints) order.watch(endpoint);
    const opening = run.run(ALL_REST_AT);
    const resting = endpoints.reduce((sum, it) => sum + it.connectionCount, 0);
    if (resting !== CHURN.connections || order.count > 0) {
      throw new Error(`${this.name}: ${resting} rest, and ${order.count} are gone`);
    }
    const each = (heapBytes() - before) / resting;
    const result = run.run();
    if (order.count !== resting) throw new Error(`${this.name}: ${order.count} left TIME-WAIT`);
    const took = {
      milliseconds: opening.took.milliseconds + result.took.milliseconds,
      processorMs: opening.took.processorMs + result.took.processorMs,
    };
    const work = churnWork(CHURN, { ...result, took });
    return { value: each, operations: resting, work };
  }
}

/** Bytes in use on the heap and in typed arrays, garbage left out where the process can collect it. */
function heapBytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

/** Connections that rest. */
export const timeWaitWorkloads: readonly Workload[] = [new TimeWait()];
