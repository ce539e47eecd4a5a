import {
  closed,
  established,
  finWait1,
  synReceived,
  synReceivedActive,
  synSent,
  timeWait,
} from "../../../support/tcp_script.ts";

Deno.test("SYN-SENT: an ACK outside ISS+1..SND.NXT gets RST at SEG.ACK [RFC 9293 3.10.7.3, U-8]", () => {
  synSent().peer("SYN,ACK seq=5000 ack=1000").expect("RST seq=1000 ack=0").expectNothing()
    .peer("SYN,ACK seq=5000 ack=1002").expect("RST seq=1002 ack=0").expectNothing()
    .peer("ACK seq=5000 ack=999").expect("RST seq=999").expectNothing().expectState("SYN-SENT");
});

Deno.test("SYN-SENT: an acceptable ACK alone changes nothing [RFC 9293 3.10.7.3, fifth]", () => {
  synSent().peer("ACK seq=5000 ack=1001").peer("FIN,ACK seq=5000 ack=1001 len=3").expectNothing()
    .expectState("SYN-SENT");
});

for (const start of [synReceived, synReceivedActive]) {
  Deno.test(`SYN-RECEIVED: an unacceptable ACK gets RST at SEG.ACK [RFC 9293 3.10.7.4, fifth, U-16] (${start.name})`, () => {
    start().peer("ACK seq=5001 ack=1000").expect("RST seq=1000 ack=0").expectNothing()
      .expectState("SYN-RECEIVED");
    start().peer("ACK seq=5001 ack=1002").expect("RST seq=1002 ack=0").expectNothing()
      .expectState("SYN-RECEIVED").peer("ACK seq=5001 ack=1001").expectState("ESTABLISHED");
  });
}

Deno.test("ESTABLISHED: an ACK of what was never sent gets an ACK, and the segment is dropped [RFC 9293 3.10.7.4, fifth, U-16]", () => {
  established().send(10).expect("PSH,ACK len=10").peer("ACK seq=5001 ack=1012 len=20")
    .expect("ACK seq=1011 ack=5001").expectNothing().expectReadable(0)
    .peer("ACK seq=5001 ack=1011 len=20").expectReadable(20);
});

Deno.test("FIN-WAIT-1: an ACK beyond the FIN does not acknowledge it [RFC 9293 3.10.7.4, fifth, U-16]", () => {
  finWait1().peer("ACK seq=5001 ack=1003").expect("ACK seq=1002 ack=5001").expectNothing()
    .expectState("FIN-WAIT-1");
});

Deno.test("TIME-WAIT: an ACK of what was never sent gets an ACK [RFC 9293 3.10.7.4, fifth, U-16]", () => {
  timeWait().peer("ACK seq=5002 ack=1003").expect("ACK seq=1002 ack=5002").expectNothing()
    .expectState("TIME-WAIT");
});

Deno.test("An ACK older than the largest window seen gets a challenge ACK and its data is dropped [RFC 5961 5.2] [MAY-12]", () => {
  const t = established({ window: 1000 });
  for (let i = 0; i < 4; i++) {
    t.send(1000).expect("PSH,ACK len=1000").peer(`ACK seq=5001 ack=${2001 + 1000 * i}`);
  }
  // SND.UNA is 5001, MAX.SND.WND is 1000: acceptable are 4001 to 5001.
  t.peer("ACK seq=5001 ack=4000 len=10").expect("ACK seq=5001 ack=5001").expectNothing();
  t.expectReadable(0).peer("ACK seq=5001 ack=4001 len=10").expectReadable(10);
});

Deno.test("A duplicate ACK below SND.UNA is ignored, its data is not [RFC 9293 3.10.7.4, fifth]", () => {
  established().send(100).expect("PSH,ACK len=100").peer("ACK seq=5001 ack=1101")
    .peer("ACK seq=5001 ack=1050 len=10").expectReadable(10);
});

Deno.test("An ACK of a part of a segment releases that part [RFC 9293 3.10.7.4, fifth]", () => {
  const t = established().send(1000).expect("PSH,ACK len=1000").peer("ACK seq=5001 ack=1401");
  t.holds(t.connection.unacknowledged === 600, "600 bytes are left");
  t.after(t.profile.rtoInitial).expect("PSH,ACK seq=1401 len=600").expectNothing();
});

Deno.test("The window follows only segments that are not older: WL1 and WL2 [RFC 9293 3.10.7.4, fifth, U-17]", () => {
  const t = established().send(10).expect("PSH,ACK len=10");
  const { snd } = t.connection.tcb;
  t.peer("ACK seq=5011 ack=1001 win=5000 len=10").holds(snd.wnd === 5000, "WL1 < SEG.SEQ");
  t.peer("ACK seq=5001 ack=1011 win=6000 len=5").holds(snd.wnd === 5000, "WL1 > SEG.SEQ: old");
  t.peer("ACK seq=5011 ack=1011 win=7000").holds(snd.wnd === 7000, "WL1 = SEG.SEQ, WL2 <= ACK");
  t.peer("ACK seq=5011 ack=1011 win=8000").holds(snd.wnd === 8000, "WL2 = SEG.ACK");
  t.peer("ACK seq=5011 ack=1001 win=9000").holds(snd.wnd === 8000, "WL2 > SEG.ACK: old");
});

Deno.test("CLOSED: the end is told once [RFC 9293 3.10.7.1]", () => {
  const t = closed();
  t.peer("ACK seq=1 ack=1").expect("RST seq=1").peer("ACK seq=1 ack=1").expect("RST seq=1");
  t.holds(!t.gotSignals("Closed"), "nothing ended");
});
