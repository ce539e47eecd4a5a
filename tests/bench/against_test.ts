import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ns3Side } from "../../bench/peers/against.ts";
import { matches } from "../../bench/peers/matches.ts";

Deno.test("A line of ns-3's programs tells the time of the run, what was read, and the fewer closes", () => {
  const line = "churn conns=20000 qdrop=0 wall=20.5600 cpu=9.3990 rx=24000000 " +
    "closed=20000/19999 fail=0 rssMB=196.5 tenths=0.69\n";
  deepStrictEqual(ns3Side(line), {
    milliseconds: 20_560,
    processorMs: 9_399,
    cold: 20_560,
    bytes: 24_000_000,
    closed: 19_999,
    peakMB: 196.5,
  });
});

Deno.test("Each comparison has work for one of our two kinds of runs", () => {
  for (const { name, bulk, churn } of matches) {
    strictEqual((bulk === null) !== (churn === null), true, name);
  }
});
