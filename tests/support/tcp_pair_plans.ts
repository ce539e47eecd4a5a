import * as fc from "fast-check";
import { profileNames } from "../../engine/tcp/mod.ts";
import type { LinePlan, PairPlan } from "./tcp_pair.ts";
import { leavings, type SidePlan } from "./tcp_pair_side.ts";

/** Sequence numbers in the middle of nowhere, and such that a run crosses 2^31 or 2^32. */
const iss = fc.oneof(
  fc.constant(1000),
  fc.integer({ min: 2 ** 31 - 50_000, max: 2 ** 31 }),
  fc.integer({ min: 2 ** 32 - 50_000, max: 2 ** 32 - 1 }),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);

/** Knobs that a run may change, whatever the system. */
const knobs = fc.record({
  congestion: fc.constantFrom("reno", "cubic"),
  nagleRule: fc.constantFrom("rfc896", "minshall"),
  windowProbe: fc.constantFrom("byte", "empty"),
  ackOnFin: fc.constantFrom("immediate", "delayed"),
  windowScaling: fc.boolean(),
  windowScale: fc.integer({ min: 0, max: 6 }),
  delayedAckEvery: fc.integer({ min: 1, max: 3 }),
  sack: fc.boolean(),
  lossRecovery: fc.constantFrom("newreno", "sack", "rack"),
  timestamps: fc.boolean(),
  timestampsIfAsked: fc.boolean(),
  timerWheel: fc.boolean(),
  ecn: fc.constantFrom("off", "passive", "active"),
  ecnHoldsOneSegment: fc.boolean(),
  ecnReduction: fc.constantFrom("at-once", "prr"),
  mtuProbing: fc.constantFrom("off", "black-hole", "always"),
}, { requiredKeys: [] });

const side: fc.Arbitrary<SidePlan> = fc.record({
  profile: fc.constantFrom(...profileNames),
  knobs,
  iss,
  mtu: fc.constantFrom(296, 576, 1500, 9000),
  receiveBuffer: fc.oneof(
    fc.integer({ min: 1, max: 3000 }),
    fc.constantFrom(8192, 65_535, 300_000),
  ),
  sendBuffer: fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(8192, 65_536)),
  noDelay: fc.boolean(),
  keepalive: fc.boolean(),
  bytes: fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 60_000 })),
  piece: fc.integer({ min: 1, max: 4000 }),
  pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 })),
  gulp: fc.integer({ min: 1, max: 10_000 }),
  readPause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 })),
  leaving: fc.constantFrom(...leavings),
});

/** A run of thousands of tiny steps says no more than one of a few hundred. */
function shortened(plan: SidePlan, peer: SidePlan): SidePlan {
  const step = Math.min(plan.piece, plan.sendBuffer, peer.gulp, peer.receiveBuffer);
  return { ...plan, bytes: Math.min(plan.bytes, 200 * step) };
}

const line: fc.Arbitrary<LinePlan> = fc.record({
  delay: fc.integer({ min: 0, max: 100 }),
  jitter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 80 })),
  loss: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
  duplicates: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 })),
  marks: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
  mtu: fc.oneof(fc.constant(9000), fc.constantFrom(296, 576, 1006)),
  budget: fc.integer({ min: 0, max: 100 }),
});

/** Two programs that wait for each other would wait for ever. */
const sides = fc.tuple(side, side).map(([left, right]): [SidePlan, SidePlan] => {
  const wait = left.leaving === "after the peer" && right.leaving === "after the peer";
  const second: SidePlan = wait ? { ...right, leaving: "orderly" } : right;
  return [shortened(left, right), shortened(second, left)];
});

/** Any run. */
export const anyPair: fc.Arbitrary<PairPlan> = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  simultaneous: fc.oneof(
    { weight: 4, arbitrary: fc.constant(-1) },
    fc.integer({ min: 0, max: 60 }),
  ),
  cut: fc.record({
    at: fc.integer({ min: 0, max: 2000 }),
    length: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })),
  }),
  sides,
  lines: fc.tuple(line, line),
});

/** Runs in which both programs close as they should, at least one of them of itself. */
export const orderlyPair: fc.Arbitrary<PairPlan> = anyPair.map((plan) => ({
  ...plan,
  sides: [
    { ...plan.sides[0], leaving: plan.seed % 2 === 0 ? "orderly" : "after the peer" },
    { ...plan.sides[1], leaving: "orderly" },
  ],
}));
