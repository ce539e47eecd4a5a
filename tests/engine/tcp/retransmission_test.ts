import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { minutes, ms, type Nanos, NEVER, seconds } from "../../../engine/base/time.ts";
import {
  established,
  finWait1,
  type ScriptSettings,
  synReceived,
  synSent,
  type TcpScript,
} from "../../support/tcp_script.ts";
import { EndReason } from "../../../engine/tcp/mod.ts";

/** ESTABLISHED after a handshake that took that long, so that the RTO follows from it. */
function withRtt(rtt: Nanos, settings: ScriptSettings = {}): TcpScript {
  return synSent(settings).at(rtt).peer("SYN,ACK seq=+0 ack=+1 mss=1000").expect("ACK").handOut();
}

Deno.test("The timer starts with the first segment and fires after one RTO [RFC 6298 5.1, .6]", () => {
  established().at(ms(500)).send(10).expect("PSH,ACK len=10")
    .expectNothingUntil(ms(1500) - 1).expectAt(ms(1500), "PSH,ACK seq=1001 len=10").expectNothing();
});

Deno.test("A second segment does not start the timer again [RFC 6298 5.1]", () => {
  established().send(1000).expect("PSH,ACK len=1000").at(ms(900)).send(1000)
    .expect("PSH,ACK seq=2001 len=1000").expectAt(seconds(1), "PSH,ACK seq=1001 len=1000")
    .expectNothing();
});

Deno.test("The RTO is SRTT + 4 RTTVAR, here 3 times the first RTT [RFC 6298 2.2, .2] [MUST-18]", () => {
  const t = withRtt(ms(500)).send(10).expect("PSH,ACK len=10");
  t.expectNothingUntil(ms(1500) - 1).expectAt(ms(1500), "PSH,ACK len=10");
});

Deno.test("A later sample moves the RTO by RTTVAR first, then SRTT [RFC 6298 2.3, .3]", () => {
  const t = withRtt(ms(800)).send(10).expect("PSH,ACK len=10").at(ms(400))
    .peer("ACK seq=5001 ack=1011");
  // RTTVAR = 3/4 * 400 + 1/4 * |800 - 400| = 400, SRTT = 7/8 * 800 + 1/8 * 400 = 750.
  t.send(10).expect("PSH,ACK len=10").expectNothingUntil(ms(400 + 2350) - 1)
    .expectAt(ms(400 + 2350), "PSH,ACK seq=1011 len=10");
});

Deno.test("The RTO is never less than 1 s as the RFC has it, 200 ms on Linux [RFC 6298 2.4, .4]", () => {
  for (
    const [profile, rto] of [["rfc9293", 1000], ["windows", 300], ["freebsd", 230]] as const
  ) {
    withRtt(ms(1), { profile }).send(10).expect("PSH,ACK len=10")
      .expectNothingUntil(ms(rto) - 1).expectAt(ms(rto), "PSH,ACK len=10");
  }
});

Deno.test("Each timeout doubles the RTO up to the limit, and sends the earliest segment [RFC 6298 5.4 to 5.6, .6] [MUST-19]", () => {
  const t = established({ knobs: { r2Time: Infinity, userTimeoutDefault: Infinity } });
  t.send(3000).expect("ACK len=1000", "ACK len=1000", "PSH,ACK len=1000");
  let at = 0;
  for (const wait of [1, 2, 4, 8, 16, 32, 60, 60, 60]) {
    at += seconds(wait);
    t.expectAt(at, "ACK seq=1001 len=1000").expectNothing();
  }
});

Deno.test("When all is acknowledged the timer stops [RFC 6298 5.2, .6]", () => {
  established().send(10).expect("PSH,ACK len=10").peer("ACK seq=5001 ack=1011")
    .expectNothingUntil(minutes(60));
});

Deno.test("An ACK of new data starts the timer again [RFC 6298 5.3, .6]", () => {
  const t = established({ knobs: { rtoMin: seconds(2) } }).send(2000);
  t.expect("ACK len=1000", "PSH,ACK len=1000").at(ms(900)).peer("ACK seq=5001 ack=2001")
    .expectNothingUntil(ms(2900) - 1).expectAt(ms(2900), "PSH,ACK seq=2001 len=1000");
});

Deno.test("An ACK of nothing new does not start the timer again [RFC 6298 5.3, .6]", () => {
  established().send(1000).expect("PSH,ACK len=1000").at(ms(900)).peer("ACK seq=5001 ack=1001")
    .expectAt(seconds(1), "PSH,ACK seq=1001 len=1000");
});

Deno.test("Only an ACK that gives an RTT sample ends the back-off [RFC 6298 5, .5]", () => {
  const t = established().send(10).expect("PSH,ACK len=10")
    .expectAt(seconds(1), "PSH,ACK len=10").expectAt(seconds(3), "PSH,ACK len=10");
  t.at(seconds(4)).peer("ACK seq=5001 ack=1011").send(10).expect("PSH,ACK seq=1011 len=10")
    .at(seconds(5)).peer("ACK seq=5001 ack=1021").send(10).expect("PSH,ACK seq=1021 len=10");
  t.expectAt(seconds(6.125), "PSH,ACK seq=1021 len=10"); // SRTT 0.125 s, RTTVAR 0.25 s
  const unsampled = established().send(10).expect("PSH,ACK len=10")
    .expectAt(seconds(1), "PSH,ACK len=10").expectAt(seconds(3), "PSH,ACK len=10");
  unsampled.at(seconds(4)).peer("ACK seq=5001 ack=1011").send(10).expect("PSH,ACK seq=1011 len=10")
    .expectAt(seconds(8), "PSH,ACK seq=1011 len=10"); // still 4 s
});

Deno.test("No RTT is taken from what was sent twice [RFC 6298 3, Karn, .5] [MUST-18]", () => {
  const t = withRtt(ms(500)).send(10).expect("PSH,ACK len=10").expectAt(ms(1500), "PSH,ACK len=10");
  t.at(ms(1600)).peer("ACK seq=5001 ack=1011");
  strictEqual(t.connection.tcb.rtt.srtt, ms(500));
  t.send(10).expect("PSH,ACK len=10").at(ms(1700)).peer("ACK seq=5001 ack=1021");
  strictEqual(t.connection.tcb.rtt.srtt < ms(500), true, "the next one counts");
});

Deno.test("No RTT is taken from an ACK that covers something sent twice [RFC 6298 3, Karn, .5]", () => {
  const t = withRtt(ms(500)).send(2000).expect("ACK len=1000", "PSH,ACK len=1000");
  t.expectAt(ms(1500), "ACK seq=1001 len=1000").peer("ACK seq=5001 ack=3001");
  strictEqual(t.connection.tcb.rtt.srtt, ms(500));
});

Deno.test("There is at least one RTT sample for each round trip [RFC 6298 3, .5]", () => {
  const t = established();
  for (let i = 1; i <= 5; i++) {
    t.send(10).expect("PSH,ACK len=10").after(ms(100)).peer(`ACK seq=5001 ack=${1001 + 10 * i}`);
  }
  strictEqual(t.connection.tcb.rtt.srtt > ms(40), true);
});

Deno.test("After R2, 100 s without progress, the connection ends [MUST-20] [SHLD-11]", () => {
  const t = established().at(seconds(5)).send(10).expect("PSH,ACK len=10");
  t.at(seconds(105) - 1).expectState("ESTABLISHED").at(seconds(105)).expectEnd("TimedOut");
  t.holds(t.gotSignals("Closed", "Readable", "Writable"), "the user is told");
});

Deno.test("The end by R2 sends nothing as the RFC has it [RFC 9293 3.10.8, U-22]", () => {
  const t = established().send(10).at(seconds(100)).expectEnd("TimedOut", "ESTABLISHED");
  for (let i = 0; i < 7; i++) t.expect("PSH,ACK seq=1001 len=10");
  t.expectNothing().holds(t.connection.unacknowledged === 0, "the queue is flushed");
});

Deno.test("Progress starts R2 anew [MUST-20]", () => {
  const t = established().send(2000).at(seconds(90)).peer("ACK seq=5001 ack=2001");
  t.at(seconds(180)).expectState("ESTABLISHED").at(seconds(190)).expectEnd("TimedOut");
});

Deno.test("The user can set R2 for a connection, shorter or for ever [MUST-21] [RFC 9293 3.10.8, U-22]", () => {
  const short = established({ options: { userTimeout: seconds(7) } }).send(10);
  short.at(seconds(7) - 1).expectState("ESTABLISHED").at(seconds(7)).expectEnd("TimedOut");
  const endless = established({ options: { userTimeout: Infinity } }).send(10);
  endless.at(minutes(600)).expectState("ESTABLISHED");
  const changed = established().send(10).at(seconds(50)).set({ userTimeout: minutes(10) });
  changed.at(minutes(10) - 1).expectState("ESTABLISHED").at(minutes(10)).expectEnd("TimedOut");
});

Deno.test("A peer that answers nothing new does not stop R2 [MUST-20]", () => {
  const t = established().send(10);
  for (let i = 1; i < 100; i++) t.at(seconds(i)).peer("ACK seq=5001 ack=1001");
  t.expectState("ESTABLISHED").at(seconds(100)).expectEnd("TimedOut");
});

Deno.test("A connection that has nothing out does not time out [RFC 9293 3.10.8]", () => {
  established().expectNothingUntil(minutes(6000)).expectState("ESTABLISHED");
  established().send(10).expect("PSH,ACK len=10").peer("ACK seq=5001 ack=1011")
    .expectNothingUntil(minutes(6000)).expectState("ESTABLISHED");
});

Deno.test("Windows gives data up after 5 retransmissions with RST, FreeBSD after 12 [os profiles]", () => {
  const cases = [["windows", 5, true], ["freebsd", 12, true]] as const;
  for (const [profile, count, reset] of cases) {
    const t = established({ profile, options: { keepalive: false } }).send(10).expect(
      "PSH,ACK len=10",
    );
    t.at(minutes(60)).expectEnd("TimedOut", "ESTABLISHED");
    for (let i = 0; i < count; i++) t.expect("PSH,ACK seq=1001 len=10");
    if (reset) t.expect("RST,ACK seq=1011 ack=5001");
    t.expectNothing();
  }
});

/** Sends once after a handshake of that round trip and counts the RTOs until the end, whose time it gives. */
function untilTimedOut(rtt: Nanos, knobs: Readonly<Record<string, unknown>>): [number, Nanos] {
  const t = withRtt(rtt, { profile: "linux", knobs: { lossRecovery: "sack", ...knobs } });
  const start = t.send(10).expect("PSH,ACK len=10").now;
  let count = 0;
  while (t.connection.nextDeadline() !== NEVER) {
    t.at(t.connection.nextDeadline() - start);
    if (t.connection.endReason === EndReason.None) t.expect("PSH,ACK seq=1001 len=10"), count++;
  }
  t.expectNothing().expectEnd("TimedOut", "ESTABLISHED");
  return [count, t.now - start];
}

Deno.test("Linux's R2 is a time: that of 15 doublings of 200 ms, 924.6 s after the first RTO [tcp_retries2, tcp_model_timeout]", () => {
  const [count, time] = untilTimedOut(ms(10), {});
  strictEqual(count, 15);
  // RTO 210 ms: 210 ms * (2^10 - 1) and 6 times 120 s; the first RTO to come 924.6 s after the first.
  strictEqual(time, ms(210) * 1023 + seconds(720));
});

Deno.test("Linux retransmits less often over a long path: the time of R2 is the same [tcp_model_timeout]", () => {
  // tcp_retries2 = 5: 12.6 s. RTO 240 ms: 0.24, 0.72 ... 15.12 s; RTO 2.4 s: 2.4, 7.2, 16.8 s.
  deepStrictEqual(untilTimedOut(ms(40), { dataRetries: 5 }), [5, ms(240) * 63]);
  deepStrictEqual(untilTimedOut(ms(800), { dataRetries: 5 }), [2, ms(16_800)]);
});

Deno.test("A FIN times out as data does [RFC 9293 3.8.3]", () => {
  finWait1().at(seconds(100) - 1).expectState("FIN-WAIT-1").at(seconds(100))
    .expectEnd("TimedOut", "FIN-WAIT-1");
});

Deno.test("Linux gives an orphan up after 8 retransmissions, which a held socket outlives [tcp_orphan_retries]", () => {
  const t = established({ profile: "linux" }).send(10).close().at(minutes(5));
  t.expectEnd("TimedOut", "FIN-WAIT-1");
  established({ profile: "linux" }).send(10).shutdownSend().at(minutes(5))
    .expectState("FIN-WAIT-1");
});

Deno.test("A SYN,ACK that nobody answers is given up [MUST-22]", () => {
  const t = synReceived().at(minutes(3) - 1).expectState("SYN-RECEIVED").at(minutes(3));
  t.expectEnd("TimedOut", "SYN-RECEIVED");
});

Deno.test("What is sent again is what was sent, though the user sent more since [RFC 9293 3.8.1]", () => {
  established().send(10).expect("PSH,ACK seq=1001 len=10").send(500).expectNothing()
    .expectAt(seconds(1), "PSH,ACK seq=1001 len=10").expectNothing();
});

Deno.test("After a timeout lost segments follow by slow start [RFC 5681 3.1] [MUST-19]", () => {
  const t = established().send(4000)
    .expect("ACK len=1000", "ACK len=1000", "ACK len=1000", "PSH,ACK len=1000");
  t.expectAt(seconds(1), "ACK seq=1001 len=1000").expectNothing()
    .peer("ACK seq=5001 ack=2001").expect("ACK seq=2001 len=1000", "ACK seq=3001 len=1000")
    .expectNothing().peer("ACK seq=5001 ack=4001").expect("PSH,ACK seq=4001 len=1000")
    .expectNothing();
});

Deno.test("After a timeout nothing is sent twice that the ACK covers after all [RFC 5681 3.1]", () => {
  const t = established().send(4000)
    .expect("ACK len=1000", "ACK len=1000", "ACK len=1000", "PSH,ACK len=1000");
  t.expectAt(seconds(1), "ACK seq=1001 len=1000").peer("ACK seq=5001 ack=5001").expectNothing();
});

Deno.test("How it ended is told: timed out [MUST-12]", () => {
  const t = established().send(10).at(minutes(10));
  strictEqual(t.connection.endReason, EndReason.TimedOut);
});
