import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { ms, type Nanos, NEVER } from "../../../engine/base/time.ts";
import { type Actor, Simulator } from "../../../engine/sim/mod.ts";

type Seen = [kind: number, arg: number, now: Nanos];

/** Writes down what happens to it. */
class Witness implements Actor {
  readonly seen: Seen[] = [];

  onEvent(kind: number, arg: number, now: Nanos): void {
    this.seen.push([kind, arg, now]);
  }
}

Deno.test("events of a lane happen to its target, and are counted as pending", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  const lane = simulator.lane(witness);
  ok(lane.add(ms(1), 5));
  ok(lane.add(ms(1), 6, 99));
  ok(lane.add(ms(2), 7));
  strictEqual(simulator.pending, 3);
  strictEqual(lane.size, 3);
  strictEqual(simulator.nextAt, ms(1));
  strictEqual(simulator.run({ until: ms(1) }), "until");
  deepStrictEqual(witness.seen, [[5, 0, ms(1)], [6, 99, ms(1)]]);
  strictEqual(lane.size, 1);
  strictEqual(simulator.run(), "idle");
  strictEqual(simulator.processed, 3);
});

Deno.test("a lane that is cleared has nothing left to happen, and can be used again", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  const lane = simulator.lane(witness);
  lane.clear();
  lane.add(ms(1), 1);
  lane.add(ms(2), 2);
  simulator.schedule(ms(3), witness, 3);
  lane.clear();
  strictEqual(simulator.pending, 1);
  strictEqual(simulator.nextAt, ms(3));
  ok(lane.add(ms(1), 4), "before what was cleared");
  simulator.run();
  deepStrictEqual(witness.seen.map(([kind]) => kind), [4, 3]);
});

Deno.test("an event of a lane can add to it, and clear it", () => {
  const simulator = new Simulator();
  const seen: number[] = [];
  const lane = simulator.lane({
    onEvent(kind, _arg, now) {
      seen.push(kind);
      if (kind === 1) lane.add(now, 2);
      if (kind !== 2) return;
      lane.add(now, 3);
      lane.clear();
      lane.add(now, 4);
    },
  });
  lane.add(ms(1), 1);
  simulator.run();
  deepStrictEqual(seen, [1, 2, 4]);
});

Deno.test("a lane refuses what schedule refuses", () => {
  const simulator = new Simulator();
  const lane = simulator.lane(new Witness());
  simulator.run({ until: ms(5) });
  throws(() => lane.add(ms(5) - 1, 0), {
    name: "RangeError",
    message: "Cannot schedule: time must be whole nanoseconds from now (5000000) to below 2^53: " +
      "it is 4999999",
  });
  for (const at of [-1, 0.5, NaN, NEVER, 2 ** 53]) throws(() => lane.add(at, 0), RangeError);
  for (const kind of [0.5, NaN, 2 ** 31]) throws(() => lane.add(ms(6), kind), RangeError);
  strictEqual(simulator.pending, 0);
});

Deno.test("a negative zero is the time 0 in a lane", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  simulator.lane(witness).add(-0, 0);
  simulator.run();
  ok(Object.is(witness.seen[0]![2], 0));
});

Deno.test("a run with lanes is the run without", () => {
  const delays = fc.array(fc.nat(12), { minLength: 1, maxLength: 120 });
  fc.assert(fc.property(delays, (delays) => {
    deepStrictEqual(simulate(delays, true), simulate(delays, false));
  }));
});

/** Each event brings about the next two delays, by turns of two targets; the result is what happened. */
function simulate(delays: number[], withLanes: boolean): Seen[] {
  const simulator = new Simulator();
  const seen: Seen[] = [];
  let next = 0;
  const actors = [0, 1].map((kind) => ({
    onEvent(_kind: number, arg: number, now: Nanos) {
      seen.push([kind, arg, now]);
      for (let i = 0; i < 2 && next < delays.length; i++, next++) {
        const to = next % 2;
        const at = now + delays[next]!;
        const inLane = withLanes && next % 3 > 0 && lanes[to]!.add(at, 0, next);
        if (!inLane) simulator.schedule(at, actors[to]!, 0, next);
      }
    },
  }));
  const lanes = actors.map((actor) => simulator.lane(actor));
  simulator.schedule(0, actors[0]!, 0, -1);
  simulator.run();
  return seen;
}
