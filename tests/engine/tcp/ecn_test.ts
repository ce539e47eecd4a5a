import { strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { listen, type ScriptSettings, synSent, TcpScript } from "../../support/tcp_script.ts";

const ASKS = { ecn: "active" } as const;

/** ESTABLISHED, 100 ms after its SYN, with ECN in use; the profile's own otherwise. */
function withEcn(settings: ScriptSettings = {}): TcpScript {
  const knobs = { ...ASKS, ...settings.knobs };
  return new TcpScript({ ...settings, knobs }).open().expectNotEct("SYN,ECE,CWR seq=+0")
    .at(ms(100)).peer("SYN,ACK,ECE seq=+0 ack=+1 mss=1000").expectNotEct("ACK seq=+1 ack=+1")
    .handOut();
}

const cwnd = (t: TcpScript): number => t.connection.tcb.congestion.cwnd;

Deno.test("A SYN that asks for ECN has ECE and CWR, the answer that agrees ECE alone [SHLD-8] [RFC 3168 6.1.1]", () => {
  synSent().expectNothing(); // passive: it does not ask
  new TcpScript({ knobs: ASKS }).open().expectNotEct("SYN,ECE,CWR seq=+0");
  listen().peer("SYN,ECE,CWR seq=+0 mss=1000").expectNotEct("SYN,ACK,ECE seq=+0 ack=+1")
    .peer("ACK seq=+1 ack=+1").send(100).expectEct("PSH,ACK seq=+1 len=100");
  for (const syn of ["SYN", "SYN,ECE", "SYN,CWR"]) {
    listen().peer(`${syn} seq=+0 mss=1000`).expect("SYN,ACK seq=+0 ack=+1")
      .peer("ACK seq=+1 ack=+1").send(100).expectNotEct("PSH,ACK seq=+1 len=100");
  }
  listen({ knobs: { ecn: "off" } }).peer("SYN,ECE,CWR seq=+0 mss=1000")
    .expect("SYN,ACK seq=+0 ack=+1");
});

Deno.test("Only ECE alone in a SYN,ACK agrees to ECN [RFC 3168 6.1.1]", () => {
  withEcn().send(100).expectEct("PSH,ACK seq=+1 len=100");
  for (const answer of ["SYN,ACK", "SYN,ACK,ECE,CWR"]) {
    new TcpScript({ knobs: ASKS }).open().expect("SYN,ECE,CWR seq=+0")
      .peer(`${answer} seq=+0 ack=+1 mss=1000`).expect("ACK seq=+1 ack=+1")
      .send(100).expectNotEct("PSH,ACK seq=+1 len=100");
  }
  new TcpScript().open().expect("SYN seq=+0") // nobody asked
    .peer("SYN,ACK,ECE seq=+0 ack=+1 mss=1000").expect("ACK seq=+1 ack=+1")
    .send(100).expectNotEct("PSH,ACK seq=+1 len=100");
});

Deno.test("ECN works where both open at the same time and both ask [RFC 3168 6.1.1]", () => {
  new TcpScript({ knobs: ASKS }).open().expect("SYN,ECE,CWR seq=+0")
    .peer("SYN,ECE,CWR seq=+0 mss=1000").expectNotEct("SYN,ACK,ECE seq=+0 ack=+1")
    .peer("SYN,ACK,ECE seq=+0 ack=+1").expectState("ESTABLISHED").expect("ACK seq=+1 ack=+1")
    .send(100).expectEct("PSH,ACK seq=+1 len=100");
});

Deno.test("After a lost SYN the next one does not ask for ECN, on FreeBSD the one after it [RFC 3168 6.1.1.1, .3]", () => {
  const t = new TcpScript({ knobs: ASKS }).open().expect("SYN,ECE,CWR seq=+0")
    .at(seconds(1)).expect("SYN seq=+0").peer("SYN,ACK,ECE seq=+0 ack=+1 mss=1000")
    .expect("ACK seq=+1 ack=+1");
  t.send(100).expectNotEct("PSH,ACK seq=+1 len=100");
  new TcpScript({ profile: "freebsd", knobs: ASKS }).open().expect("SYN,ECE,CWR seq=+0")
    .at(seconds(1)).expect("SYN,ECE,CWR seq=+0").at(seconds(3.2)).expect("SYN seq=+0");
});

Deno.test("A peer whose repeated SYN does not ask any more gets no ECN [RFC 3168 6.1.1]", () => {
  listen({ knobs: { synAckOnRepeatedSyn: true } }).peer("SYN,ECE,CWR seq=+0 mss=1000")
    .expect("SYN,ACK,ECE seq=+0 ack=+1").peer("SYN seq=+0 mss=1000").expect("SYN,ACK seq=+0 ack=+1")
    .peer("ACK seq=+1 ack=+1").send(100).expectNotEct("PSH,ACK seq=+1 len=100");
});

Deno.test("New data is ECN-capable; ACKs, retransmissions, FINs, probes and resets are not [RFC 3168 6.1.4, .1] [RFC 3168 6.1.5]", () => {
  const t = withEcn().send(100).expectEct("PSH,ACK seq=+1 len=100")
    .peer("PSH,ACK seq=+1 ack=+1 len=100").at(seconds(1)).expectNotEct(
      "ACK seq=+101 ack=+101",
      "PSH,ACK seq=+1 len=100",
    );
  t.peer("ACK seq=+101 ack=+101 win=0").send(100).at(seconds(3));
  t.expectNotEct("ACK seq=+101 ack=+101 len=1"); // a window probe (6.1.6)
  withEcn().shutdownSend().expectNotEct("FIN,ACK seq=+1 ack=+1");
  withEcn().abort().expectNotEct("RST seq=+1");
});

Deno.test("Data with CE makes all that is sent say ECE, until CWR [RFC 3168 6.1.3, .2]", () => {
  const t = withEcn().peerCe("PSH,ACK seq=+1 ack=+1 len=1000").peer("ACK seq=+1001 ack=+1 len=1000")
    .expect("ACK,ECE seq=+1 ack=+2001")
    .peer("ACK seq=+2001 ack=+1 len=1000").peer("ACK seq=+3001 ack=+1 len=1000")
    .expect("ACK,ECE seq=+1 ack=+4001").send(10).expect("PSH,ACK,ECE seq=+1 len=10");
  t.peer("ACK,CWR seq=+4001 ack=+11 len=1000").peer("ACK seq=+5001 ack=+11 len=1000")
    .expect("ACK seq=+11 ack=+6001");
  t.peerCe("ACK,CWR seq=+6001 ack=+11 len=1000").peer("ACK seq=+7001 ack=+11 len=1000")
    .expect("ACK,ECE seq=+11 ack=+8001"); // the one that says CWR has met congestion again
});

Deno.test("CE on an ACK, on what is not acceptable, or without ECN means nothing [RFC 3168 6.1.4] [RFC 3168 6.1.5]", () => {
  const t = withEcn().peerCe("ACK seq=+1 ack=+1").peerCe("ACK seq=-5000 ack=+1 len=10")
    .expect("ACK seq=+1 ack=+1");
  t.peer("PSH,ACK seq=+1 ack=+1 len=10").at(seconds(1)).expect("ACK seq=+1 ack=+11");
  listen().peer("SYN seq=+0 mss=1000").expect("SYN,ACK seq=+0").peer("ACK seq=+1 ack=+1")
    .peerCe("PSH,ACK seq=+1 ack=+1 len=10").at(seconds(1)).expect("ACK seq=+1 ack=+11");
});

Deno.test("ECE halves the window once in a round trip, and the next new data says CWR [RFC 3168 6.1.2, .2]", () => {
  const t = withEcn({ knobs: { initialWindow: "rfc6928" } }).send(50_000);
  strictEqual(cwnd(t), 10_000);
  for (let i = 0; i < 10; i++) t.expectEct(`ACK seq=+${1 + i * 1000} len=1000`);
  t.expectNothing().at(ms(100)).peer("ACK,ECE seq=+1 ack=+2001").expectNothing();
  strictEqual(cwnd(t), 5000, "half, and no growth");
  for (let ack = 4001; ack <= 5001; ack += 1000) t.peer(`ACK,ECE seq=+1 ack=+${ack}`);
  strictEqual(cwnd(t), 5000, "the same round trip");
  t.expectNothing().peer("ACK,ECE seq=+1 ack=+6001").expectEct("ACK,CWR seq=+10001 len=1000")
    .peer("ACK,ECE seq=+1 ack=+7001").expectEct("ACK seq=+11001 len=1000");
  t.peer("ACK seq=+1 ack=+10001").expect(
    "ACK seq=+12001 len=1000",
    "ACK seq=+13001 len=1000",
    "ACK seq=+14001 len=1000",
  );
  t.at(ms(200)).peer("ACK,ECE seq=+1 ack=+11001").expectNothing();
  strictEqual(cwnd(t), 2500, "another round trip");
});

Deno.test("A loss in the round trip of an ECE does not shrink the window again, nor the other way [RFC 3168 6.1.2]", () => {
  const t = withEcn({ knobs: { initialWindow: "rfc6928" } }).send(30_000);
  for (let i = 0; i < 10; i++) t.expectEct(`ACK seq=+${1 + i * 1000} len=1000`);
  t.at(ms(100));
  for (let i = 0; i < 3; i++) t.peer("ACK seq=+1 ack=+1");
  t.expectEct("ACK seq=+10001 len=1000").expectEct("ACK seq=+11001 len=1000"); // RFC 3042
  t.expectNotEct("ACK seq=+1 len=1000"); // fast retransmit
  const { ssthresh } = t.connection.tcb.congestion;
  t.peer("ACK,ECE seq=+1 ack=+1").peer("ACK,ECE seq=+1 ack=+1");
  strictEqual(t.connection.tcb.congestion.ssthresh, ssthresh);
  t.peer("ACK seq=+1 ack=+12001").expectEct("ACK,CWR seq=+12001 len=1000"); // for whatever reason
});

Deno.test("With a window of one segment ECE stops new data until the timer fires [RFC 3168 6.1.2, .3]", () => {
  const t = withEcn().send(10_000);
  t.expect("ACK seq=+1 len=1000", "ACK seq=+1001 len=1000", "ACK seq=+2001 len=1000");
  t.expect("ACK seq=+3001 len=1000").at(seconds(1)).expectNotEct("ACK seq=+1 len=1000");
  strictEqual(cwnd(t), 1000, "after a timeout");
  t.peer("ACK,ECE seq=+1 ack=+4001").expectNothing();
  strictEqual(cwnd(t), 1000);
  t.expectNothingUntil(seconds(2.99)).at(seconds(3)).expectEct("ACK,CWR seq=+4001 len=1000");
});

Deno.test("Linux shrinks the window for ECE ACK by ACK [RFC 9937]", () => {
  const t = withEcn({ profile: "linux", knobs: { congestion: "reno" } }).send(20_000);
  for (let i = 0; i < 10; i++) t.expectEct(`ACK seq=+${1 + i * 1000} len=1000`);
  t.at(ms(100)).peer("ACK,ECE seq=+1 ack=+2001").expect("ACK,CWR seq=+10001 len=1000");
  t.peer("ACK,ECE seq=+1 ack=+4001").expect("ACK seq=+11001 len=1000").expectNothing();
  t.peer("ACK seq=+1 ack=+12001");
  strictEqual(cwnd(t), 5000);
});

Deno.test("Linux acknowledges the first mark and the answer to it at once, others wait", () => {
  const linux = withEcn({ profile: "linux", knobs: { quickAcks: 0 } });
  linux.peer("PSH,ACK seq=+1 ack=+1 len=10").at(ms(50)).expect("ACK seq=+1 ack=+11")
    .peerCe("PSH,ACK seq=+11 ack=+1 len=10").expect("ACK,ECE seq=+1 ack=+21")
    .peer("PSH,ACK seq=+21 ack=+1 len=10").expect("ACK,ECE seq=+1 ack=+31")
    .peer("PSH,ACK seq=+31 ack=+1 len=10").expectNothing().at(ms(100)).expect("ACK,ECE seq=+1")
    .peer("PSH,ACK,CWR seq=+41 ack=+1 len=10").expect("ACK seq=+1 ack=+51");
  withEcn().peerCe("PSH,ACK seq=+1 ack=+1 len=10").expectNothing();
});

Deno.test("The user's TOS byte goes out unchanged but for the two bits of ECN [RFC 3168 5]", () => {
  const t = new TcpScript({ options: { tos: 0xbb } }).open();
  strictEqual(t.connection.tos, 0xb8);
  t.connection.tcb.ecn.codepoint = 2;
  strictEqual(t.connection.tos, 0xba);
});

Deno.test("TCP_INFO counts the segments that ACKs with ECE delivered [S: tcp_count_delivered]", () => {
  const t = withEcn().send(2000).expectEct("ACK seq=+1 len=1000", "PSH,ACK seq=+1001 len=1000");
  const count = (): number | undefined => t.connection.info(ms(200))["tcpi_delivered_ce"];
  t.peer("ACK seq=+1 ack=+1001");
  strictEqual(count(), 0);
  t.peer("ACK,ECE seq=+1 ack=+2001");
  strictEqual(count(), 1);
});
