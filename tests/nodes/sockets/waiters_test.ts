import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { ErrorName } from "../../../nodes/sockets/mod.ts";
import { Interest } from "../../../nodes/sockets/wait.ts";
import { Waiters } from "../../../nodes/sockets/waiters.ts";

/** Threads that only note how they were woken. */
function sleepers(count: number, woken: string[]) {
  return Array.from({ length: count }, (_, i) => ({
    wake: (error: ErrorName | "") => void woken.push(`${i}${error}`),
  }));
}

Deno.test("threads that wait on a socket are woken in the order in which they came, each once", () => {
  const woken: string[] = [];
  const waiters = new Waiters();
  const [a, b, c] = sleepers(3, woken);
  waiters.add(b!, Interest.In);
  waiters.add(c!, Interest.Out);
  waiters.add(a!, Interest.In);
  waiters.wake(Interest.In, "EINTR");
  deepStrictEqual(woken, ["1EINTR", "0EINTR"]);
  waiters.wake(Interest.In | Interest.Out, "");
  waiters.wake(Interest.In | Interest.Out, "");
  deepStrictEqual(woken, ["1EINTR", "0EINTR", "2"]);
  strictEqual(waiters.isEmpty, true);
});

Deno.test("a thread that is woken may wait again at once, and is not woken by the same news", () => {
  const waiters = new Waiters();
  let count = 0;
  const again = {
    wake: () => {
      count++;
      waiters.add(again, Interest.In);
    },
  };
  waiters.add(again, Interest.In);
  waiters.wake(Interest.In, "");
  strictEqual(count, 1);
  strictEqual(waiters.hasFor(Interest.In), true);
  strictEqual(waiters.hasFor(Interest.Out), false);
});

Deno.test("whoever comes, goes and is woken: the waiters are those of a plain list", () => {
  const interests = [Interest.In, Interest.Out, Interest.In | Interest.Out, Interest.Drained];
  const step = fc.record({
    do: fc.constantFrom("add", "remove", "wake"),
    who: fc.nat(3),
    interest: fc.constantFrom(...interests),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const woken: string[] = [];
      const expected: string[] = [];
      const all = sleepers(4, woken);
      const waiters = new Waiters();
      let list: { who: number; interest: number }[] = [];
      for (const { do: what, who, interest } of steps) {
        if (what === "wake") {
          waiters.wake(interest, "");
          for (const it of list) if ((it.interest & interest) !== 0) expected.push(`${it.who}`);
          list = list.filter((it) => (it.interest & interest) === 0);
        } else {
          // A thread waits at one place at a time.
          waiters.remove(all[who]!);
          list = list.filter((it) => it.who !== who);
          if (what === "add") {
            waiters.add(all[who]!, interest);
            list.push({ who, interest });
          }
        }
        deepStrictEqual(woken, expected);
        strictEqual(waiters.isEmpty, list.length === 0);
        for (const bits of interests) {
          strictEqual(waiters.hasFor(bits), list.some((it) => (it.interest & bits) !== 0));
        }
      }
    }),
    { numRuns: 300 },
  );
});
