import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ms, type Nanos, seconds } from "../../../../engine/base/time.ts";
import { DelayHistory } from "../../../../engine/tcp/congestion/delay_history.ts";
import { Ledbat } from "../../../../engine/tcp/congestion/ledbat.ts";
import { ackOf } from "../../../support/ack_sample.ts";

const SMSS = 1000;

/** A connection, and the time that its ACKs came up to. */
class Path {
  readonly ledbat = new Ledbat();
  now: Nanos = 0;

  constructor() {
    this.ledbat.onEstablished(SMSS, 10 * SMSS, 0);
  }

  /** ACKs of a segment each, all at once, one round-trip time of `rtt` later. */
  round(rtt: Nanos, acks = 1): void {
    this.now += rtt;
    for (let i = 0; i < acks; i++) {
      this.ledbat.onAck(ackOf(SMSS, this.ledbat.cwnd, rtt, this.now));
    }
  }

  get cwnd(): number {
    return this.ledbat.cwnd;
  }
}

/**
 * A path of 120 ms (so that GAIN is 1) whose first slow start ended with that
 * window, and that has its first slowdown in 2 round trips, of which one has passed.
 */
function steady(cwnd: number): Path {
  const path = new Path();
  path.round(ms(120));
  path.ledbat.cwnd = cwnd;
  path.ledbat.ssthresh = cwnd;
  path.round(ms(120));
  strictEqual(path.cwnd, cwnd);
  return path;
}

Deno.test("LEDBAT++ begins with two segments, whatever the initial window [LEDBAT++ 4.1]", () => {
  strictEqual(new Path().cwnd, 2 * SMSS);
});

Deno.test("GAIN is 1 / min(16, ceil(120 ms / base)): slow start grows by that share [LEDBAT++ 4.2]", () => {
  const shares: [number, number][] = [[1, 16], [7.5, 16], [8, 15], [20, 6], [60, 2], [119, 2], [
    120,
    1,
  ], [200, 1]];
  for (const [rtt, divisor] of shares) {
    const path = new Path();
    path.round(ms(rtt), divisor * 5);
    strictEqual(path.cwnd, 2 * SMSS + 5 * SMSS, `${rtt} ms`);
  }
});

Deno.test("The first slow start ends once queues are longer than 3/4 of the target [LEDBAT++ 4.1]", () => {
  const path = new Path();
  path.round(ms(120), 4);
  strictEqual(path.cwnd, 6 * SMSS);
  path.round(ms(165), 8); // exactly 45 ms: not longer
  strictEqual(path.cwnd, 14 * SMSS);
  path.round(ms(166), 3); // the smallest of the latest four is 165
  strictEqual(path.cwnd, 17 * SMSS);
  path.round(ms(166), 4);
  strictEqual(path.cwnd, 17 * SMSS);
  strictEqual(path.ledbat.ssthresh, 17 * SMSS);
});

Deno.test("Below the target the window grows by GAIN in each round trip [LEDBAT++ 4.3]", () => {
  const path = steady(20 * SMSS);
  path.round(ms(120), 20);
  strictEqual(path.cwnd, 21 * SMSS);
});

Deno.test("Above the target: W += max(GAIN - W * (delay / target - 1), -W / 2) [LEDBAT++ 4.3]", () => {
  const after = (queueing: Nanos): number => {
    const path = steady(100 * SMSS);
    path.now += ms(120) - 1; // just before the first slowdown is due
    for (let i = 0; i < 4; i++) { // the filter knows nothing else; the last ends a round trip
      const ack = ackOf(SMSS, 100 * SMSS, i < 3 ? seconds(1) : ms(60), path.now);
      ack.rtt = ms(120) + queueing;
      path.ledbat.onAck(ack);
    }
    return path.cwnd;
  };
  strictEqual(after(ms(60)), 101 * SMSS); // at the target
  strictEqual(after(ms(66)), 100 * SMSS + SMSS - 10 * SMSS); // a tenth over it
  strictEqual(after(ms(75)), 100 * SMSS + SMSS - 25 * SMSS);
  strictEqual(after(ms(119)), 50 * SMSS);
  strictEqual(after(seconds(10)), 50 * SMSS); // at most half
});

Deno.test("Delay leaves at least two segments [LEDBAT++ 4.4]", () => {
  const path = steady(3 * SMSS);
  path.now += ms(119);
  for (let i = 0; i < 4; i++) { // only the last shows that a round trip is over
    const ack = ackOf(SMSS, 3 * SMSS, i < 3 ? seconds(1) : ms(100), path.now);
    ack.rtt = seconds(1);
    path.ledbat.onAck(ack);
  }
  strictEqual(path.cwnd, 2 * SMSS);
});

Deno.test("The first slowdown comes two round trips after the first slow start: two segments for two round trips [LEDBAT++ 4.4]", () => {
  const path = steady(20 * SMSS);
  path.round(ms(120), 20); // 1 of 2
  strictEqual(path.cwnd, 21 * SMSS);
  path.round(ms(120), 20);
  strictEqual(path.cwnd, 2 * SMSS);
  strictEqual(path.ledbat.ssthresh, 21 * SMSS);
  path.round(ms(120), 2);
  strictEqual(path.cwnd, 2 * SMSS);
});

Deno.test("After a slowdown slow start leads back, and the next one waits nine times its length [LEDBAT++ 4.4]", () => {
  const path = steady(16 * SMSS);
  path.round(ms(120), 1); // grows to 17
  path.round(ms(120), 1);
  const begun = path.now;
  strictEqual(path.cwnd, 2 * SMSS);
  path.round(ms(120), 2);
  path.round(ms(120), 1); // two round trips are over
  const windows: number[] = [];
  while (path.cwnd < 17 * SMSS) {
    path.round(ms(120), path.cwnd / SMSS);
    windows.push(path.cwnd / SMSS);
  }
  deepStrictEqual(windows, [4, 8, 16, 17]);
  const ended = path.now;
  const due = ended + 9 * (ended - begun);
  let rounds = 0;
  while (path.now + ms(120) < due) {
    path.round(ms(120), 1);
    rounds++;
  }
  strictEqual(path.cwnd, (17 + rounds) * SMSS);
  path.round(ms(120), 1);
  strictEqual(path.cwnd, 2 * SMSS);
});

Deno.test("A loss ends the first slow start, and halves what is in flight as Reno does [RFC 6817 2.4.2]", () => {
  const path = new Path();
  path.round(ms(120), 30);
  strictEqual(path.cwnd, 32 * SMSS);
  path.ledbat.onDuplicateAckLoss(30 * SMSS, path.now);
  strictEqual(path.ledbat.ssthresh, 15 * SMSS);
  path.ledbat.onRecoveryEnd(15 * SMSS, path.now);
  strictEqual(path.cwnd, 15 * SMSS);
  path.round(ms(120), 15);
  strictEqual(path.cwnd, 16 * SMSS); // by GAIN now
});

Deno.test("The base delay is the smallest of the last ten minutes [RFC 6817 4.2]", () => {
  const history = new DelayHistory();
  history.sample(ms(20), 0);
  for (let minute = 1; minute <= 9; minute++) history.sample(ms(50), seconds(60 * minute));
  strictEqual(history.base, ms(20));
  history.sample(ms(50), seconds(60 * 10));
  strictEqual(history.base, ms(50)); // the first minute is forgotten
  history.sample(ms(70), seconds(60 * 100));
  strictEqual(history.base, ms(70)); // all are
});

Deno.test("The current delay is the smallest of the latest four samples [RFC 6817 4.2]", () => {
  const history = new DelayHistory();
  strictEqual(history.queueing, 0);
  for (const delay of [20, 90, 80, 70]) history.sample(ms(delay), 0);
  strictEqual(history.queueing, 0);
  history.sample(ms(95), 0);
  strictEqual(history.queueing, ms(50));
  ok(history.current === ms(70));
});
