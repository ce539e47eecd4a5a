import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { ms, seconds } from "../../../../engine/base/time.ts";
import {
  type CongestionController,
  congestionNames,
  createController,
  INITIAL_SSTHRESH,
  PLAIN_SETTINGS,
} from "../../../../engine/tcp/congestion/mod.ts";
import { ackOf } from "../../../support/ack_sample.ts";

const SMSS = 1000;
const RTT = ms(100);

/**
 * Where algorithms that go by delay differ from those that go by losses alone:
 * LEDBAT++ begins with two segments, and at a round-trip time of 100 ms grows
 * half as fast (draft-irtf-iccrg-ledbat-plus-plus 4.1, 4.2).
 */
const FIRST = { reno: 4 * SMSS, cubic: 4 * SMSS, ledbat: 2 * SMSS } as const;
const SHARE = { reno: 1, cubic: 1, ledbat: 0.5 } as const;
const byLosses = congestionNames.filter((name) => name !== "ledbat");

/** What every algorithm of congestion control owes, whichever it is. */
for (const name of congestionNames) {
  const first = FIRST[name];
  const share = SHARE[name];
  const established = (): CongestionController => {
    const controller = createController(name);
    controller.onEstablished(SMSS, 4 * SMSS, 0);
    return controller;
  };

  Deno.test(`${name} says its name`, () => {
    strictEqual(createController(name).name, name);
  });

  Deno.test(`${name} starts with the initial window and a high ssthresh [RFC 5681 3.1]`, () => {
    const controller = established();
    strictEqual(controller.cwnd, first);
    strictEqual(controller.ssthresh, INITIAL_SSTHRESH);
  });

  Deno.test(`${name} grows by its share of min(N, SMSS) per ACK in slow start [RFC 5681 3.1]`, () => {
    const controller = established();
    controller.onAck(ackOf(SMSS, 4 * SMSS, RTT, RTT, true));
    strictEqual(controller.cwnd, first + SMSS * share);
    controller.onAck(ackOf(300, 4 * SMSS, RTT, RTT, true));
    strictEqual(controller.cwnd, first + (SMSS + 300) * share);
    controller.onAck(ackOf(2 * SMSS, 4 * SMSS, RTT, RTT, true));
    strictEqual(controller.cwnd, first + (2 * SMSS + 300) * share);
  });

  Deno.test(`${name} does not grow while the window is not used up`, () => {
    const controller = established();
    controller.onAck(ackOf(SMSS, SMSS, RTT, RTT, false));
    strictEqual(controller.cwnd, first);
    controller.ssthresh = 2 * SMSS;
    for (let i = 1; i < 1000; i++) controller.onAck(ackOf(SMSS, SMSS, RTT, i * RTT, false));
    strictEqual(controller.cwnd, first);
  });

  Deno.test(`${name} leaves cwnd to loss recovery, but lowers ssthresh [RFC 5681 3.2]`, () => {
    const controller = established();
    controller.cwnd = 20 * SMSS;
    controller.onDuplicateAckLoss(20 * SMSS, RTT);
    strictEqual(controller.cwnd, 20 * SMSS);
    strictEqual(controller.ssthresh >= 10 * SMSS && controller.ssthresh <= 14 * SMSS, true);
  });

  Deno.test(`${name} never lets ssthresh fall below 2 SMSS [RFC 5681 equation 4]`, () => {
    const controller = established();
    controller.onDuplicateAckLoss(SMSS, RTT);
    strictEqual(controller.ssthresh, 2 * SMSS);
    controller.onTimeout(SMSS, true, RTT);
    strictEqual(controller.ssthresh, 2 * SMSS);
  });

  Deno.test(`${name} deflates at the end of recovery [RFC 6582 3.2 step 3]`, () => {
    const controller = established();
    controller.cwnd = 20 * SMSS;
    controller.onDuplicateAckLoss(20 * SMSS, RTT);
    const { ssthresh } = controller;
    controller.cwnd = ssthresh + 3 * SMSS;
    controller.onRecoveryEnd(30 * SMSS, RTT);
    strictEqual(controller.cwnd, ssthresh);
    controller.onRecoveryEnd(3 * SMSS, RTT);
    strictEqual(controller.cwnd, 4 * SMSS);
    controller.onRecoveryEnd(0, RTT);
    strictEqual(controller.cwnd, 2 * SMSS);
  });

  Deno.test(`${name} falls to one SMSS at a timeout, ssthresh once [RFC 5681 3.1]`, () => {
    const controller = established();
    controller.cwnd = 20 * SMSS;
    controller.onTimeout(20 * SMSS, true, RTT);
    strictEqual(controller.cwnd, SMSS);
    const { ssthresh } = controller;
    strictEqual(ssthresh >= 10 * SMSS && ssthresh <= 14 * SMSS, true);
    controller.onTimeout(SMSS, false, seconds(1));
    strictEqual(controller.ssthresh, ssthresh);
    strictEqual(controller.cwnd, SMSS);
  });

  Deno.test(`${name} starts slowly after a timeout, up to ssthresh [RFC 5681 3.1]`, () => {
    const controller = established();
    controller.cwnd = 20 * SMSS;
    controller.onTimeout(20 * SMSS, true, RTT);
    for (let i = 0; i < 1 / share; i++) controller.onAck(ackOf(SMSS, SMSS, RTT, 2 * RTT, true));
    strictEqual(controller.cwnd, 2 * SMSS);
  });

  Deno.test(`${name} takes back what a loss did that was none [RFC 4015 3.2] [RFC 9438 4.9]`, () => {
    for (const isTimeout of [false, true]) {
      const controller = established();
      controller.cwnd = 20 * SMSS;
      controller.ssthresh = 18 * SMSS;
      if (isTimeout) {
        controller.onTimeout(20 * SMSS, true, RTT);
        controller.onTimeout(SMSS, false, seconds(1));
      } else {
        controller.onDuplicateAckLoss(20 * SMSS, RTT);
        controller.cwnd = 10 * SMSS;
      }
      controller.onSpuriousLoss(seconds(2));
      strictEqual(controller.cwnd, 20 * SMSS);
      strictEqual(controller.ssthresh, 18 * SMSS);
    }
  });

  Deno.test(`${name} halves for each idle RTO where the system decays, down to IW [RFC 2861 2]`, () => {
    const controller = established();
    controller.cwnd = 20 * SMSS;
    controller.ssthresh = 10 * SMSS;
    controller.onIdleRestart(1, seconds(10));
    strictEqual(controller.cwnd, 10 * SMSS);
    strictEqual(controller.ssthresh, 15 * SMSS);
    controller.onIdleRestart(3, seconds(20));
    strictEqual(controller.cwnd, first);
  });

  Deno.test(`${name} opens by at most L segments per ACK in slow start [RFC 3465 2.3]`, () => {
    const controller = createController(name, { ...PLAIN_SETTINGS, slowStartLimit: 2 });
    controller.onEstablished(SMSS, 4 * SMSS, 0);
    controller.onAck(ackOf(4 * SMSS, 4 * SMSS, RTT, RTT));
    strictEqual(controller.cwnd, first + 2 * SMSS * share);
  });

  Deno.test(`${name} takes its share of cwnd, in whole segments, where the system does (Linux)`, () => {
    const settings = { ...PLAIN_SETTINGS, reductionFrom: "cwnd", cwndInSegments: true } as const;
    const controller = createController(name, settings);
    controller.onEstablished(SMSS, 4 * SMSS, 0);
    controller.cwnd = 21 * SMSS;
    controller.onDuplicateAckLoss(6 * SMSS, RTT);
    strictEqual(controller.ssthresh % SMSS, 0);
    strictEqual(controller.ssthresh >= 10 * SMSS && controller.ssthresh <= 14 * SMSS, true);
  });

  Deno.test(`${name} restarts with min(IW, cwnd) after idle time [RFC 5681 4.1]`, () => {
    const controller = established();
    controller.cwnd = 20 * SMSS;
    controller.onIdleRestart(Infinity, seconds(10));
    strictEqual(controller.cwnd, first);
    controller.cwnd = first - SMSS;
    controller.onIdleRestart(Infinity, seconds(20));
    strictEqual(controller.cwnd, first - SMSS);
  });

  Deno.test(`${name} counts in the new SMSS after a change`, () => {
    const controller = established();
    controller.onSmssChange(500);
    controller.onAck(ackOf(1000, 2000, RTT, RTT, true));
    strictEqual(controller.cwnd, first + 500 * share);
    controller.onTimeout(1000, true, RTT);
    strictEqual(controller.cwnd, 500);
    strictEqual(controller.ssthresh, 1000);
    controller.onSmssChange(8000);
    strictEqual(controller.cwnd, 8000);
  });

  Deno.test(`${name} keeps whole windows of at least one SMSS, and repeats itself`, () => {
    const step = fc.record({
      what: fc.constantFrom("ack", "loss", "end", "timeout", "again", "idle", "undo"),
      bytes: fc.integer({ min: 1, max: 70_000 }),
      wait: fc.integer({ min: 0, max: 5_000_000_000 }),
      limited: fc.boolean(),
    });
    fc.assert(fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const one = established();
      const two = established();
      let now = 0;
      for (const { what, bytes, wait, limited } of steps) {
        now += wait;
        for (const controller of [one, two]) {
          if (what === "ack") {
            for (let i = 0; i < 20; i++) controller.onAck(ackOf(bytes, bytes, wait, now, limited));
          }
          if (what === "loss") controller.onDuplicateAckLoss(bytes, now);
          if (what === "end") controller.onRecoveryEnd(bytes, now);
          if (what === "timeout") controller.onTimeout(bytes, true, now);
          if (what === "again") controller.onTimeout(bytes, false, now);
          if (what === "undo") controller.onSpuriousLoss(now);
          if (what === "idle") controller.onIdleRestart(Infinity, now);
          strictEqual(Number.isInteger(controller.cwnd) && controller.cwnd >= SMSS, true);
          strictEqual(Number.isInteger(controller.ssthresh), true);
          strictEqual(controller.ssthresh >= 2 * SMSS, true);
        }
        strictEqual(one.cwnd, two.cwnd);
        strictEqual(one.ssthresh, two.ssthresh);
      }
    }));
  });
}

for (const name of byLosses) {
  Deno.test(`${name} grows by at most half its window per round trip above ssthresh`, () => {
    const controller = createController(name);
    controller.onEstablished(SMSS, 4 * SMSS, 0);
    controller.ssthresh = 4 * SMSS;
    let now = 0;
    for (let round = 0; round < 100; round++) {
      const before = controller.cwnd;
      now += RTT;
      for (let acked = 0; acked + SMSS <= before; acked += SMSS) {
        controller.onAck(ackOf(SMSS, before, RTT, now, true));
      }
      strictEqual(controller.cwnd >= before, true);
      strictEqual(controller.cwnd <= before * 1.7, true);
    }
    strictEqual(controller.cwnd > 10 * SMSS, true);
  });
}
