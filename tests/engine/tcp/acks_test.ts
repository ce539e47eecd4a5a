import { ms, seconds } from "../../../engine/base/time.ts";
import {
  established,
  finWait2,
  type ScriptSettings,
  synSent,
  type TcpScript,
} from "../../support/tcp_script.ts";
import { profileNames, profiles } from "../../../engine/tcp/mod.ts";

Deno.test("An ACK of text waits for the delay [SHLD-18]", () => {
  established().peer("ACK seq=5001 ack=1001 len=100").expectNothingUntil(ms(200) - 1)
    .expectAt(ms(200), "ACK seq=1001 ack=5101").expectNothing();
});

for (const profile of profileNames) {
  Deno.test(`The delay of ${profile} is less than 0.5 s [MUST-40]`, () => {
    const t = established({ profile, knobs: { quickAcks: 0 } });
    t.peer("ACK seq=5001 ack=1001 len=100").expectNothing()
      .expectAt(profiles[profile].delayedAck, "ACK seq=1001 ack=5101");
    t.holds(profiles[profile].delayedAck < ms(500), "less than half a second");
    t.holds(profiles[profile].delayedAckMax <= ms(500), "whatever it adapts to");
  });
}

Deno.test("The delay counts from the first text that is not acknowledged [MUST-40]", () => {
  established().peer("ACK seq=5001 ack=1001 len=10").at(ms(150))
    .peer("ACK seq=5011 ack=1001 len=10").expectNothing().expectAt(ms(200), "ACK ack=5021");
});

Deno.test("Every second full segment is acknowledged at once [SHLD-19]", () => {
  const t = established();
  for (let i = 0; i < 6; i++) t.peer(`ACK seq=${5001 + 1000 * i} ack=1001 len=1000`);
  t.expect("ACK ack=7001", "ACK ack=9001", "ACK ack=11001").expectNothing();
});

Deno.test("Small segments count by their bytes: two full ones' worth is acknowledged at once [SHLD-19]", () => {
  const t = established({ mss: 500 });
  for (let i = 0; i < 9; i++) t.peer(`ACK seq=${5001 + 100 * i} ack=1001 len=100`);
  t.expectNothing().peer("ACK seq=5901 ack=1001 len=100").expect("ACK ack=6001").expectNothing();
});

Deno.test("A peer with a small MTU gets an ACK for every second of its full segments [SHLD-19]", () => {
  const t = established({ mss: 256 }).peer("ACK seq=5001 ack=1001 len=256").expectNothing();
  t.peer("ACK seq=5257 ack=1001 len=256").expect("ACK ack=5513").expectNothing();
});

Deno.test("Data carries the ACK that waits [MUST-58]", () => {
  established().peer("ACK seq=5001 ack=1001 len=100").expectNothing().at(ms(50)).send(10)
    .expect("PSH,ACK seq=1001 ack=5101 len=10").expectNothingUntil(ms(900));
});

Deno.test("A batch of segments is processed before the one ACK for all of it [MUST-59]", () => {
  established().peerBatch(
    "ACK seq=5001 ack=1001 len=1000",
    "ACK seq=6001 ack=1001 len=1000",
    "ACK seq=7001 ack=1001 len=1000",
    "ACK seq=8001 ack=1001 len=1000",
  ).expect("ACK seq=1001 ack=9001").expectNothing();
});

Deno.test("A batch with a hole that it fills itself gets one ACK [MUST-59] [MUST-58]", () => {
  established().peerBatch("ACK seq=6001 ack=1001 len=1000", "ACK seq=5001 ack=1001 len=1000")
    .expect("ACK ack=7001").expectNothing();
});

Deno.test("Segments out of order are kept and delivered in order [SHLD-31]", () => {
  established().peer("ACK seq=7001 ack=1001 len=1000").peer("ACK seq=6001 ack=1001 len=1000")
    .expectReadable(0).expect("ACK ack=5001", "ACK ack=5001")
    .peer("ACK seq=5001 ack=1001 len=1000").read(3000).expect("ACK ack=8001").expectNothing();
});

Deno.test("A segment out of order gets an ACK at once [RFC 5681 4.2] [MAY-13]", () => {
  established().peer("ACK seq=6001 ack=1001 len=1000").expect("ACK seq=1001 ack=5001")
    .peer("ACK seq=7001 ack=1001 len=1000").expect("ACK seq=1001 ack=5001").expectNothing();
});

Deno.test("A segment that fills a gap, or a part of it, gets an ACK at once [RFC 5681 4.2]", () => {
  established().peer("ACK seq=8001 ack=1001 len=100").expect("ACK ack=5001")
    .peer("ACK seq=5001 ack=1001 len=100").expect("ACK ack=5101") // a part
    .peer("ACK seq=5101 ack=1001 len=2900").expect("ACK ack=8101").expectNothing();
});

Deno.test("Text that was received before gets an ACK at once [RFC 9293 3.10.7.4, first]", () => {
  established().peer("ACK seq=5001 ack=1001 len=100").at(ms(200)).expect("ACK ack=5101")
    .peer("ACK seq=5001 ack=1001 len=100").expect("ACK ack=5101").expectReadable(100);
});

Deno.test("Segments that overlap in every way give the stream once [RFC 9293 3.10.7.4, seventh]", () => {
  established().peer("ACK seq=5011 ack=1001 len=20").peer("ACK seq=5021 ack=1001 len=30")
    .peer("ACK seq=5006 ack=1001 len=10").peer("ACK seq=5061 ack=1001 len=10")
    .peer("ACK seq=5001 ack=1001 len=65").expectReadable(70).read(70);
});

Deno.test("An ACK without text is not acknowledged [RFC 9293 3.10.7.4]", () => {
  established().send(10).expect("PSH,ACK len=10").peer("ACK seq=5001 ack=1011")
    .peer("ACK seq=5001 ack=1011").expectNothingUntil(seconds(60));
});

Deno.test("A FIN is acknowledged at once as the RFC has it, and by FreeBSD [RFC 9293 3.10.7.4, eighth]", () => {
  for (const profile of ["rfc9293", "freebsd"] as const) {
    established({ profile }).peer("FIN,ACK seq=5001 ack=1001").expect("ACK seq=1001 ack=5002")
      .expectNothingUntil(seconds(30));
  }
});

Deno.test("Linux and Windows let the ACK of a FIN wait for their own FIN, 40 ms [seen on Linux]", () => {
  for (const profile of ["linux", "windows"] as const) {
    const afterData = () => {
      const t = established({ profile }).peer("PSH,ACK seq=5001 ack=1001 len=10").read(10);
      if (profile === "linux") t.expect("ACK ack=5011");
      else t.expectAt(ms(40), "ACK ack=5011");
      return t.at(ms(300));
    };
    afterData().peer("FIN,ACK seq=5011 ack=1001").expectNothingUntil(ms(340) - 1)
      .expectAt(ms(340), "ACK seq=1001 ack=5012");
    afterData().peer("FIN,ACK seq=5011 ack=1001").at(ms(320)).close()
      .expect("FIN,ACK seq=1001 ack=5012").expectNothingUntil(ms(340));
    finWait2({ profile }).peer("FIN,ACK seq=5001 ack=1002").expect("ACK seq=1002 ack=5002");
  }
});

Deno.test("Linux acknowledges a FIN without delay where no data came before [seen: ato is 0]", () => {
  established({ profile: "linux" }).peer("FIN,ACK seq=5001 ack=1001").expectAt(
    0,
    "ACK seq=1001 ack=5002",
  );
});

const LINUX: ScriptSettings = { profile: "linux" };

Deno.test("Linux acknowledges the first 22 segments of a stream singly, then every second [seen]", () => {
  const t = established({ ...LINUX, mss: 1460 });
  for (let i = 0; i < 28; i++) t.peer(`ACK seq=${5001 + 1460 * i} ack=1001 len=1460`).read(1460);
  let next = 5001;
  for (let i = 0; i < 22; i++) t.expect(`ACK ack=${next += 1460}`);
  for (let i = 0; i < 3; i++) t.expect(`ACK ack=${next += 2920}`);
  t.expectNothing();
});

Deno.test("Linux delays ACKs in an exchange of requests and answers [seen: ping-pong]", () => {
  const t = established(LINUX).peer("PSH,ACK seq=5001 ack=1001 len=10").read(10)
    .expect("ACK ack=5011").at(ms(5)).send(20).expect("PSH,ACK seq=1001 len=20");
  t.peer("PSH,ACK seq=5011 ack=1021 len=10").expectNothingUntil(ms(44))
    .expectAt(ms(45), "ACK seq=1021 ack=5021");
});

/** A Linux host behind a round trip of 100 ms, whose quick ACKs are over. */
function slow(): TcpScript {
  const t = synSent({ profile: "linux", mss: 1460, knobs: { quickAcks: 0 } }).at(ms(100))
    .peer("SYN,ACK seq=5000 ack=1001 mss=1460").expect("ACK").handOut();
  return t;
}

Deno.test("Linux acknowledges with the first byte behind a full segment [__tcp_ack_snd_check]", () => {
  const t = slow().peer("ACK seq=5001 ack=1001 len=1460").expectNothing();
  t.peer("ACK seq=6461 ack=1001 len=1").expect("ACK ack=6462");
});

Deno.test("Linux waits twice as long after an ACK that nothing carried, at most a round trip [tcp_delack_timer_handler]", () => {
  const t = slow().peer("ACK seq=5001 ack=1001 len=1460").expectAt(ms(40), "ACK ack=6461");
  t.at(ms(200)).peer("ACK seq=6461 ack=1001 len=1460").expectAt(ms(280), "ACK ack=7921");
  t.at(ms(500)).peer("ACK seq=7921 ack=1001 len=1460").expectAt(ms(600), "ACK ack=9381");
});

Deno.test("Linux waits as short as before once segments follow each other closely [tcp_event_data_recv]", () => {
  const t = slow().peer("ACK seq=5001 ack=1001 len=1460").expectAt(ms(40), "ACK ack=6461");
  t.at(ms(200)).peer("ACK seq=6461 ack=1001 len=700").peer("ACK seq=7161 ack=1001 len=600");
  // 80 ms is what the first set; the second makes it 60 ms, then the next one 50 ms.
  t.expectAt(ms(260), "ACK ack=7761");
});

Deno.test("Linux does not wait for an ACK that is due within a quarter of the delay [tcp_send_delayed_ack]", () => {
  const t = slow().peer("ACK seq=5001 ack=1001 len=100").at(ms(27));
  t.peer("ACK seq=5101 ack=1001 len=100").expectNothing().at(ms(30));
  t.peer("ACK seq=5201 ack=1001 len=100").expect("ACK ack=5301");
});

Deno.test("Linux ends ping-pong when an ACK found no answer to ride on [tcp_delack_timer_handler]", () => {
  const t = established(LINUX).peer("PSH,ACK seq=5001 ack=1001 len=10").read(10)
    .expect("ACK ack=5011").send(20).expect("PSH,ACK seq=1001 len=20");
  t.at(ms(5)).peer("PSH,ACK seq=5011 ack=1021 len=10").read(10)
    .expectAt(ms(45), "ACK ack=5021");
  t.at(ms(60)).peer("PSH,ACK seq=5021 ack=1021 len=10").read(10).expect("ACK ack=5031");
});

Deno.test("Two short segments of a length are the peer's full ones from then on [tcp_measure_rcv_mss]", () => {
  const t = slow().peer("ACK seq=5001 ack=1001 len=1460").expectAt(ms(40), "ACK ack=6461").at(
    ms(300),
  );
  t.peer("ACK seq=6461 ack=1001 len=600").peer("ACK seq=7061 ack=1001 len=600");
  t.expect("ACK ack=7661"); // more than one of 600
});
