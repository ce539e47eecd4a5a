import { seconds } from "../../../engine/base/time.ts";
import { UrgentState } from "../../../engine/tcp/mod.ts";
import { established, finWait2, synReceived, synSent } from "../../support/tcp_script.ts";

Deno.test("The user hears when an urgent pointer appears, and when it advances [MUST-32] [RFC 9293 3.10.7.4, sixth]", () => {
  const t = established().peer("URG,ACK seq=5001 ack=1001 len=10 urg=5");
  t.holds(t.gotSignals("Urgent"), "it appears");
  t.peer("URG,ACK seq=5011 ack=1001 len=10 urg=20").holds(t.gotSignals("Urgent"), "it advances");
});

Deno.test("The same urgent pointer again is no news [MUST-32]", () => {
  const t = established().peer("URG,ACK seq=5001 ack=1001 len=10 urg=30");
  t.gotSignals();
  t.peer("URG,ACK seq=5011 ack=1001 len=10 urg=20").holds(!t.gotSignals("Urgent"), "the same");
  t.peer("ACK seq=5021 ack=1001 len=10 urg=60").holds(!t.gotSignals("Urgent"), "no URG bit");
});

Deno.test("Urgent data may be longer than a segment and is part of the stream [MUST-31]", () => {
  const t = established().peer("URG,ACK seq=5001 ack=1001 len=1000 urg=3000");
  t.holds(t.gotSignals("Urgent"), "it points beyond this segment").read(1000);
  t.peer("URG,ACK seq=6001 ack=1001 len=1000 urg=2000").read(1000);
  t.holds(!t.gotSignals("Urgent"), "it points where it pointed");
});

Deno.test("Urgent data is announced in FIN-WAIT-2 and with the ACK of the handshake [RFC 9293 3.10.7.4, sixth]", () => {
  const half = finWait2().peer("URG,ACK seq=5001 ack=1002 len=10 urg=5");
  half.holds(half.gotSignals("Urgent"), "in FIN-WAIT-2");
  const early = synReceived().peer("URG,ACK seq=5001 ack=1001 len=10 urg=5");
  early.holds(early.gotSignals("Urgent"), "with the ACK of the handshake");
});

Deno.test("SEND of urgent data sets URG, and the pointer is the octet behind it [MUST-30] [MUST-62] [RFC 9293 3.8.5]", () => {
  const t = established();
  t.send(10);
  t.take("PSH,ACK seq=1001 ack=5001 len=10 urg=0");
  t.urge(10).expect("URG,PSH,ACK seq=1011 ack=5001 len=10 urg=10");
  t.peer("ACK seq=5001 ack=1021").send(10).take("PSH,ACK seq=1021 ack=5001 len=10 urg=0");
});

Deno.test("With RFC 1122's pointer both sides mean the last octet of urgent data [RFC 1122 4.2.2.4]", () => {
  const t = established({ knobs: { urgentPointer: "last" } });
  t.urge(10).expect("URG,PSH,ACK seq=1001 ack=5001 len=10 urg=9");
  t.peer("URG,ACK seq=5001 ack=1011 len=10 urg=4").holds(t.connection.urgentRemaining === 5, "5");
});

Deno.test("Every segment before the end of urgent data has URG, those behind it have not [MUST-30] [MUST-31]", () => {
  const t = established();
  t.urge(2500);
  t.expect("URG,ACK seq=1001 ack=5001 len=1000 urg=2500");
  t.expect("URG,ACK seq=2001 ack=5001 len=1000 urg=1500");
  t.expect("URG,PSH,ACK seq=3001 ack=5001 len=500 urg=500");
  t.send(1000).peer("ACK seq=5001 ack=3501").expect("PSH,ACK seq=3501 ack=5001 len=1000 urg=0");
});

Deno.test("A retransmission points to the same octet [MUST-30]", () => {
  const t = established();
  t.urge(10).expect("URG,PSH,ACK seq=1001 ack=5001 len=10 urg=10").after(seconds(1));
  t.expect("URG,PSH,ACK seq=1001 ack=5001 len=10 urg=10");
});

Deno.test("Urgent data longer than the pointer's field is announced as far as it goes [MUST-31]", () => {
  const t = established({ options: { sendBuffer: 200_000 }, window: 65_535 });
  t.urge(70_000).expect("URG,ACK seq=1001 ack=5001 len=1000 urg=65535");
  t.expect("URG,ACK seq=2001 ack=5001 len=1000 urg=65535");
  t.expect("URG,ACK seq=3001 len=1000 urg=65535", "URG,ACK seq=4001 len=1000 urg=65535");
  t.peer("ACK seq=5001 ack=3001").expect("URG,ACK seq=5001 len=1000 urg=65535");
  t.expect("URG,ACK seq=6001 len=1000 urg=65000"); // and from here on the end itself
});

Deno.test("Urgent data does not wait for Nagle [RFC 9293 3.8.5; S: tcp_nagle_test]", () => {
  const t = established();
  t.send(10).expect("PSH,ACK len=10").send(10).expectNothing();
  t.urge(1).expect("URG,PSH,ACK seq=1011 len=11 urg=11");
});

Deno.test("With a closed window the probes tell of urgent data [RFC 9293 3.8.6.1; MUST-66]", () => {
  const byte = established({ window: 0 });
  byte.urge(1).expectNothing().after(seconds(2));
  byte.expect("URG,ACK seq=1001 ack=5001 len=1 urg=1");
  const empty = established({ window: 0, knobs: { windowProbe: "empty" } });
  empty.urge(1).expectNothing().after(seconds(2));
  empty.expect("URG,ACK seq=1001 ack=5001 len=0 urg=1", "URG,ACK seq=1000 ack=5001 len=0 urg=2");
});

Deno.test("The user learns how much urgent data remains, what has not arrived included [MUST-33]", () => {
  const t = established().peer("URG,ACK seq=5001 ack=1001 len=10 urg=25");
  const remains = (count: number) =>
    t.holds(t.connection.urgentRemaining === count, `${count} remain`);
  remains(25).read(10);
  remains(15).peer("URG,ACK seq=5011 ack=1001 len=20 urg=15").read(14);
  remains(1).holds(t.connection.isAtMark, "the next octet is the last urgent one").read(6);
  remains(0).holds(!t.connection.isAtMark, "it is read past");
});

Deno.test("RECEIVE does not cross the mark in one call [RFC 9293 3.8.5; S: tcp_recvmsg]", () => {
  const t = established().peer("URG,ACK seq=5001 ack=1001 len=10 urg=5").expectReadable(4).read(4);
  t.expectReadable(6).read(6);
});

Deno.test("Out of band the last urgent octet is taken at once and not in the stream [S: tcp_recv_urg]", () => {
  const t = established({ profile: "linux" });
  t.peer("URG,ACK seq=5001 ack=1001 len=10 urg=5").expectReadable(4);
  const { connection } = t;
  t.holds(connection.urgentState === UrgentState.Here, "it is here before what precedes it");
  connection.takeUrgent();
  t.read(4).holds(connection.isAtMark, "at the mark").expectReadable(5);
  const rest = connection.receive(10);
  t.holds(rest.length === 5 && connection.urgentState === UrgentState.None, "5 behind the mark");
});

Deno.test("The marked octet counts as here though text before it is missing [S: tcp_urg]", () => {
  const t = established({ profile: "linux" });
  t.peer("URG,ACK seq=5011 ack=1001 len=10 urg=10").expectReadable(0);
  t.holds(t.gotSignals("Urgent", "UrgentOctet"), "announced, and here").holds(
    t.connection.urgentState === UrgentState.Here,
    "out of order",
  );
});

Deno.test("A mark that is replaced stays in the stream on Linux and is lost on FreeBSD [S: tcp_check_urg, tcp_pulloutofband]", () => {
  for (const [profile, first] of [["linux", 14], ["freebsd", 4]] as const) {
    const t = established({ profile });
    t.peer("URG,ACK seq=5001 ack=1001 len=10 urg=5");
    t.peer("URG,ACK seq=5011 ack=1001 len=10 urg=5").expectReadable(first);
    const got: number[] = [];
    while (t.connection.readable > 0) got.push(t.connection.receive(100).length);
    t.holds(got.join() === (profile === "linux" ? "14,5" : "4,9,5"), `${profile}: ${got}`);
  }
});

Deno.test("Urgent data with the SYN,ACK is announced [RFC 9293 3.10.7.3, fourth]", () => {
  const t = synSent().peer("SYN,URG,ACK seq=5000 ack=1001 len=10 urg=6");
  t.holds(t.gotSignals("Urgent"), "announced").holds(t.connection.urgentRemaining === 5, "5");
});

for (const irs of [0x7fff_fff0, 0xffff_fff0]) {
  Deno.test(`The mark works across a wrap of numbers, from ${irs} on [MUST-31]`, () => {
    const t = established({ irs, iss: irs });
    t.urge(100).expect("URG,PSH,ACK seq=+1 ack=+1 len=100 urg=100");
    t.peer("URG,ACK seq=+1 ack=+101 len=100 urg=50").expectReadable(49).read(49);
    t.holds(t.connection.isAtMark && t.connection.urgentRemaining === 1, "at the mark").read(51);
  });
}
