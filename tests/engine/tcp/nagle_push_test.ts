import { ms, seconds } from "../../../engine/base/time.ts";
import { established, type ScriptSettings } from "../../support/tcp_script.ts";

Deno.test("Nagle: a small segment waits while anything is outstanding [RFC 9293 3.7.4] [SHLD-7]", () => {
  established().send(10).expect("PSH,ACK seq=1001 len=10").send(20).send(30).expectNothing()
    .peer("ACK seq=5001 ack=1011").expect("PSH,ACK seq=1011 len=50").expectNothing();
});

Deno.test("Nagle: a full segment leaves at once, its rest waits [RFC 9293 3.7.4]", () => {
  established().send(10).expect("PSH,ACK len=10").send(1500).expect("ACK seq=1011 len=1000")
    .expectNothing().peer("ACK seq=5001 ack=1011").expectNothing()
    .peer("ACK seq=5001 ack=2011").expect("PSH,ACK seq=2011 len=500");
});

Deno.test("Nagle: the rest behind full segments waits for their ACK [RFC 9293 3.7.4]", () => {
  established().send(2500).expect("ACK len=1000", "ACK len=1000").expectNothing()
    .peer("ACK seq=5001 ack=3001").expect("PSH,ACK seq=3001 len=500");
});

Deno.test("Nagle can be switched off for a connection [MUST-17]", () => {
  established({ options: { noDelay: true } }).send(10).expect("PSH,ACK len=10").send(20)
    .expect("PSH,ACK seq=1011 len=20").send(2500)
    .expect("ACK len=1000", "ACK len=1000", "PSH,ACK len=500");
});

Deno.test("Switching Nagle off lets go what waits [MUST-17]", () => {
  established().send(10).expect("PSH,ACK len=10").send(20).expectNothing().set({ noDelay: true })
    .expect("PSH,ACK seq=1011 len=20").set({ noDelay: false }).send(5).expectNothing();
});

const MINSHALL: ScriptSettings = { knobs: { nagleRule: "minshall" } };

Deno.test("Minshall: a small segment waits only for another small one", () => {
  established(MINSHALL).send(2500).expect("ACK len=1000", "ACK len=1000", "PSH,ACK len=500")
    .send(10).expectNothing().peer("ACK seq=5001 ack=3001").expectNothing()
    .peer("ACK seq=5001 ack=3501").expect("PSH,ACK seq=3501 len=10");
});

Deno.test("Linux follows Minshall's rule, the others RFC 896 [os profiles]", () => {
  established({ profile: "linux" }).send(1500).expect("ACK len=1000", "PSH,ACK len=500");
  for (const profile of ["rfc9293", "windows", "freebsd"] as const) {
    established({ profile }).send(1500).expect("ACK len=1000").expectNothing();
  }
});

Deno.test("PSH stands on the last segment of what is buffered, and on no other [MUST-61] [SHLD-27]", () => {
  established({ options: { noDelay: true } }).send(3000)
    .expect("ACK len=1000", "ACK len=1000", "PSH,ACK len=1000");
  // Three sends that leave together have one PSH.
  established({ window: 0, options: { noDelay: true } }).send(100).send(100).send(1300)
    .peer("ACK seq=5001 ack=1001 win=5000").expect("ACK seq=1001 len=1000", "PSH,ACK len=500")
    .expectNothing();
});

Deno.test("Sends are put together into segments as large as can be [SHLD-28] [MAY-16]", () => {
  const t = established().send(400).expect("PSH,ACK len=400");
  for (let i = 0; i < 10; i++) t.send(250);
  // When a full segment leaves, nothing is buffered behind it.
  t.expect("PSH,ACK seq=1401 len=1000", "PSH,ACK seq=2401 len=1000").expectNothing()
    .peer("ACK seq=5001 ack=3401").expect("PSH,ACK seq=3401 len=500");
});

Deno.test("Nothing is buffered for ever: what waits leaves with the next ACK [MUST-60]", () => {
  const t = established().send(10).expect("PSH,ACK len=10");
  for (let i = 0; i < 5; i++) t.send(1);
  t.expectNothing().expectAt(seconds(1), "PSH,ACK seq=1001 len=10").expectNothing()
    .peer("ACK seq=5001 ack=1011").expect("PSH,ACK seq=1011 len=5");
});

Deno.test("A received PSH changes nothing: text is there as soon as it is in order [MAY-17]", () => {
  const t = established().peer("ACK seq=5001 ack=1001 len=10").expectReadable(10);
  t.holds(t.gotSignals("Readable"), "the user hears of text without PSH");
  t.peer("PSH,ACK seq=5011 ack=1001 len=10").expectReadable(20);
  t.holds(t.gotSignals("Readable"), "and of text with it");
});

Deno.test("A retransmission that joins small segments carries PSH only at the end [MUST-61]", () => {
  established({ options: { noDelay: true } }).send(10).send(20).send(30)
    .expect("PSH,ACK len=10", "PSH,ACK len=20", "PSH,ACK len=30")
    .expectAt(seconds(1), "PSH,ACK seq=1001 len=60").expectNothing();
});

Deno.test("Write-write-read waits for the delayed ACK with Nagle, and not without [RFC 9293 3.7.4]", () => {
  established().at(ms(10)).send(10).expect("PSH,ACK len=10").send(10).at(ms(209)).expectNothing()
    .at(ms(210)).peer("ACK seq=5001 ack=1011").expect("PSH,ACK seq=1011 len=10");
  established({ options: { noDelay: true } }).at(ms(10)).send(10).send(10)
    .expect("PSH,ACK seq=1001 len=10", "PSH,ACK seq=1011 len=10");
});

Deno.test("A cork holds what fills no segment, whatever is outstanding [V: tcp(7) TCP_CORK]", () => {
  established({ profile: "linux", options: { cork: true } }).send(100).send(100).expectNothing()
    .send(1500).expect("ACK seq=1001 len=1000").expectNothing()
    .peer("ACK seq=5001 ack=2001").expectNothing()
    .set({ cork: false }).expect("PSH,ACK seq=2001 len=700");
});

Deno.test("What a cork holds leaves after one RTO if nothing is out [S: tcp_check_probe_timer]", () => {
  const t = established({ profile: "linux", options: { cork: true } });
  t.send(100).expectNothing().at(ms(199)).expectNothing();
  t.at(ms(260)).expect("PSH,ACK seq=1001 len=100").peer("ACK seq=5001 ack=1101");
  t.send(50).expectNothing();
});

Deno.test("A FIN takes along what a cork holds [S: tcp_nagle_test]", () => {
  established({ profile: "linux", options: { cork: true } }).send(100).expectNothing().close()
    .expect("FIN,PSH,ACK seq=1001 len=100");
});
