import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { ms, type Nanos } from "../../../engine/base/time.ts";
import { Admission, CoDel, DropTail } from "../../../engine/link/mod.ts";

const SETTINGS = { target: ms(5), interval: ms(100), ecn: false };

function codel(ecn = false, packets = 1000): CoDel {
  return new CoDel({ ...SETTINGS, ecn }, new DropTail(packets, Infinity));
}

/** Offers a frame each millisecond, all of which wait that long; the milliseconds of those not taken. */
function notTaken(queue: CoDel, wait: Nanos, count: number, verdict: Admission): number[] {
  const times: number[] = [];
  for (let at = 0; at < count; at++) {
    if (queue.offer(1500, ms(at) + wait, ms(at), true) === verdict) times.push(at);
  }
  return times;
}

Deno.test("CoDel bears any wait for an interval, and a wait below the target for ever [RFC 8289 4.2]", () => {
  deepStrictEqual(notTaken(codel(), ms(4), 1000, Admission.Drop), []);
  deepStrictEqual(notTaken(codel(), ms(5), 100, Admission.Drop), []);
  deepStrictEqual(notTaken(codel(), ms(5), 101, Admission.Drop), [100]);
});

Deno.test("CoDel drops ever sooner: after interval / sqrt(count) [RFC 8289 3.2]", () => {
  // 100 + 100, + 100/sqrt(2) = 70.71, + 100/sqrt(3) = 57.73, + 50, each in whole ms from there on
  const times = notTaken(codel(), ms(10), 400, Admission.Drop);
  deepStrictEqual(times, [100, 200, 271, 329, 379]);
});

Deno.test("One frame that waits less ends the trouble, and it begins anew [RFC 8289 4.2]", () => {
  const queue = codel();
  deepStrictEqual(notTaken(queue, ms(10), 150, Admission.Drop), [100]);
  strictEqual(queue.offer(1500, ms(151), ms(150), true), Admission.Take);
  strictEqual(queue.offer(1500, ms(211), ms(200), true), Admission.Take);
  strictEqual(queue.offer(1500, ms(305), ms(295), true), Admission.Take);
  strictEqual(queue.offer(1500, ms(311), ms(300), true), Admission.Drop);
});

Deno.test("With ECN a frame that may be marked is, one that may not is dropped [RFC 8289 3.3]", () => {
  deepStrictEqual(notTaken(codel(true), ms(10), 150, Admission.Mark), [100]);
  const queue = codel(true);
  for (let at = 0; at < 100; at++) queue.offer(1500, ms(at + 10), ms(at), false);
  strictEqual(queue.offer(1500, ms(110), ms(100), false), Admission.Drop);
  strictEqual(queue.dropNote, "CoDel");
});

Deno.test("A CoDel queue that is full drops, ECN or not", () => {
  const queue = codel(true, 1);
  strictEqual(queue.offer(1500, 10, 0, true), Admission.Take);
  strictEqual(queue.offer(1500, 20, 0, true), Admission.Drop);
  strictEqual(queue.dropNote, "queue full");
});

Deno.test("CoDel's times are whole nanoseconds above 0", () => {
  for (const wrong of [{ target: 0 }, { interval: -1 }, { interval: 1.5 }]) {
    throws(() => new CoDel({ ...SETTINGS, ...wrong }, new DropTail(1, 1)), RangeError);
  }
});
