import { minutes, ms, seconds } from "../../../engine/base/time.ts";
import { closeWait, established, finWait1, TcpScript } from "../../support/tcp_script.ts";

/** ESTABLISHED with 100 bytes queued behind a closed window. */
function shut(settings: Parameters<typeof established>[0] = {}): TcpScript {
  return established({ window: 0, ...settings }).send(100).expectNothing();
}

Deno.test("A closed window is probed after one RTO, with nothing outstanding [MUST-36] [SHLD-29]", () => {
  shut().expectNothingUntil(seconds(1) - 1).expectAt(seconds(1), "ACK seq=1001 ack=5001 len=1")
    .expectNothing();
});

Deno.test("Probes come at intervals that double, up to a limit [SHLD-30]", () => {
  const t = shut();
  let at = 0;
  for (const wait of [1, 2, 4, 8, 16, 32, 60, 60]) {
    at += seconds(wait);
    t.expectAt(at, "ACK seq=1001 len=1").peer("ACK seq=5001 ack=1001 win=0").expectNothing();
  }
});

Deno.test("A sender whose probes are answered keeps the connection for ever [MUST-37] [MAY-8]", () => {
  const t = shut({ options: { userTimeout: seconds(30) } });
  let at = 0;
  for (let i = 0; i < 500; i++) {
    at += Math.min(seconds(1) * 2 ** Math.min(i, 6), seconds(60));
    t.expectAt(at, "ACK seq=1001 len=1").peer("ACK seq=5001 ack=1001 win=0");
  }
  t.expectState("ESTABLISHED").peer("ACK seq=5001 ack=1001 win=1000")
    .expect("PSH,ACK seq=1001 len=100");
});

Deno.test("Probes that nobody answers end in the user timeout [RFC 9293 3.8.6.1] [RFC 9293 3.10.8, U-22]", () => {
  const t = shut().at(seconds(101) - 1).expectState("ESTABLISHED").at(seconds(101));
  t.expectEnd("TimedOut", "ESTABLISHED");
});

Deno.test("An answered probe starts the user timeout anew [MUST-37]", () => {
  const t = shut().expectAt(seconds(1), "ACK len=1").expectAt(seconds(3), "ACK len=1");
  t.at(seconds(90)).peer("ACK seq=5001 ack=1001 win=0").at(seconds(150)).expectState("ESTABLISHED");
});

Deno.test("A probe's octet that is taken counts as sent, one that is not is sent again [RFC 9293 3.8.6.1]", () => {
  shut().expectAt(seconds(1), "ACK seq=1001 len=1").peer("ACK seq=5001 ack=1002 win=0")
    .expectAt(seconds(3), "ACK seq=1002 len=1").peer("ACK seq=5001 ack=1002 win=1000")
    .expect("PSH,ACK seq=1002 len=99");
});

Deno.test("An opened window ends the probing, and the next time begins with one RTO [SHLD-29]", () => {
  const t = shut().expectAt(seconds(1), "ACK len=1").expectAt(seconds(3), "ACK len=1");
  t.peer("ACK seq=5001 ack=1001 win=1000").expect("PSH,ACK seq=1001 len=100")
    .peer("ACK seq=5001 ack=1101 win=0").expectNothing().send(10).expectNothing();
  t.expectNothingUntil(seconds(4) - 1).expectAt(seconds(4), "ACK seq=1101 len=1");
});

Deno.test("A window that opens without data queued stops the timer [RFC 9293 3.8.6.1]", () => {
  shut().expectAt(seconds(1), "ACK len=1").peer("ACK seq=5001 ack=1002 win=0")
    .peer("ACK seq=5001 ack=1002 win=5000").expect("PSH,ACK seq=1002 len=99")
    .peer("ACK seq=5001 ack=1101").expectNothingUntil(minutes(60));
});

Deno.test("Nothing is probed when the last octet was taken by a probe [RFC 9293 3.8.6.1]", () => {
  established({ window: 0 }).send(1).expectAt(seconds(1), "ACK seq=1001 len=1")
    .peer("ACK seq=5001 ack=1002 win=0").expectNothingUntil(minutes(10));
});

Deno.test("A FIN behind a closed window is probed for too [MUST-36]", () => {
  established({ window: 0 }).shutdownSend().expectNothing()
    .expectAt(seconds(1), "FIN,ACK seq=1001").peer("ACK seq=5001 ack=1001 win=0")
    .expectAt(seconds(3), "FIN,ACK seq=1001").peer("ACK seq=5001 ack=1002 win=0")
    .expectState("FIN-WAIT-2").expectNothingUntil(minutes(10));
});

Deno.test("Queued data of a closing connection is probed for [MUST-36]", () => {
  shut().shutdownSend().expectState("FIN-WAIT-1").expectAt(seconds(1), "ACK seq=1001 len=1")
    .peer("ACK seq=5001 ack=1001 win=200").expect("FIN,PSH,ACK seq=1001 len=100");
  closeWait({ window: 0 }).send(10).shutdownSend().expectState("LAST-ACK")
    .expectAt(seconds(1), "ACK seq=1001 ack=5002 len=1");
});

Deno.test("Linux probes without data, one below SND.NXT [RFC 9293 3.8.6.1; seen]", () => {
  const t = shut({ profile: "linux" });
  t.expectAt(ms(200), "ACK seq=1000 ack=5001").peer("ACK seq=5001 ack=1001 win=0")
    .expectAt(ms(600), "ACK seq=1000 ack=5001").peer("ACK seq=5001 ack=1001 win=0")
    .expectAt(ms(1400), "ACK seq=1000").peer("ACK seq=5001 ack=1001 win=500")
    .expect("PSH,ACK seq=1001 len=100");
});

Deno.test("FreeBSD waits at least 5 s for a probe and at most 60 s [persmin, persmax]", () => {
  const t = shut({ profile: "freebsd" });
  t.expectAt(seconds(5), "ACK seq=1001 len=1").expectNothingUntil(seconds(10) - 1);
});

Deno.test("Unanswered probes end Linux after 15 and Windows after 5 [os profiles]", () => {
  for (const [profile, count] of [["linux", 15], ["windows", 5]] as const) {
    const t = shut({ profile }).at(minutes(60));
    for (let i = 0; i < count; i++) t.take(profile === "linux" ? "ACK seq=1000" : "ACK len=1");
    if (profile === "windows") t.expect("RST,ACK seq=1001");
    t.expectNothing().expectEnd("TimedOut", "ESTABLISHED");
  }
});

Deno.test("A closed window does not keep ACKs of received text back [MUST-66]", () => {
  shut().peer("ACK seq=5001 ack=1001 win=0 len=10").at(ms(200)).expect("ACK seq=1001 ack=5011");
});

Deno.test("The receiver answers a probe while its window is closed [RFC 9293 3.10.7.4, first]", () => {
  const t = established({ options: { receiveBuffer: 1000 } })
    .peer("ACK seq=5001 ack=1001 len=1000").at(ms(200)).expect("ACK ack=6001 win=0");
  t.peer("ACK seq=6001 ack=1001 len=1").expect("ACK seq=1001 ack=6001 win=0").expectNothing();
  t.peer("ACK seq=6000 ack=1001").expect("ACK seq=1001 ack=6001 win=0").expectNothing();
  t.expectReadable(1000).read(1000).expect("ACK ack=6001 win=1000");
});

Deno.test("Probing does not begin while the retransmission timer watches [RFC 9293 3.8.6.1]", () => {
  const t = established({ window: 1000 }).send(2000).expect("ACK seq=1001 len=1000");
  t.peer("ACK seq=5001 ack=1001 win=0").expectAt(seconds(1), "ACK seq=1001 len=1000")
    .expectNothingUntil(seconds(2)).peer("ACK seq=5001 ack=2001 win=0")
    .expectNothingUntil(seconds(3) - 1).expectAt(seconds(3), "ACK seq=2001 len=1");
});

Deno.test("A FIN in flight is retransmitted, not probed for [RFC 9293 3.8.6.1]", () => {
  finWait1().peer("ACK seq=5001 ack=1001 win=0").expectAt(seconds(1), "FIN,ACK seq=1001");
});

Deno.test("FreeBSD gives up a closed window after 12 probes and a silence of 2559 RTOs [S: tcp_timer_persist]", () => {
  const t = new TcpScript({ profile: "freebsd" }).open().after(ms(200));
  t.peer("SYN,ACK seq=5000 ack=1001 win=0 mss=1000").handOut().send(100);
  t.at(seconds(1535)).expectState("ESTABLISHED"); // RTO 0.6 s without the slop of 200 ms
  t.at(seconds(1600)).expectEnd("TimedOut", "ESTABLISHED");
});

Deno.test("FreeBSD gives up the closed window of an orphan after a minute of silence [S: tcp_timer_persist]", () => {
  const gone = shut({ profile: "freebsd" });
  gone.close();
  gone.at(seconds(59)).expectState("FIN-WAIT-1").at(seconds(130)).expectEnd("TimedOut");
  const alive = shut({ profile: "freebsd" });
  alive.close();
  for (let at = 5; at <= 300; at += 5) alive.at(seconds(at)).peer("ACK seq=5001 ack=1001 win=0");
  alive.expectState("FIN-WAIT-1");
});

Deno.test("Linux counts the time to the next window probe from the answer to the last [tcp_ack_probe; seen]", () => {
  const probed = (persistFromAck: boolean) => {
    const t = established({ window: 0, knobs: { windowProbe: "empty", persistFromAck } }).send(10);
    t.peer("ACK seq=5001 ack=1001 win=0").expectAt(seconds(1), "ACK seq=1000");
    t.at(seconds(1.5)).peer("ACK seq=5001 ack=1001 win=0");
    return t;
  };
  probed(false).expectAt(seconds(3), "ACK seq=1000");
  probed(true).expectNothingUntil(seconds(3.4)).expectAt(seconds(3.5), "ACK seq=1000");
});
