import { strictEqual } from "node:assert/strict";
import { minutes, ms, seconds } from "../../../engine/base/time.ts";
import { profileNames } from "../../../engine/tcp/mod.ts";
import {
  established,
  listen,
  synReceived,
  synReceivedActive,
  synSent,
  TcpScript,
} from "../../support/tcp_script.ts";

Deno.test("The three-way handshake, seen from the caller [RFC 9293 3.5, Figure 6]", () => {
  new TcpScript({ iss: 100, irs: 300 }).open().expect("SYN seq=100").expectState("SYN-SENT")
    .peer("SYN,ACK seq=300 ack=101").expect("ACK seq=101 ack=301").expectNothing()
    .expectState("ESTABLISHED").send(10).expect("PSH,ACK seq=101 ack=301 len=10");
});

Deno.test("The three-way handshake, seen from the listener [RFC 9293 3.5, Figure 6]", () => {
  new TcpScript({ iss: 300, irs: 100 }).listen().expectNothing()
    .peer("SYN seq=100").expect("SYN,ACK seq=300 ack=101").expectState("SYN-RECEIVED")
    .peer("ACK seq=101 ack=301").expectNothing().expectState("ESTABLISHED")
    .peer("PSH,ACK seq=101 ack=301 len=10").read(10);
});

Deno.test("A connected user hears of it, once [RFC 9293 3.10.7.3, fourth]", () => {
  const t = synSent();
  t.holds(!t.gotSignals("Connected"), "not in SYN-SENT");
  t.peer("SYN,ACK seq=5000 ack=1001").holds(t.gotSignals("Connected", "Writable"), "now");
  t.peer("ACK seq=5001 ack=1001 len=1").holds(!t.gotSignals("Connected"), "not again");
});

Deno.test("Simultaneous open: both sides pass SYN-RECEIVED and establish [RFC 9293 3.5, Figure 7] [MUST-10]", () => {
  const t = new TcpScript({ iss: 100, irs: 300 }).open().expect("SYN seq=100");
  t.peer("SYN seq=300").expect("SYN,ACK seq=100 ack=301").expectState("SYN-RECEIVED");
  t.peer("SYN,ACK seq=300 ack=101").expect("ACK seq=101 ack=301").expectState("ESTABLISHED");
  t.peer("ACK seq=301 ack=101").expectNothing();
  t.peer("ACK seq=301 ack=101 len=5").read(5).send(5).expect("PSH,ACK seq=101 ack=306 len=5");
});

Deno.test("Simultaneous open ends also with an ACK alone, where the other side saw our SYN,ACK first [MUST-10]", () => {
  synReceivedActive().peer("ACK seq=5001 ack=1001").expectNothing().expectState("ESTABLISHED");
  synReceivedActive().peer("SYN,ACK seq=5000 ack=1002").expect("ACK seq=1001 ack=5001")
    .expectState("SYN-RECEIVED"); // it acknowledges what was never sent
});

Deno.test("SYN-SENT answers a SYN with SYN,ACK of the same ISS, at once [RFC 9293 3.10.7.3, fourth, U-9]", () => {
  const t = synSent().at(ms(300)).peer("SYN seq=5000 mss=1000");
  t.expect("SYN,ACK seq=1000 ack=5001").expectNothing().expectState("SYN-RECEIVED");
});

Deno.test("Data on the SYN of a simultaneous open waits for ESTABLISHED [RFC 9293 3.10.7.3, fourth, U-9]", () => {
  synSent().peer("SYN seq=5000 mss=1000 len=20").expect("SYN,ACK seq=1000").expectReadable(0)
    .peer("ACK seq=5021 ack=1001").expectState("ESTABLISHED").read(20);
});

Deno.test("Data and FIN on a SYN,ACK are taken at once [RFC 9293 3.10.7.3, fourth]", () => {
  synSent().peer("SYN,ACK seq=5000 ack=1001 len=20").expectReadable(20).read(20)
    .expect("ACK seq=1001 ack=5021").expectNothing();
  synSent().peer("SYN,FIN,ACK seq=5000 ack=1001 len=20").read(20)
    .expect("ACK seq=1001 ack=5022").expectNothing().expectState("CLOSE-WAIT");
});

Deno.test("A FIN in SYN-SENT that comes without SYN is dropped [RFC 9293 3.10.7.4, eighth, U-21]", () => {
  synSent().peer("FIN,ACK seq=5000 ack=1001").expectNothing().expectState("SYN-SENT");
});

Deno.test("Sends before ESTABLISHED are queued and leave with the ACK of the handshake [RFC 9293 3.10.2]", () => {
  synSent().send(100).expectNothing().peer("SYN,ACK seq=5000 ack=1001 mss=1000")
    .expect("PSH,ACK seq=1001 ack=5001 len=100").expectNothing();
  synReceivedActive().send(100).expectNothing().peer("ACK seq=5001 ack=1001")
    .expect("PSH,ACK seq=1001 ack=5001 len=100").expectNothing();
});

Deno.test("The ACK of the handshake may carry data [RFC 9293 3.5]", () => {
  synReceived().peer("PSH,ACK seq=5001 ack=1001 len=30").expectState("ESTABLISHED").read(30);
});

Deno.test("Data completes a handshake whose ACK was lost [RFC 9293 3.10.7.4, fifth]", () => {
  synReceived().at(ms(500)).peer("ACK seq=5001 ack=1001 len=10").expectState("ESTABLISHED")
    .read(10);
});

Deno.test("A SYN is repeated with the RTO doubled each time [MUST-22] [RFC 6298 5.5]", () => {
  const t = synSent();
  let at = 0;
  for (const wait of [1, 2, 4, 8, 16, 32]) {
    at += seconds(wait);
    t.expectAt(at, "SYN seq=1000 mss=1460").expectNothing();
  }
});

Deno.test("A SYN,ACK is repeated in the same way [MUST-22]", () => {
  const t = synReceived();
  t.expectAt(seconds(1), "SYN,ACK seq=1000 ack=5001").expectAt(seconds(3), "SYN,ACK seq=1000")
    .expectAt(seconds(7), "SYN,ACK seq=1000 ack=5001").expectNothing();
});

Deno.test("A SYN without an answer is given up after 3 minutes, not before [MUST-23]", () => {
  const t = synSent().at(minutes(3) - 1).expectState("SYN-SENT");
  t.at(minutes(3)).expectEnd("TimedOut", "SYN-SENT");
  t.holds(t.gotSignals("Closed"), "the user is told");
});

Deno.test("The user timeout limits an opening [RFC 9293 3.10.8, U-22]", () => {
  const t = new TcpScript({ options: { userTimeout: seconds(10) } }).open();
  t.at(seconds(10) - 1).expectState("SYN-SENT").at(seconds(10)).expectEnd("TimedOut");
});

Deno.test("The RTT of the handshake is the first sample, unless a SYN was repeated [RFC 6298 3, Karn]", () => {
  const prompt = synSent().at(ms(300)).peer("SYN,ACK seq=5000 ack=1001 mss=1000");
  strictEqual(prompt.connection.tcb.rtt.srtt, ms(300));
  const late = synSent().at(ms(1300)).peer("SYN,ACK seq=5000 ack=1001 mss=1000");
  strictEqual(late.connection.tcb.rtt.hasSample, false);
});

Deno.test("A repeated SYN makes data start with an RTO of 3 s [RFC 6298 5.7]", () => {
  const t = synSent().at(seconds(1)).expect("SYN seq=1000")
    .peer("SYN,ACK seq=5000 ack=1001 mss=1000").expect("ACK seq=1001").send(10)
    .expect("PSH,ACK len=10");
  t.expectNothingUntil(seconds(4) - 1).expectAt(seconds(4), "PSH,ACK seq=1001 len=10");
});

Deno.test("A repeated SYN makes data start with one segment [RFC 5681 3.1]", () => {
  const t = synSent().at(seconds(1)).expect("SYN seq=1000")
    .peer("SYN,ACK seq=5000 ack=1001 mss=1000").expect("ACK seq=1001").send(5000);
  t.expect("ACK seq=1001 len=1000").expectNothing();
  synSent().peer("SYN,ACK seq=5000 ack=1001 mss=1000").expect("ACK").send(5000)
    .expect("ACK seq=1001 len=1000", "ACK len=1000", "ACK len=1000", "ACK len=1000")
    .expectNothing();
});

Deno.test("The SYN's timer stops when its ACK comes [RFC 6298 5.2]", () => {
  established().expectNothingUntil(minutes(60)).expectState("ESTABLISHED");
  synReceived().peer("ACK seq=5001 ack=1001").expectNothingUntil(minutes(60))
    .expectState("ESTABLISHED");
});

Deno.test("A passive OPEN remembers that it was one: after a RST the next SYN opens again [MUST-11]", () => {
  // The endpoint makes a connection for each SYN; here it is the same one.
  const t = synReceived().peer("RST seq=5001").expectState("LISTEN").expectNothing();
  t.holds(t.connection.nextDeadline() === Infinity, "no timer runs");
});

for (const profile of profileNames) {
  Deno.test(`Simultaneous open works as ${profile} [MUST-10]`, () => {
    const t = synReceivedActive({ profile }).peer("SYN,ACK seq=5000 ack=1001").expect("ACK")
      .expectState("ESTABLISHED").peer("ACK seq=5001 ack=1001").expectNothing().send(10);
    t.expect("PSH,ACK seq=1001 ack=5001 len=10").expectNothing();
  });
}

Deno.test("LISTEN waits for ever [RFC 9293 3.10.1]", () => {
  listen().expectNothingUntil(minutes(24 * 60)).expectState("LISTEN");
});
