import { strictEqual } from "node:assert/strict";
import { seconds } from "../../../engine/base/time.ts";
import { established, listen, synReceived, TcpScript } from "../../support/tcp_script.ts";
import { NO_OPTIONS, OptionKind, tcpOptions } from "../../../engine/wire/mod.ts";
import { profileNames } from "../../../engine/tcp/mod.ts";

Deno.test("The MSS is announced in SYN and SYN,ACK: MTU less 40 [MUST-14] [MUST-67] [SHLD-5]", () => {
  new TcpScript().open().expect("SYN mss=1460");
  new TcpScript({ options: { mtu: 576 } }).open().expect("SYN mss=536");
  new TcpScript({ options: { mtu: 9000 } }).listen().peer("SYN seq=5000 mss=1000")
    .expect("SYN,ACK mss=8960");
});

Deno.test("The MSS is announced whether or not the peer does [MAY-3] [MUST-14]", () => {
  listen().peer("SYN seq=5000").expect("SYN,ACK mss=1460");
});

Deno.test("The peer's MSS bounds what is sent [MUST-14] [MUST-16]", () => {
  established({ mss: 700 }).send(1400).expect("ACK len=700", "PSH,ACK len=700");
  synReceived({ mss: 300 }).peer("ACK seq=5001 ack=1001").send(600)
    .expect("ACK len=300", "PSH,ACK len=300");
});

Deno.test("Our own MTU bounds it too [MUST-16]", () => {
  established({ mss: 9000, options: { mtu: 1000 } }).send(1920)
    .expect("ACK len=960", "PSH,ACK len=960");
});

Deno.test("A SYN without MSS option means 536 [MUST-15]", () => {
  established({ mss: 0 }).send(1072).expect("ACK len=536", "PSH,ACK len=536");
  synReceived({ mss: 0 }).peer("ACK seq=5001 ack=1001").send(1072)
    .expect("ACK len=536", "PSH,ACK len=536");
});

Deno.test("The MSS option stands on segments with SYN and on no other [MUST-65]", () => {
  for (const profile of profileNames) {
    // Every other segment of every script is checked for it by the invariants.
    const t = established({ profile }).send(10);
    strictEqual(t.take("PSH,ACK len=10").options.mss, 0);
  }
});

Deno.test("Options on other segments than SYN are accepted and unknown ones skipped [MUST-5] [MUST-6]", () => {
  const t = established().send(10).expect("PSH,ACK len=10");
  t.peer("ACK seq=5001 ack=1001 mss=100").send(3000);
  t.peer("ACK seq=5001 ack=1011").expect("ACK len=1000"); // an MSS outside a SYN means nothing
});

Deno.test("An unknown option with a length changes nothing [MUST-6] [MUST-68]", () => {
  const t = established().send(10).expect("PSH,ACK len=10");
  const { connection } = t;
  const others = [{ kind: 200, data: Uint8Array.of(1, 2, 3) }];
  const options = tcpOptions({ others });
  strictEqual(options === NO_OPTIONS, false);
  t.peerWith("ACK seq=5001 ack=1011 len=5", options).expectReadable(5);
  strictEqual(connection.unacknowledged, 0);
});

Deno.test("The SYN of the RFC's TCP has the MSS and nothing else [RFC 9293 3.2]", () => {
  const { options } = new TcpScript().open().take("SYN mss=1460");
  strictEqual(options.layout.join(), String(OptionKind.MaximumSegmentSize));
});

Deno.test("Each system's SYN has its options in its order [os profiles]", () => {
  const layout = (profile: "linux" | "windows" | "freebsd") =>
    new TcpScript({ profile }).open().take("SYN mss=1460").options.layout.join(" ");
  strictEqual(layout("linux"), "2 4 8 1 3");
  strictEqual(layout("windows"), "2 1 3 1 1 4");
  strictEqual(layout("freebsd").startsWith("2 1 3 4 8"), true, layout("freebsd"));
});

Deno.test("No system sends the user timeout option, and one that arrives changes nothing [RFC 5482 3.1, .1] [RFC 5482 .3]", () => {
  for (const profile of profileNames) {
    const t = new TcpScript({ profile, options: { userTimeout: seconds(7) } }).open();
    const syn = t.take("SYN");
    strictEqual(syn.options.userTimeout, -1);
  }
  const t = established().send(100).expect("PSH,ACK len=100");
  t.peerWith("ACK seq=+1 ack=+1", tcpOptions({ userTimeout: 3 })).at(seconds(20));
  t.expectState("ESTABLISHED").peer("ACK seq=+1 ack=+101").expectState("ESTABLISHED");
});
