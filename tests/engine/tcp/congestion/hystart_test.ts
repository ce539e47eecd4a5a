import { strictEqual } from "node:assert/strict";
import { ms, us } from "../../../../engine/base/time.ts";
import {
  type CongestionController,
  createController,
  INITIAL_SSTHRESH,
  PLAIN_SETTINGS,
  type SlowStartExit,
} from "../../../../engine/tcp/congestion/mod.ts";
import { ackOf } from "../../../support/ack_sample.ts";

const SMSS = 1000;

/** One connection in its first slow start, whose round trips a test makes up. */
class Start {
  readonly controller: CongestionController;
  now = 0;
  /** Sequence numbers. */
  una = 0;
  nxt = 0;

  constructor(slowStartExit: SlowStartExit, window = 10) {
    const settings = { ...PLAIN_SETTINGS, slowStartLimit: Infinity, slowStartExit };
    this.controller = createController("cubic", settings);
    this.controller.onEstablished(SMSS, window * SMSS, 0);
    this.nxt = window * SMSS;
  }

  get window(): number {
    return this.controller.cwnd / SMSS;
  }

  get isSlowStart(): boolean {
    return this.controller.ssthresh === INITIAL_SSTHRESH;
  }

  /** ACKs of one window: the first after `rtt`, each `gap` behind the last, each showing `rtt`. */
  round(rtt: number, gap: number): void {
    const count = Math.floor(this.window);
    this.now += rtt;
    for (let i = 0; i < count; i++) {
      const ack = ackOf(SMSS, this.nxt - this.una, rtt, this.now);
      this.una += SMSS;
      ack.una = this.una;
      ack.nxt = this.nxt;
      this.controller.onAck(ack);
      this.nxt = this.una + Math.floor(this.window) * SMSS;
      this.now += gap;
    }
  }
}

Deno.test("Linux's HyStart ends slow start when round trips get longer by an eighth, at least 4 ms [RFC 9406 1, .4]", () => {
  const start = new Start("hystart");
  start.round(ms(100), ms(3)); // ACKs too far apart to be a train
  start.round(ms(100), ms(3));
  strictEqual(start.window, 40);
  start.round(ms(112), ms(3));
  strictEqual(start.isSlowStart, true, "12.5 ms are an eighth of 100 ms");
  start.round(ms(113), ms(3));
  strictEqual(start.isSlowStart, false);
  strictEqual(start.controller.ssthresh < 100 * SMSS, true, "after 8 samples, not at the end");
});

Deno.test("Linux's HyStart ends slow start when a train of ACKs is half as long as the round trip [RFC 9406 1, .4]", () => {
  const start = new Start("hystart");
  start.round(ms(40), us(600));
  start.round(ms(40), us(600)); // 20 ACKs take 12 ms
  strictEqual(start.isSlowStart, true);
  start.round(ms(40), us(600)); // 40 would take 24 ms
  strictEqual(start.isSlowStart, false);
  const { ssthresh } = start.controller;
  strictEqual(ssthresh > 70 * SMSS && ssthresh < 80 * SMSS, true, `${ssthresh}: after 20.5 ms`);
});

Deno.test("Linux's HyStart leaves windows below 16 segments alone [RFC 9406 1, .4]", () => {
  const start = new Start("hystart", 4);
  start.round(ms(40), ms(3));
  start.round(ms(80), ms(3));
  strictEqual(start.window, 16);
  strictEqual(start.isSlowStart, true);
});

Deno.test("Linux's Reno has no HyStart, which is a part of CUBIC [RFC 9406 1, .4; tcp_cubic.c]", () => {
  const settings = { ...PLAIN_SETTINGS, slowStartExit: "hystart" } as const;
  const reno = createController("reno", settings);
  reno.onEstablished(SMSS, 40 * SMSS, 0);
  for (let i = 1; i <= 40; i++) reno.onAck(ackOf(SMSS, 40 * SMSS, ms(40) * i, ms(40) + i));
  strictEqual(reno.ssthresh, INITIAL_SSTHRESH);
});

Deno.test("HyStart++: a round slower by max(4 ms, min(last / 8, 16 ms)) begins the conservative phase [RFC 9406 4.2, 4.3, .1, .2]", () => {
  const bound = (last: number, next: number) => {
    const start = new Start("hystart++");
    start.round(last, 0);
    start.round(next, 0);
    return start.window;
  };
  strictEqual(bound(ms(16), ms(20) - 1), 40, "8 ms of 16 would be too few: at least 4 ms");
  strictEqual(bound(ms(16), ms(20)), 20 + 7 + 13 / 4);
  strictEqual(bound(ms(80), ms(90) - 1), 40, "an eighth");
  strictEqual(bound(ms(80), ms(90)), 20 + 7 + 13 / 4);
  strictEqual(bound(ms(800), ms(816) - 1), 40, "at most 16 ms");
  strictEqual(bound(ms(800), ms(816)), 20 + 7 + 13 / 4);
});

Deno.test("HyStart++: eight samples make a round worth comparing [RFC 9406 4.2, .1, .2]", () => {
  const start = new Start("hystart++", 7);
  start.round(ms(40), 0); // 7 samples: the smallest counts, but only as the last round's
  start.round(ms(80), 0);
  strictEqual(start.window, 14 + 7 + 7 / 4);
});

Deno.test("HyStart++: the conservative phase grows by a quarter and ends slow start after five rounds [RFC 9406 4.2, .3]", () => {
  const start = new Start("hystart++");
  start.round(ms(40), 0);
  start.round(ms(80), 0); // the first of the five, in part
  for (let round = 2; round <= 5; round++) {
    const before = start.window;
    start.round(ms(80), 0);
    strictEqual(start.isSlowStart, true, `round ${round}`);
    strictEqual(Math.abs(start.window / before - 1.25) < 0.02, true, `${start.window / before}`);
  }
  const end = start.controller.cwnd;
  start.round(ms(80), 0);
  strictEqual(start.controller.ssthresh, end);
});

Deno.test("HyStart++: when round trips get shorter again it was too early [RFC 9406 4.2, .3]", () => {
  const start = new Start("hystart++");
  start.round(ms(40), 0);
  start.round(ms(80), 0);
  start.round(ms(60), 0); // 8 samples, then full speed
  const before = start.window;
  start.round(ms(60), 0);
  strictEqual(start.window - before, Math.floor(before));
  strictEqual(start.isSlowStart, true);
});

Deno.test("HyStart++: a loss ends it, and later slow starts are plain [RFC 9406 4.3, .3]", () => {
  const start = new Start("hystart++");
  start.round(ms(40), 0);
  start.controller.onTimeout(20 * SMSS, true, start.now);
  start.controller.ssthresh = 1000 * SMSS;
  start.controller.cwnd = 20 * SMSS;
  start.round(ms(40), 0);
  start.round(ms(80), 0);
  strictEqual(start.window, 80);
});

Deno.test("HyStart++: one ACK opens by 8 segments at most [RFC 9406 4.3, .1]", () => {
  const controller = createController("reno", {
    ...PLAIN_SETTINGS,
    slowStartLimit: 8,
    slowStartExit: "hystart++",
  });
  controller.onEstablished(SMSS, 10 * SMSS, 0);
  controller.onAck(ackOf(10 * SMSS, 10 * SMSS, ms(40), ms(40)));
  strictEqual(controller.cwnd, 18 * SMSS);
});
