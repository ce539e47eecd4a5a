import { ok } from "node:assert/strict";
import { goodput, ns3Goodput } from "../../bench/goodput.ts";

const NEWRENO = { sack: false, delack: 1 } as const;

Deno.test("NewReno without losses fills a line of 1 Gbit/s, but for headers", () => {
  const found = goodput(NEWRENO, { loss: 0, from: 0.5, until: 0.7 }, 1);
  const most = 1000 * 1448 / 1500; // payload of an IP packet; cables of ours have no framing
  ok(found > 0.99 * most && found < 1.001 * most, `${found} Mbit/s`); // whole segments count
});

Deno.test("NewReno's goodput at random losses is near sqrt(3 / 2 p) segments for each round trip, and ns-3's", () => {
  const transfer = { loss: 0.001, from: 5, until: 45 };
  const found = [1, 2, 3].reduce((sum, seed) => sum + goodput(NEWRENO, transfer, seed) / 3, 0);
  const formula = Math.sqrt(3 / 0.002) * 1448 * 8 / 0.02 / 1e6;
  ok(Math.abs(found / formula - 1) < 0.1, `${found}, and ${formula} by the formula`);
  const theirs = ns3Goodput(NEWRENO, transfer);
  ok(Math.abs(found / theirs - 1) < 0.1, `${found}, and ${theirs} in ns-3`);
});
