import { established, finWait2, synReceived } from "../../support/tcp_script.ts";

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
