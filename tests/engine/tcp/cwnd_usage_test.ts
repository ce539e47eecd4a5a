import { strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { established, synSent, type TcpScript } from "../../support/tcp_script.ts";

const BUFFER = { sendBuffer: 1_000_000, isSendBufferFixed: true };
const cwnd = (t: TcpScript): number => t.connection.tcb.congestion.cwnd / 1000;

Deno.test("Where the window counts segments ten small ones fill it, where it counts bytes they do not [RFC 5681 2; tp->snd_cwnd]", () => {
  const out = (cwndInSegments: boolean) => {
    const t = established({
      knobs: { initialWindow: "rfc6928", cwndInSegments },
      options: { noDelay: true },
    });
    for (let i = 0; i < 15; i++) t.send(100);
    return t.connection.tcb.scoreboard.count;
  };
  strictEqual(out(true), 10);
  strictEqual(out(false), 15);
});

Deno.test("A window that is not used up does not grow [RFC 7661 4.1]", () => {
  for (const windowUsage of ["now", "recent"]) {
    const t = established({ knobs: { initialWindow: "rfc6928", windowUsage }, options: BUFFER });
    for (let una = 1001; una < 20_001; una += 1000) {
      t.send(1000).peer(`ACK seq=5001 ack=${una + 1000}`);
    }
    strictEqual(cwnd(t), 10, windowUsage);
  }
});

Deno.test("Linux lets a window grow in slow start to twice what was out [tcp_is_cwnd_limited]", () => {
  const grown = (windowUsage: string) => {
    const t = established({ knobs: { initialWindow: "rfc6928", windowUsage }, options: BUFFER });
    t.send(6000);
    for (let ack = 2001; ack <= 7001; ack += 1000) t.peer(`ACK seq=5001 ack=${ack}`);
    return cwnd(t);
  };
  strictEqual(grown("now"), 10);
  strictEqual(grown("recent"), 12);
});

/** Forty segments are sent and acknowledged: the window is more than twice the initial one. */
function grown(knobs: Record<string, unknown>): TcpScript {
  const t = established({
    knobs: { initialWindow: "rfc6928", cwndInSegments: true, ...knobs },
    options: BUFFER,
  });
  t.send(40_000);
  for (let ack = 2001; ack <= 41_001; ack += 1000) t.peer(`ACK seq=5001 ack=${ack}`);
  return t;
}

Deno.test("After idle time the window restarts at once, or halves for each RTO, by system [RFC 5681 4.1, .6] [RFC 2861 2]", () => {
  const atOnce = grown({}).after(seconds(1) + 1).send(1000);
  strictEqual(cwnd(atOnce), 10);
  const t = grown({ idleDecay: true });
  const before = cwnd(t);
  strictEqual(before > 20, true, `${before}`);
  t.after(seconds(2) - 1).send(1000); // one RTO and part of another
  strictEqual(cwnd(t), Math.floor(before / 2));
  strictEqual(t.connection.tcb.congestion.ssthresh > 1_000_000, true);
  strictEqual(cwnd(grown({ idleDecay: true }).after(seconds(10)).send(1000)), 10, "not below IW");
  strictEqual(
    cwnd(grown({ idleDecay: true, slowStartAfterIdle: false }).after(seconds(10))),
    before,
  );
});

Deno.test("Where the application uses a part only, half of the rest goes in an RTO [RFC 2861 3.1; tcp_cwnd_application_limited]", () => {
  const t = grown({ windowUsage: "recent", idleDecay: true, cwndInSegments: true });
  const before = cwnd(t);
  let una = 41_001;
  for (let i = 0; i < 12; i++) {
    t.after(ms(100)).send(1000).peer(`ACK seq=5001 ack=${una += 1000}`);
  }
  strictEqual(cwnd(t), Math.floor((before + 10) / 2));
});

Deno.test("Linux keeps ten segments after the loss of one SYN, the RFC after none [RFC 5681 3.1, .1] [RFC 6928 2, .2]", () => {
  const sent = (synLossesBorne: number, losses: number) => {
    const t = synSent({
      knobs: { initialWindow: "rfc6928", synLinearRetries: 4, synLossesBorne },
      options: BUFFER,
    });
    for (let i = 1; i <= losses; i++) t.expectAt(seconds(i), "SYN seq=+0");
    t.peer("SYN,ACK seq=+0 ack=+1 mss=1000").expect("ACK").send(20_000);
    return t.connection.tcb.scoreboard.count;
  };
  strictEqual(sent(0, 0), 10);
  strictEqual(sent(0, 1), 1);
  strictEqual(sent(1, 1), 10);
  strictEqual(sent(1, 2), 1);
});
