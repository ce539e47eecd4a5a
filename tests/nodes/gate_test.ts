import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms } from "../../engine/base/time.ts";
import { Gate } from "../../nodes/gate.ts";
import { pair } from "../support/link_lab.ts";

Deno.test("a partition loses what enters, and lets arrive what is under way", () => {
  const { lab, cable, a, b } = pair({ latency: ms(10) });
  lab.send(a, b, 1);
  lab.at(ms(1), () => cable.setGate(Gate.Cut, "", ms(1)));
  lab.at(ms(2), () => lab.send(a, b, 2));
  lab.at(ms(3), () => cable.setGate(Gate.Open, "", ms(3)));
  lab.at(ms(4), () => lab.send(a, b, 3));
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["10000000 #1", "14000000 #3"]);
  strictEqual(cable.forward.lost, 1);
});

Deno.test("a partition may be of one direction only", () => {
  const { lab, cable, a, b } = pair({ latency: ms(10) });
  cable.setGate(Gate.Cut, "a", 0);
  lab.send(a, b, 1);
  lab.send(b, a, 2);
  lab.sim.run();
  deepStrictEqual([a.arrivals, b.arrivals], [["10000000 #2"], []]);
});

Deno.test("the carrier stays in a partition", () => {
  const { cable } = pair({ latency: ms(10) });
  cable.setGate(Gate.Cut, "", 0);
  strictEqual(cable.carrier, true);
});

Deno.test("what is held arrives at once when it is released, in its order", () => {
  const { lab, cable, a, b } = pair({ latency: ms(10) });
  lab.at(ms(5), () => cable.setGate(Gate.Held, "a", ms(5)));
  lab.send(a, b, 1);
  lab.at(ms(6), () => lab.send(a, b, 2));
  lab.at(ms(30), () => cable.setGate(Gate.Open, "a", ms(30)));
  lab.at(ms(31), () => lab.send(a, b, 3));
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["30000000 #1", "30000000 #2", "41000000 #3"]);
});

Deno.test("what is held is lost with the cable, once", () => {
  const { lab, cable, a, b } = pair({ latency: ms(10) });
  cable.setGate(Gate.Held, "", 0);
  lab.send(a, b, 1);
  lab.at(ms(20), () => cable.pull(ms(20)));
  lab.at(ms(21), () => cable.plug(ms(21)));
  lab.at(ms(22), () => cable.setGate(Gate.Open, "", ms(22)));
  lab.sim.run();
  deepStrictEqual(b.arrivals, []);
  strictEqual(cable.forward.lost, 1);
});
