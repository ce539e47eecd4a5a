import { strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { established, type TcpScript } from "../../support/tcp_script.ts";

const flight = (t: TcpScript): number =>
  (t.connection.tcb.snd.nxt - t.connection.tcb.snd.una) / 1000;

/** Acknowledges segment by segment, up to that many. */
function acknowledge(t: TcpScript, from: number, count: number): number {
  for (let i = 0; i < count; i++) t.peer(`ACK seq=5001 ack=${from += 1000}`);
  return from;
}

Deno.test("The initial window is 4 segments of up to 1095 bytes, 3 up to 2190, else 2 [RFC 5681 3.1, .1]", () => {
  const sent = (mss: number) => {
    const t = established({ mss, options: { mtu: 9000, sendBuffer: 100_000 } }).send(60_000);
    return (t.connection.tcb.snd.nxt - t.connection.tcb.snd.una) / mss;
  };
  strictEqual(sent(1000), 4);
  strictEqual(sent(1095), 4);
  strictEqual(sent(1096), 3);
  strictEqual(sent(2190), 3);
  strictEqual(sent(2191), 2);
});

Deno.test("The initial window of systems is 10 segments [RFC 6928 2, .1]", () => {
  for (const profile of ["linux", "windows", "freebsd"] as const) {
    const t = established({ profile, options: { sendBuffer: 100_000 } }).send(50_000);
    strictEqual(flight(t), 10);
  }
});

Deno.test("Slow start: one segment more for each segment acknowledged, doubling in a round trip [RFC 5681 3.1, .2] [MUST-19]", () => {
  const t = established({ options: { sendBuffer: 100_000 } }).send(60_000);
  strictEqual(flight(t), 4);
  let una = acknowledge(t, 1001, 4);
  strictEqual(flight(t), 8);
  una = acknowledge(t, una, 8);
  strictEqual(flight(t), 16);
});

Deno.test("Slow start: an ACK of two segments opens by one only [RFC 5681 3.1, .2]", () => {
  const t = established({ options: { sendBuffer: 100_000 } }).send(60_000);
  t.peer("ACK seq=5001 ack=3001");
  strictEqual(t.connection.tcb.congestion.cwnd, 5000);
});

Deno.test("Congestion avoidance: one segment more for each window acknowledged [RFC 5681 3.1, .2] [MUST-19]", () => {
  const t = established({ options: { sendBuffer: 100_000 } }).send(60_000);
  t.at(seconds(1)).peer("ACK seq=5001 ack=5001"); // a timeout: ssthresh is 2 segments
  let una = acknowledge(t, 5001, 1);
  const { congestion } = t.connection.tcb;
  strictEqual(congestion.ssthresh, 2000);
  const before = congestion.cwnd;
  una = acknowledge(t, una, before / 1000);
  strictEqual(congestion.cwnd - before <= 1000, true, "at most one segment in a round trip");
  acknowledge(t, una, 1 + before / 1000);
  strictEqual(congestion.cwnd > before, true, "but it grows");
});

Deno.test("A timeout: ssthresh is half the flight, not half of cwnd, and cwnd is one segment [RFC 5681 3.1, .3]", () => {
  const t = established({ knobs: { initialWindow: "rfc6928" } }).send(6000);
  t.at(seconds(1));
  strictEqual(t.connection.tcb.congestion.ssthresh, 3000);
  strictEqual(t.connection.tcb.congestion.cwnd, 1000);
});

Deno.test("A second timeout of the same segment leaves ssthresh alone [RFC 5681 3.1, .3]", () => {
  const t = established({ knobs: { initialWindow: "rfc6928" } }).send(8000).at(seconds(1));
  strictEqual(t.connection.tcb.congestion.ssthresh, 4000);
  t.at(seconds(3));
  strictEqual(t.connection.tcb.congestion.ssthresh, 4000);
});

Deno.test("After an idle RTO the window starts again [RFC 5681 4.1, .6]", () => {
  const grown = (settings: Parameters<typeof established>[0]) => {
    const t = established({ ...settings, options: { sendBuffer: 100_000 } }).send(16_000);
    let una = 1001;
    while (una < 17_001) una = acknowledge(t, una, 1);
    return t;
  };
  const idle = grown({}).after(seconds(1) + 1).send(60_000);
  strictEqual(flight(idle), 4);
  const busy = grown({}).after(seconds(1)).send(60_000);
  strictEqual(flight(busy) > 4, true);
  const windows = grown({ profile: "windows" }).after(seconds(60)).send(60_000);
  strictEqual(flight(windows) > 10, true, "Windows does not restart");
});

Deno.test("ACKs that are sent are no sending: the window restarts after them too [RFC 5681 4.1, .6]", () => {
  const t = established({ options: { sendBuffer: 100_000 } }).send(16_000);
  let una = 1001;
  while (una < 17_001) una = acknowledge(t, una, 1);
  for (let i = 0; i < 20; i++) t.after(ms(100)).peer(`ACK seq=${5001 + i} ack=17001 len=1`);
  t.send(60_000);
  strictEqual(flight(t), 4);
});
