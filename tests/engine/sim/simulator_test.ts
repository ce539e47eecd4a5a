import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { ms, type Nanos, NEVER, seconds } from "../../../engine/base/time.ts";
import { type Actor, NO_EVENT, Simulator } from "../../../engine/sim/mod.ts";

/** Writes down what happens to it. */
class Witness implements Actor {
  readonly seen: [kind: number, arg: number, now: Nanos][] = [];

  onEvent(kind: number, arg: number, now: Nanos): void {
    this.seen.push([kind, arg, now]);
  }
}

/** An actor that does one thing at each event. */
function actor(act: (now: Nanos, arg: number) => void): Actor {
  return { onEvent: (_kind, arg, now) => act(now, arg) };
}

Deno.test("a new simulator stands at time 0 with nothing to happen", () => {
  const simulator = new Simulator();
  strictEqual(simulator.now, 0);
  strictEqual(simulator.pending, 0);
  strictEqual(simulator.processed, 0);
  strictEqual(simulator.nextAt, NEVER);
  strictEqual(simulator.step(), false);
  strictEqual(simulator.run(), "idle");
  strictEqual(simulator.now, 0);
});

Deno.test("an event happens to its target with its kind and arg, at its time", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  simulator.schedule(ms(3), witness, 2, 99);
  simulator.schedule(ms(1), witness, 5);
  strictEqual(simulator.pending, 2);
  strictEqual(simulator.nextAt, ms(1));
  strictEqual(simulator.run(), "idle");
  deepStrictEqual(witness.seen, [[5, 0, ms(1)], [2, 99, ms(3)]]);
  strictEqual(simulator.now, ms(3));
  strictEqual(simulator.processed, 2);
  strictEqual(simulator.pending, 0);
});

Deno.test("the clock shows the time of the event that happens", () => {
  const simulator = new Simulator();
  const clock: Nanos[] = [];
  const target = actor((now) => clock.push(simulator.now, now));
  simulator.schedule(ms(1), target, 0);
  simulator.schedule(ms(2), target, 0);
  simulator.run();
  deepStrictEqual(clock, [ms(1), ms(1), ms(2), ms(2)]);
});

Deno.test("what an event schedules for now happens after all that was scheduled for now", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  simulator.schedule(ms(1), actor((now) => simulator.schedule(now, witness, 3)), 0);
  simulator.schedule(ms(1), witness, 1);
  simulator.schedule(ms(1), witness, 2);
  simulator.run();
  deepStrictEqual(witness.seen.map(([kind]) => kind), [1, 2, 3]);
});

Deno.test("a cancelled event does not happen, and is cancelled once", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  const handle = simulator.schedule(ms(1), witness, 1);
  simulator.schedule(ms(2), witness, 2);
  ok(simulator.isPending(handle));
  strictEqual(simulator.cancel(handle), true);
  strictEqual(simulator.isPending(handle), false);
  strictEqual(simulator.cancel(handle), false);
  simulator.run();
  deepStrictEqual(witness.seen, [[2, 0, ms(2)]]);
});

Deno.test("an event cannot be cancelled while it happens", () => {
  const simulator = new Simulator();
  let handle = NO_EVENT;
  let cancelled = true;
  handle = simulator.schedule(
    ms(1),
    actor(() => {
      cancelled = simulator.cancel(handle);
    }),
    0,
  );
  simulator.run();
  strictEqual(cancelled, false);
});

Deno.test("an event can cancel a later one at the same time", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  let later = NO_EVENT;
  simulator.schedule(ms(1), actor(() => simulator.cancel(later)), 0);
  later = simulator.schedule(ms(1), witness, 1);
  simulator.run();
  deepStrictEqual(witness.seen, []);
});

Deno.test("run until a time includes the events at it and leaves the clock there", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  for (const at of [1, 2, 3]) simulator.schedule(ms(at), witness, at);
  strictEqual(simulator.run({ until: ms(2) }), "until");
  strictEqual(witness.seen.length, 2);
  strictEqual(simulator.now, ms(2));
  strictEqual(simulator.run({ until: ms(2.5) }), "until");
  strictEqual(simulator.now, ms(2.5));
  strictEqual(simulator.run(), "idle");
  strictEqual(simulator.now, ms(3));
});

Deno.test("run until a time moves the clock there when nothing is left to happen", () => {
  const simulator = new Simulator();
  simulator.schedule(ms(1), new Witness(), 0);
  strictEqual(simulator.run({ until: seconds(1) }), "idle");
  strictEqual(simulator.now, seconds(1));
});

Deno.test("run ends with its budget of events, and leaves the clock at the last one", () => {
  const simulator = new Simulator();
  const endless = actor((now) => void simulator.schedule(now, endless, 0));
  simulator.schedule(ms(1), endless, 0);
  strictEqual(simulator.run({ maxEvents: 1000, until: seconds(1) }), "budget");
  strictEqual(simulator.processed, 1000);
  strictEqual(simulator.now, ms(1));
  strictEqual(simulator.run({ maxEvents: 0 }), "budget");
  strictEqual(simulator.processed, 1000);
});

Deno.test("step lets one event happen", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  simulator.schedule(ms(1), witness, 1);
  simulator.schedule(ms(1), witness, 2);
  strictEqual(simulator.step(), true);
  deepStrictEqual(witness.seen, [[1, 0, ms(1)]]);
  strictEqual(simulator.step(), true);
  strictEqual(simulator.step(), false);
  strictEqual(simulator.processed, 2);
});

Deno.test("scheduling in the past is refused", () => {
  const simulator = new Simulator();
  simulator.run({ until: ms(5) });
  throws(() => simulator.schedule(ms(5) - 1, new Witness(), 0), {
    name: "RangeError",
    message: "Cannot schedule: time must be whole nanoseconds from now (5000000) to below 2^53: " +
      "it is 4999999",
  });
  simulator.schedule(ms(5), new Witness(), 0);
  strictEqual(simulator.pending, 1);
});

Deno.test("times that are not whole nanoseconds below 2^53 are refused", () => {
  const simulator = new Simulator();
  for (const at of [-1, 0.5, NaN, NEVER, -Infinity, 2 ** 53]) {
    throws(() => simulator.schedule(at, new Witness(), 0), RangeError, String(at));
  }
  for (const until of [-1, 0.5, NaN, -Infinity, 2 ** 53]) {
    throws(() => simulator.run({ until }), RangeError, String(until));
  }
  strictEqual(simulator.pending, 0);
});

Deno.test("the last point of time, 2^53 - 1 ns, can be reached", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  simulator.schedule(Number.MAX_SAFE_INTEGER, witness, 1);
  strictEqual(simulator.run(), "idle");
  deepStrictEqual(witness.seen, [[1, 0, Number.MAX_SAFE_INTEGER]]);
});

Deno.test("a negative zero is the time 0", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  simulator.schedule(-0, witness, 0);
  simulator.run();
  ok(Object.is(witness.seen[0]![2], 0));
});

Deno.test("kinds that a slot cannot hold are refused", () => {
  const simulator = new Simulator();
  for (const kind of [0.5, NaN, 2 ** 31]) {
    throws(() => simulator.schedule(0, new Witness(), kind), RangeError, String(kind));
  }
});

Deno.test("a negative budget is refused", () => {
  throws(() => new Simulator().run({ maxEvents: -1 }), RangeError);
  throws(() => new Simulator().run({ maxEvents: NaN }), RangeError);
});

Deno.test("an event must not run its simulator", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  simulator.schedule(ms(1), actor(() => simulator.run()), 0);
  simulator.schedule(ms(2), witness, 1);
  throws(() => simulator.run(), {
    name: "TypeError",
    message: "Cannot run: an event must not run the simulator it belongs to",
  });
  strictEqual(witness.seen.length, 0);
});

Deno.test("after an exception of an event the run can go on behind it", () => {
  const simulator = new Simulator();
  const witness = new Witness();
  simulator.schedule(
    ms(1),
    actor(() => {
      throw new Error("broken");
    }),
    0,
  );
  simulator.schedule(ms(2), witness, 1);
  throws(() => simulator.run(), /broken/);
  strictEqual(simulator.now, ms(1));
  strictEqual(simulator.run(), "idle");
  deepStrictEqual(witness.seen, [[1, 0, ms(2)]]);
});

Deno.test("time never runs backwards, and a run in slices is the run in one piece", () => {
  const delays = fc.array(fc.nat(30), { minLength: 1, maxLength: 60 });
  const slices = fc.array(fc.nat(20), { maxLength: 20 });
  fc.assert(fc.property(delays, slices, (delays, slices) => {
    const whole = simulate(delays, []);
    ok(whole.every(([now], i) => i === 0 || whole[i - 1]![0] <= now));
    deepStrictEqual(simulate(delays, slices), whole);
  }));
});

/** Each event schedules the next two delays; the result is what happened when. */
function simulate(delays: number[], slices: number[]): [now: Nanos, arg: number][] {
  const simulator = new Simulator();
  const seen: [Nanos, number][] = [];
  let next = 0;
  const target = actor((now, arg) => {
    seen.push([now, arg]);
    for (let i = 0; i < 2 && next < delays.length; i++, next++) {
      simulator.schedule(now + delays[next]!, target, 0, next);
    }
  });
  simulator.schedule(0, target, 0, -1);
  for (const slice of slices) simulator.run({ until: simulator.now + slice });
  simulator.run();
  return seen;
}
