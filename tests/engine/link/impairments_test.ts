import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { Rng } from "../../../engine/base/rng.ts";
import { Impairments, type ImpairmentSettings, NO_IMPAIRMENTS } from "../../../engine/link/mod.ts";

type Luck = "lost" | "duplicated" | "corrupted" | "shift";

/** The luck of the first frames on a line of those settings. */
function lucks(settings: Partial<ImpairmentSettings>, what: Luck, frames = 2000): unknown[] {
  const line = new Impairments({ ...NO_IMPAIRMENTS, ...settings }, new Rng(7).fork("line"));
  return Array.from({ length: frames }, () => {
    line.draw();
    return line[what];
  });
}

const count = (values: unknown[]) => values.filter((value) => value === true).length;

Deno.test("impairments of 0 never and of 1 always happen", () => {
  strictEqual(count(lucks({}, "lost")), 0);
  strictEqual(count(lucks({ loss: 1 }, "lost")), 2000);
  strictEqual(count(lucks({ duplicate: 1 }, "duplicated")), 2000);
  strictEqual(count(lucks({ corrupt: 1 }, "corrupted")), 2000);
  deepStrictEqual(new Set(lucks({}, "shift")), new Set([0]));
});

Deno.test("a loss of 10 % loses about every tenth frame", () => {
  const lost = count(lucks({ loss: 0.1 }, "lost", 20_000));
  ok(lost > 1850 && lost < 2150, `${lost} of 20000`); // five standard deviations are 212
});

Deno.test("the same seed gives the same luck", () => {
  deepStrictEqual(lucks({ loss: 0.1 }, "lost"), lucks({ loss: 0.1 }, "lost"));
});

Deno.test("each impairment has its own luck, however the others are set", () => {
  const busy = { loss: 0.3, duplicate: 0.2, corrupt: 0.1, jitter: 1000 };
  deepStrictEqual(lucks(busy, "lost"), lucks({ loss: 0.3 }, "lost"));
  deepStrictEqual(lucks(busy, "duplicated"), lucks({ duplicate: 0.2 }, "duplicated"));
  deepStrictEqual(lucks(busy, "corrupted"), lucks({ corrupt: 0.1 }, "corrupted"));
  deepStrictEqual(lucks(busy, "shift"), lucks({ jitter: 1000 }, "shift"));
});

Deno.test("a higher loss loses the frames that a lower one loses, and more", () => {
  const low = lucks({ loss: 0.1 }, "lost");
  const high = lucks({ loss: 0.2 }, "lost");
  ok(low.every((lost, i) => !lost || high[i]));
});

Deno.test("jitter is whole, from -jitter to jitter, and takes both ends", () => {
  const shifts = new Set(lucks({ jitter: 2 }, "shift"));
  deepStrictEqual([...shifts].map(Number).sort((a, b) => a - b), [-2, -1, 0, 1, 2]);
});

Deno.test("a part must be from 0 to 1 and jitter whole nanoseconds", () => {
  const impair = (settings: Partial<ImpairmentSettings>) => () =>
    new Impairments({ ...NO_IMPAIRMENTS, ...settings }, new Rng(1));
  throws(impair({ loss: 1.1 }), {
    name: "RangeError",
    message: "Cannot impair a line: loss must be from 0 to 1: it is 1.1",
  });
  throws(impair({ duplicate: -0.1 }), RangeError);
  throws(impair({ corrupt: NaN }), RangeError);
  throws(impair({ jitter: 0.5 }), RangeError);
});
