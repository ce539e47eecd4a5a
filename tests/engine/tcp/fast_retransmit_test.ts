import { strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { established, type TcpScript } from "../../support/tcp_script.ts";

const DUP = "ACK seq=5001 ack=1001";

/** Ten segments of 1000 bytes are out, the congestion window is 10000. */
function ten(more = 0): TcpScript {
  const t = established({ knobs: { initialWindow: "rfc6928" } }).send(10_000 + more);
  for (let i = 0; i < 10; i++) {
    t.take(`${i === 9 && more === 0 ? "PSH,ACK" : "ACK"} seq=${1001 + 1000 * i} len=1000`);
  }
  return t.expectNothing();
}

Deno.test("Two duplicate ACKs send nothing lost, the third sends the first segment again [RFC 5681 3.2, .4]", () => {
  ten().at(ms(100)).peer(DUP).peer(DUP).expectNothing().peer(DUP)
    .expect("ACK seq=1001 ack=5001 len=1000").expectNothing();
});

Deno.test("A duplicate ACK has no data, no FIN, the same window, and something is out [RFC 5681 2, .4]", () => {
  ten().peer(DUP).peer(DUP).peer("ACK seq=5001 ack=1001 len=1").peer(
    "ACK seq=5002 ack=1001 win=65000",
  ).expectNothing();
  const idle = established().peer(DUP).peer(DUP).peer(DUP).peer(DUP).expectNothing();
  strictEqual(idle.connection.tcb.dupAcks, 0);
});

Deno.test("Fast recovery: ssthresh is half the flight, cwnd that and 3 segments, one more for each duplicate [RFC 5681 3.2, .4]", () => {
  const t = ten().peer(DUP).peer(DUP).peer(DUP).expect("ACK seq=1001 len=1000");
  const { congestion } = t.connection.tcb;
  strictEqual(congestion.ssthresh, 5000);
  strictEqual(congestion.cwnd, 8000);
  t.peer(DUP).peer(DUP);
  strictEqual(congestion.cwnd, 10_000);
});

Deno.test("Fast recovery: new data goes out as the window inflates [RFC 5681 3.2, .4]", () => {
  const t = ten(5000).peer(DUP).peer(DUP).expect("ACK seq=11001 len=1000", "ACK seq=12001 len=1000") // RFC 3042
    .peer(DUP).expect("ACK seq=1001 len=1000");
  t.peer(DUP).peer(DUP).peer(DUP).peer(DUP).expectNothing().peer(DUP).expect(
    "ACK seq=13001 len=1000",
  )
    .expectNothing();
});

Deno.test("A full ACK ends recovery and deflates the window [RFC 6582 3.2 step 3, .4]", () => {
  const t = ten().peer(DUP).peer(DUP).peer(DUP).peer(DUP).expect("ACK seq=1001 len=1000");
  t.peer("ACK seq=5001 ack=11001").expectNothing();
  // Nothing is out any more: min(ssthresh, max(0, SMSS) + SMSS).
  strictEqual(t.connection.tcb.congestion.cwnd, 2000);
  strictEqual(t.connection.tcb.inRecovery, false);
});

Deno.test("A partial ACK sends the next hole again, deflates and stays in recovery [RFC 6582 3.2 step 3, .2]", () => {
  const t = ten().peer(DUP).peer(DUP).peer(DUP).expect("ACK seq=1001 len=1000");
  t.peer("ACK seq=5001 ack=4001").expect("ACK seq=4001 len=1000").expectNothing();
  strictEqual(t.connection.tcb.congestion.cwnd, 8000 - 3000 + 1000);
  strictEqual(t.connection.tcb.inRecovery, true);
  t.peer("ACK seq=5001 ack=7001").expect("ACK seq=7001 len=1000")
    .peer("ACK seq=5001 ack=11001").expectNothing();
  strictEqual(t.connection.tcb.inRecovery, false);
});

Deno.test("Only the first partial ACK starts the timer again [RFC 6582 3.2 step 3, .3]", () => {
  const t = ten().at(ms(500)).peer(DUP).peer(DUP).peer(DUP).expect("ACK seq=1001 len=1000");
  t.at(ms(600)).peer("ACK seq=5001 ack=2001").expect("ACK seq=2001 len=1000");
  t.at(ms(900)).peer("ACK seq=5001 ack=3001").expect("ACK seq=3001 len=1000");
  t.expectNothingUntil(ms(1600) - 1).expectAt(ms(1600), "ACK seq=3001 len=1000");
});

Deno.test("Duplicates in recovery start no second fast retransmit [RFC 6582 3.2 step 1, .1]", () => {
  const t = ten().peer(DUP).peer(DUP).peer(DUP).expect("ACK seq=1001 len=1000");
  for (let i = 0; i < 5; i++) t.peer(DUP);
  t.expectNothing();
});

Deno.test("After recovery, duplicates for what was out before start none; above it they do [RFC 6582 3.2 step 1, .1]", () => {
  const t = ten().expectAt(seconds(1), "ACK seq=1001 len=1000");
  t.peer(DUP).peer(DUP).peer(DUP).peer(DUP).expectNothing(); // below recover
  t.peer("ACK seq=5001 ack=11001").send(5000).expect("ACK seq=11001 len=1000");
  t.peer("ACK seq=5001 ack=12001").expect("ACK seq=12001 len=1000", "ACK len=1000").peer(
    "ACK seq=5001 ack=12001",
  ).peer("ACK seq=5001 ack=12001").peer("ACK seq=5001 ack=12001");
  strictEqual(t.connection.tcb.inRecovery, true);
});

Deno.test("A timeout ends recovery and goes back to one segment [RFC 6582 4, .5] [RFC 5681 3.1, .3]", () => {
  const t = ten().peer(DUP).peer(DUP).peer(DUP).expect("ACK seq=1001 len=1000");
  t.expectAt(seconds(1), "ACK seq=1001 len=1000").expectNothing();
  strictEqual(t.connection.tcb.inRecovery, false);
  strictEqual(t.connection.tcb.congestion.cwnd, 1000);
});

Deno.test("A lost FIN is found by duplicate ACKs only if data follows none: the timer repairs it [RFC 6298 5.4]", () => {
  const t = established().send(1000).shutdownSend().expect("PSH,ACK len=1000", "FIN,ACK seq=2001");
  t.at(ms(10)).peer("ACK seq=5001 ack=2001").expectNothingUntil(ms(1010) - 1)
    .expectAt(ms(1010), "FIN,ACK seq=2001");
});

Deno.test("The whole repair of one lost segment of ten costs one round trip [RFC 5681 3.2]", () => {
  const t = ten().at(ms(50));
  for (let i = 0; i < 9; i++) t.peer(DUP);
  t.expect("ACK seq=1001 len=1000").expectNothing();
  t.at(ms(100)).peer("ACK seq=5001 ack=11001").expectNothingUntil(seconds(30));
});
