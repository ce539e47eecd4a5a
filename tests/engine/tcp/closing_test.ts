import { strictEqual } from "node:assert/strict";
import { minutes, ms, seconds } from "../../../engine/base/time.ts";
import { profileNames } from "../../../engine/tcp/mod.ts";
import {
  accepted,
  closed,
  closeWait,
  closing,
  established,
  finWait1,
  finWait2,
  lastAck,
  listen,
  synReceived,
  synReceivedActive,
  synSent,
  timeWait,
} from "../../support/tcp_script.ts";

Deno.test("CLOSE in ESTABLISHED: FIN-WAIT-1 at once, the FIN only behind all queued data [RFC 9293 3.10.4, U-1]", () => {
  const t = established({ window: 2000 }).send(5000).expect(
    "ACK seq=1001 len=1000",
    "ACK len=1000",
  );
  t.shutdownSend().expectNothing().expectState("FIN-WAIT-1");
  t.peer("ACK seq=5001 ack=3001").expect("ACK seq=3001 len=1000", "ACK seq=4001 len=1000");
  t.expectNothing().peer("ACK seq=5001 ack=5001").expect("FIN,PSH,ACK seq=5001 len=1000");
  t.peer("ACK seq=5001 ack=6002").expectNothing().expectState("FIN-WAIT-2");
});

Deno.test("CLOSE in CLOSE-WAIT: LAST-ACK, the FIN behind all queued data [RFC 9293 3.10.4, U-2]", () => {
  const t = closeWait({ window: 500 }).send(900).expect("ACK seq=1001 ack=5002 len=500");
  t.shutdownSend().expectNothing().expectState("LAST-ACK");
  t.peer("ACK seq=5002 ack=1501").expect("FIN,PSH,ACK seq=1501 ack=5002 len=400");
  t.peer("ACK seq=5002 ack=1902").expectNothing().expectEnd("Closed", "LAST-ACK");
});

Deno.test("CLOSE in SYN-SENT: CLOSED, and nothing is sent [RFC 9293 3.10.4, U-3]", () => {
  const t = synSent().send(10).close().expectNothing().expectEnd("Closed", "SYN-SENT");
  t.expectNothingUntil(minutes(10));
});

for (const start of [synReceived, synReceivedActive]) {
  Deno.test(`CLOSE in SYN-RECEIVED without data: FIN at once, FIN-WAIT-1 [RFC 9293 3.10.4, U-3] (${start.name})`, () => {
    start().close().expect("FIN,ACK seq=1001 ack=5001").expectNothing()
      .expectState("FIN-WAIT-1").peer("ACK seq=5001 ack=1002").expectState("FIN-WAIT-2")
      .peer("FIN,ACK seq=5001 ack=1002").expect("ACK seq=1002 ack=5002")
      .expectState("TIME-WAIT");
  });
}

Deno.test("CLOSE in SYN-RECEIVED with data queued waits for ESTABLISHED [RFC 9293 3.10.4, U-3]", () => {
  synReceivedActive().send(10).close().expectNothing().expectState("SYN-RECEIVED")
    .peer("ACK seq=5001 ack=1001").expect("FIN,PSH,ACK seq=1001 ack=5001 len=10")
    .expectPath("ESTABLISHED", "FIN-WAIT-1");
});

Deno.test("A FIN sent in SYN-RECEIVED goes out again with its SYN,ACK [RFC 9293 3.10.4, U-3]", () => {
  synReceived().close().expect("FIN,ACK seq=1001")
    .expectAt(seconds(1), "SYN,ACK seq=1000 ack=5001").peer("ACK seq=5001 ack=1001")
    .expectState("FIN-WAIT-1").expect("FIN,ACK seq=1001").peer("ACK seq=5001 ack=1002")
    .expectState("FIN-WAIT-2");
});

for (
  const [name, start] of [
    ["FIN-WAIT-1", finWait1],
    ["FIN-WAIT-2", finWait2],
    ["CLOSING", closing],
    [
      "LAST-ACK",
      lastAck,
    ],
    ["TIME-WAIT", timeWait],
  ] as const
) {
  Deno.test(`CLOSE in ${name} sends no second FIN [RFC 9293 3.10.4, U-4]`, () => {
    start().shutdownSend().close().expectNothing().expectState(name);
  });
}

Deno.test("SEND after CLOSE takes nothing [RFC 9293 3.10.2: connection closing]", () => {
  for (const start of [finWait1, finWait2, closing, lastAck, timeWait, closed, listen]) {
    const t = start();
    strictEqual(t.trySend(10), 0);
    t.expectNothing();
  }
});

Deno.test("Normal close: FIN, ACK, FIN, ACK, 2 MSL [RFC 9293 3.6, Figure 12]", () => {
  const a = established().close().expect("FIN,ACK seq=1001 ack=5001");
  a.peer("ACK seq=5001 ack=1002").peer("FIN,ACK seq=5001 ack=1002").expect("ACK seq=1002 ack=5002")
    .expectPath("FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT").at(minutes(4))
    .expectEnd("Closed", "TIME-WAIT");
  const b = accepted().peer("FIN,ACK seq=5001 ack=1001").expect("ACK seq=1001 ack=5002");
  b.close().expect("FIN,ACK seq=1001 ack=5002").peer("ACK seq=5002 ack=1002").expectNothing()
    .expectPath("CLOSE-WAIT", "LAST-ACK", "CLOSED").expectEnd("Closed", "LAST-ACK");
});

Deno.test("Simultaneous close: both pass CLOSING into TIME-WAIT [RFC 9293 3.6, Figure 13, U-18]", () => {
  established().close().expect("FIN,ACK seq=1001 ack=5001").peer("FIN,ACK seq=5001 ack=1001")
    .expect("ACK seq=1002 ack=5002").peer("ACK seq=5002 ack=1002").expectNothing()
    .expectPath("FIN-WAIT-1", "CLOSING", "TIME-WAIT").at(minutes(4)).expectEnd("Closed");
});

Deno.test("The passive closer never sees TIME-WAIT [RFC 9293 3.10.7.4, fifth, U-18]", () => {
  for (const profile of profileNames) {
    const t = lastAck({ profile }).peer("ACK seq=5002 ack=1002").expectEnd("Closed", "LAST-ACK");
    t.holds(t.connection.nextDeadline() === Infinity, "no timer is left");
  }
});

Deno.test("FIN-WAIT-1: ACK of the data but not of the FIN stays [RFC 9293 3.10.7.4, fifth, U-18]", () => {
  established().send(10).shutdownSend().peer("ACK seq=5001 ack=1011").expectState("FIN-WAIT-1")
    .peer("ACK seq=5001 ack=1012").expectState("FIN-WAIT-2");
});

Deno.test("CLOSING: an ACK that is not of the FIN stays [RFC 9293 3.10.7.4, fifth, U-18]", () => {
  closing().peer("ACK seq=5002 ack=1001").expectNothing().expectState("CLOSING");
});

Deno.test("LAST-ACK: an ACK that is not of the FIN stays [RFC 9293 3.10.7.4, fifth, U-18]", () => {
  lastAck().peer("ACK seq=5002 ack=1001").expectNothing().expectState("LAST-ACK");
});

Deno.test("The half-closed side still receives: data in FIN-WAIT-1 and FIN-WAIT-2 [RFC 9293 3.6]", () => {
  finWait1().peer("ACK seq=5001 ack=1001 len=100").read(100).at(ms(200))
    .expect("ACK seq=1002 ack=5101");
  finWait2().peer("ACK seq=5001 ack=1002 len=100").read(100).at(ms(200))
    .expect("ACK seq=1002 ack=5101").peer("FIN,PSH,ACK seq=5101 ack=1002 len=10")
    .expect("ACK seq=1002 ack=5112").read(10).expectState("TIME-WAIT");
});

Deno.test("FIN-WAIT-2 of a socket that is held lasts for ever [RFC 9293 3.6]", () => {
  for (const profile of ["rfc9293", "linux", "windows"] as const) {
    finWait2({ profile }).at(minutes(60)).expectState("FIN-WAIT-2");
  }
});

Deno.test("The other half still sends in CLOSE-WAIT [RFC 9293 3.6]", () => {
  closeWait().send(2000).expect("ACK seq=1001 ack=5002 len=1000", "PSH,ACK seq=2001 len=1000")
    .peer("ACK seq=5002 ack=3001").expectNothing().expectState("CLOSE-WAIT");
});

for (
  const [name, start] of [["CLOSE-WAIT", closeWait], ["CLOSING", closing], ["LAST-ACK", lastAck], [
    "TIME-WAIT",
    timeWait,
  ]] as const
) {
  Deno.test(`${name}: text and URG behind the peer's FIN are ignored [RFC 9293 3.10.7.4, U-20]`, () => {
    const t = start().peer("URG,ACK seq=5002 ack=1001 len=10 urg=5").expectReadable(0)
      .expectState(name);
    t.holds(!t.gotSignals("Urgent"), "no urgent data is announced");
    t.holds(t.connection.tcb.rcv.nxt === 5002, "RCV.NXT stays");
  });
}

Deno.test("A FIN tells the user and ends the stream [RFC 9293 3.10.7.4, eighth, U-21] [MUST-12]", () => {
  const t = established().peer("FIN,ACK seq=5001 ack=1001 len=10");
  t.holds(t.gotSignals("PeerClosed", "Readable"), "the user is told");
  t.holds(t.connection.peerClosed, "the end is known").read(10).expectReadable(0);
  t.expectState("CLOSE-WAIT").holds(t.connection.endReason === 0, "it has not ended");
});

Deno.test("A FIN before missing text waits for it [RFC 9293 3.10.7.4, eighth]", () => {
  established().peer("FIN,ACK seq=5011 ack=1001 len=10").expect("ACK ack=5001")
    .expectState("ESTABLISHED").peer("ACK seq=5001 ack=1001 len=10").expect("ACK ack=5022")
    .expectNothing().expectState("CLOSE-WAIT").read(20);
});

Deno.test("A FIN alone, out of order, waits too [RFC 9293 3.10.7.4, eighth]", () => {
  established().peer("FIN,ACK seq=5011 ack=1001").expect("ACK ack=5001").expectState("ESTABLISHED")
    .peer("ACK seq=5001 ack=1001 len=10").expect("ACK ack=5012").expectState("CLOSE-WAIT");
});

Deno.test("A FIN once more gets its ACK once more [RFC 9293 3.10.7.4, first]", () => {
  for (
    const [start, ack] of [
      [closeWait, "ACK seq=1001 ack=5002"],
      [closing, "ACK seq=1002 ack=5002"],
      [
        lastAck,
        "ACK seq=1002 ack=5002",
      ],
    ] as const
  ) {
    start().peer("FIN,ACK seq=5001 ack=1001").expect(ack).expectNothing();
  }
});

Deno.test("A lost FIN is sent again, alone or with lost data [RFC 6298 5.4]", () => {
  finWait1().expectAt(seconds(1), "FIN,ACK seq=1001 ack=5001").expectNothing();
  lastAck().expectAt(seconds(1), "FIN,ACK seq=1001 ack=5002").expectNothing();
  established().send(10).expect("PSH,ACK seq=1001 len=10").shutdownSend()
    .expect("FIN,ACK seq=1011").expectAt(seconds(1), "FIN,PSH,ACK seq=1001 len=10")
    .expectNothing();
});

Deno.test("A FIN leaves with the last data where that is still queued [RFC 9293 3.10.4]", () => {
  const t = established({ window: 0 }).send(10).shutdownSend().expectNothing();
  t.peer("ACK seq=5001 ack=1001 win=1000").expect("FIN,PSH,ACK seq=1001 ack=5001 len=10");
});

Deno.test("The end of a FIN does not wait for Nagle [RFC 9293 3.7.4]", () => {
  established().send(10).expect("PSH,ACK len=10").send(10).expectNothing().shutdownSend()
    .expect("FIN,PSH,ACK seq=1011 len=10");
});

Deno.test("The three-segment close: a FIN that waits for the ACK of ours carries it [RFC 9293 3.10.7.4, fifth]", () => {
  finWait1().peer("FIN,ACK seq=5001 ack=1002").expect("ACK seq=1002 ack=5002")
    .expectState("TIME-WAIT");
});

Deno.test("SHUTDOWN of sending twice does no more than once [RFC 9293 3.10.4, U-4]", () => {
  established().shutdownSend().expect("FIN,ACK").shutdownSend().expectNothing();
});

Deno.test("How it ended can be told: FIN from RST [MUST-12]", () => {
  lastAck().peer("ACK seq=5002 ack=1002").expectEnd("Closed");
  closeWait().peer("RST seq=5002").expectEnd("Reset", "CLOSE-WAIT");
  established().peer("RST seq=5001").expectEnd("Reset", "ESTABLISHED");
});
