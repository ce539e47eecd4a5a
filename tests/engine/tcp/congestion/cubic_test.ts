import { ok, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../../engine/base/time.ts";
import { Cubic } from "../../../../engine/tcp/congestion/cubic.ts";
import { ackOf } from "../../../support/ack_sample.ts";

const SMSS = 1460;
const C = 0.4;

/** In congestion avoidance right after a loss at a window of so many segments. */
function afterLoss(segments: number): Cubic {
  const cubic = new Cubic();
  cubic.onEstablished(SMSS, 10 * SMSS, 0);
  cubic.cwnd = segments * SMSS;
  lose(cubic);
  return cubic;
}

function lose(cubic: Cubic): void {
  cubic.onDuplicateAckLoss(cubic.cwnd, 0);
  cubic.onRecoveryEnd(cubic.cwnd, 0);
}

/** Acknowledges one window per round trip until `end`; the window at each of them. */
function run(cubic: Cubic, rtt: number, end: number, from = 0): Map<number, number> {
  const seen = new Map<number, number>();
  for (let now = from; now <= end; now += rtt) {
    const window = cubic.cwnd;
    for (let acked = 0; acked < window; acked += SMSS) {
      cubic.onAck(ackOf(Math.min(SMSS, window - acked), window, rtt, now, true));
    }
    seen.set(now, cubic.cwnd / SMSS);
  }
  return seen;
}

function close(actual: number, expected: number, tolerance: number): void {
  ok(
    Math.abs(actual - expected) <= tolerance * expected,
    `${actual} is not within ${tolerance * 100} % of ${expected}`,
  );
}

Deno.test("CUBIC keeps 0.7 of FlightSize after a loss [RFC 9438 4.6]", () => {
  const cubic = afterLoss(100);
  strictEqual(cubic.ssthresh, 70 * SMSS);
  strictEqual(cubic.cwnd, 70 * SMSS);
});

Deno.test("CUBIC follows C (t - K)^3 + W_max after a loss [RFC 9438 4.2]", () => {
  const rtt = ms(100);
  const seen = run(afterLoss(1000), rtt, seconds(20));
  const k = Math.cbrt(300 / C); // 9.09 s
  for (const [now, window] of seen) {
    if (now < seconds(1)) continue; // the first steps towards the curve
    const w = (t: number) => C * (t - k) ** 3 + 1000;
    // the target of one round trip is the curve one round trip later
    close(window, w(now / 1e9 + 0.1), 0.01);
  }
});

Deno.test("CUBIC is back at W_max after K, and flat there [RFC 9438 4.4]", () => {
  const cubic = afterLoss(1000);
  const seen = run(cubic, ms(100), seconds(10));
  close(seen.get(seconds(9))!, 1000, 0.001);
  close(seen.get(seconds(8))!, 1000, 0.001);
  close(seen.get(seconds(10))!, 1000, 0.001);
});

Deno.test("CUBIC takes 0.85 of a window that fell for W_max [RFC 9438 4.7]", () => {
  const cubic = afterLoss(1000); // W_max 1000, cwnd 700
  lose(cubic); // below W_max: W_max 595, cwnd 490
  const k = Math.cbrt(105 / C); // 6.4 s
  const seen = run(cubic, ms(100), seconds(7));
  close(seen.get(seconds(6))!, C * (6.1 - k) ** 3 + 595, 0.005);
});

Deno.test("CUBIC takes the whole window for W_max where it had grown [RFC 9438 4.7]", () => {
  const cubic = afterLoss(1000);
  cubic.cwnd = 1200 * SMSS;
  lose(cubic); // cwnd 840
  const k = Math.cbrt(360 / C); // 9.65 s
  const seen = run(cubic, ms(100), seconds(10));
  close(seen.get(seconds(9))!, C * (9.1 - k) ** 3 + 1200, 0.005);
});

Deno.test("CUBIC grows as Reno with alpha = 9/17 where that is more [RFC 9438 4.3]", () => {
  const cubic = afterLoss(20); // cwnd 14, a round trip of 10 ms
  const seen = run(cubic, ms(10), ms(90));
  close(seen.get(ms(90))!, 14 + 10 * 9 / 17, 0.01);
});

Deno.test("CUBIC's Reno estimate grows with alpha = 1 from cwnd_prior on [RFC 9438 4.3]", () => {
  const cubic = afterLoss(20);
  const seen = run(cubic, ms(10), ms(600));
  const before = seen.get(ms(300))!;
  ok(before > 20);
  close(seen.get(ms(400))! - before, 10, 0.05);
});

Deno.test("CUBIC starts flat where it left slow start without a loss [RFC 9438 4.2]", () => {
  const cubic = new Cubic();
  cubic.onEstablished(SMSS, 10 * SMSS, 0);
  cubic.cwnd = 1000 * SMSS;
  cubic.ssthresh = 1000 * SMSS;
  const seen = run(cubic, ms(100), seconds(8));
  close(seen.get(seconds(8))!, 1000 + C * 8.1 ** 3, 0.005); // K = 0, W_max = 1000
});

Deno.test("CUBIC starts flat after a timeout, not towards the old W_max [RFC 9438 4.8]", () => {
  const cubic = new Cubic();
  cubic.onEstablished(SMSS, 10 * SMSS, 0);
  cubic.cwnd = 1000 * SMSS;
  cubic.onTimeout(1000 * SMSS, true, 0);
  strictEqual(cubic.ssthresh, 700 * SMSS);
  cubic.cwnd = 700 * SMSS;
  const seen = run(cubic, ms(100), seconds(8));
  close(seen.get(seconds(8))!, 700 + C * 8.1 ** 3, 0.005);
});

Deno.test("CUBIC grows by at most half of the window per window [RFC 9438 4.2]", () => {
  const cubic = new Cubic();
  cubic.onEstablished(SMSS, 10 * SMSS, 0);
  cubic.ssthresh = 10 * SMSS;
  cubic.onAck(ackOf(SMSS, 10 * SMSS, ms(100), 0, true));
  const before = cubic.cwnd;
  cubic.onAck(ackOf(SMSS, 10 * SMSS, ms(100), seconds(100), true));
  ok(cubic.cwnd - before <= SMSS / 2);
});

Deno.test("CUBIC leaves out time in which the application set the pace [RFC 9438 4.2]", () => {
  const rtt = ms(100);
  const busy = afterLoss(1000);
  run(busy, rtt, seconds(3));
  const idle = afterLoss(1000);
  run(idle, rtt, seconds(3));
  idle.onAck(ackOf(SMSS, SMSS, rtt, seconds(3) + seconds(60), false));
  strictEqual(idle.cwnd, busy.cwnd);
  const later = run(busy, rtt, seconds(8), seconds(3) + rtt).get(seconds(8));
  const shifted = run(idle, rtt, seconds(68), seconds(63) + rtt).get(seconds(68));
  strictEqual(shifted, later);
});

Deno.test("CUBIC's arithmetic holds at the largest windows and segments", () => {
  const cubic = new Cubic();
  cubic.onEstablished(65495, 10 * 65495, 0);
  cubic.cwnd = 2 ** 30;
  lose(cubic);
  let before = cubic.cwnd;
  for (let now = 0; now < seconds(300); now += seconds(1)) {
    for (let i = 0; i < 100; i++) cubic.onAck(ackOf(2 ** 24, 2 ** 29, ms(300), now, true));
    ok(Number.isSafeInteger(cubic.cwnd) && cubic.cwnd >= before);
    before = cubic.cwnd;
  }
  ok(cubic.cwnd > 2 ** 30);
});
