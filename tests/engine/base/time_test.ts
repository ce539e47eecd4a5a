import { strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { formatNanos, minutes, ms, NEVER, seconds, us } from "../../../engine/base/time.ts";

Deno.test("units of time are whole nanoseconds", () => {
  strictEqual(us(1), 1_000);
  strictEqual(ms(1), 1_000_000);
  strictEqual(seconds(1), 1_000_000_000);
  strictEqual(minutes(1), 60_000_000_000);
  strictEqual(ms(0.1 + 0.2), 300_000);
});

Deno.test("a time is formatted in seconds with groups of three digits behind the point", () => {
  strictEqual(formatNanos(0), "0s");
  strictEqual(formatNanos(1), "0.000000001s");
  strictEqual(formatNanos(us(20)), "0.000020s");
  strictEqual(formatNanos(ms(20)), "0.020s");
  strictEqual(formatNanos(ms(1500)), "1.500s");
  strictEqual(formatNanos(seconds(90)), "90s");
  strictEqual(formatNanos(seconds(1000)), "1000s");
  strictEqual(formatNanos(1_234_567_890), "1.234567890s");
  strictEqual(formatNanos(-ms(1)), "-0.001s");
  strictEqual(formatNanos(NEVER), "never");
  strictEqual(formatNanos(Number.MAX_SAFE_INTEGER), "9007199.254740991s");
});

Deno.test("formatted times are exact", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (time) => {
    const [whole, fraction = ""] = formatNanos(time).slice(0, -1).split(".");
    strictEqual(Number(`${whole}${fraction.padEnd(9, "0")}`), time);
  }));
});

Deno.test("a time that is not whole nanoseconds is not formatted", () => {
  throws(() => formatNanos(0.5), {
    name: "RangeError",
    message: "Cannot format time: it must be whole nanoseconds: it is 0.5",
  });
  throws(() => formatNanos(NaN), RangeError);
});
