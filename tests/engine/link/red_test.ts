import { strictEqual, throws } from "node:assert/strict";
import { Rng } from "../../../engine/base/rng.ts";
import { Admission, DropTail, Red, type RedSettings } from "../../../engine/link/mod.ts";

const SETTINGS: RedSettings = {
  min: 10_000,
  max: 30_000,
  probability: 0.1,
  weight: 0, // the average is what waits now
  ecn: false,
};

function red(settings: Partial<RedSettings> = {}, frameTime = 0): Red {
  return new Red({ ...SETTINGS, ...settings }, new DropTail(1000, Infinity), frameTime, new Rng(7));
}

/** Offers frames of 1000 bytes, all at time 0, so that they only add up; how many met that verdict. */
function verdicts(queue: Red, count: number, verdict: Admission): number {
  let found = 0;
  for (let i = 0; i < count; i++) {
    if (queue.offer(1000, 1 + i, 0, true) === verdict) found++;
  }
  return found;
}

Deno.test("RED takes all below min and none from max on [Floyd and Jacobson 1993, 4]", () => {
  strictEqual(verdicts(red({ probability: 1 }), 10, Admission.Take), 10);
  const queue = red({ probability: 0 });
  strictEqual(verdicts(queue, 100, Admission.Take), 30);
  strictEqual(queue.packetsAt(0), 30);
  strictEqual(queue.dropNote, "RED");
});

Deno.test("Between min and max about the share of frames is dropped that the average says", () => {
  const queue = red({ probability: 0.1, max: 1e9, min: 0 });
  const halfWay = { probability: 0.2, min: 10_000, max: 30_000, weight: 20 };
  strictEqual(verdicts(queue, 1000, Admission.Drop), 0, "the average is near min");
  let dropped = 0;
  const stays = new Red(
    { ...SETTINGS, ...halfWay, weight: 0 },
    new DropTail(20, Infinity),
    0,
    new Rng(3),
  );
  for (let i = 0; i < 20; i++) stays.offer(1000, 1 + i, 0, false);
  for (let i = 0; i < 10_000; i++) {
    stays.offer(1000, 100, 0, false);
    if (stays.dropNote === "RED") dropped++;
    stays.dropNote = "";
  }
  // Spread evenly (count): pb = 0.1, so one in about (1 + 1 / pb) / 2 to 1 / pb frames
  strictEqual(dropped > 1000 && dropped < 2200, true, `${dropped}`);
});

Deno.test("The average follows slowly: a burst passes [Floyd and Jacobson 1993, 4]", () => {
  strictEqual(verdicts(red({ weight: 9 }), 60, Admission.Take), 60);
});

Deno.test("Idle time lets the average fall", () => {
  const queue = red({ weight: 4 }, 1000);
  for (let i = 0; i < 200; i++) queue.offer(1000, 1 + i, 0, false);
  strictEqual(queue.offer(1000, 201, 0, false), Admission.Drop);
  strictEqual(queue.offer(1000, 1e6, 1e6, false), Admission.Take);
});

Deno.test("With ECN RED marks what may be marked, and drops the rest [RFC 3168 7]", () => {
  strictEqual(verdicts(red({ ecn: true, probability: 0 }), 40, Admission.Mark), 10);
  const queue = red({ ecn: true, probability: 0 });
  for (let i = 0; i < 30; i++) queue.offer(1000, 1 + i, 0, false);
  strictEqual(queue.offer(1000, 50, 0, false), Admission.Drop);
});

Deno.test("RED's settings must make sense", () => {
  for (const wrong of [{ min: 30_000 }, { probability: 2 }, { weight: 21 }, { weight: 0.5 }]) {
    throws(() => red(wrong), RangeError);
  }
});
