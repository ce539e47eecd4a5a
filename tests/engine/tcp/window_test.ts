import { strictEqual } from "node:assert/strict";
import { minutes, ms, seconds } from "../../../engine/base/time.ts";
import {
  accepted,
  established,
  synReceived,
  synSent,
  TcpScript,
} from "../../support/tcp_script.ts";

// ---- Receiver

Deno.test("The window shrinks with what is unread and its right edge stays [RFC 9293 3.8.6] [SHLD-14]", () => {
  established({ options: { receiveBuffer: 5000 } })
    .peer("ACK seq=5001 ack=1001 len=1000").peer("ACK seq=6001 ack=1001 len=1000")
    .expect("ACK ack=7001 win=3000").peer("ACK seq=7001 ack=1001 len=1000")
    .peer("ACK seq=8001 ack=1001 len=1000").expect("ACK ack=9001 win=1000");
});

Deno.test("A receive buffer made smaller does not take back what was offered [SHLD-14]", () => {
  established({ options: { receiveBuffer: 5000 } }).set({ receiveBuffer: 1000 })
    .peer("ACK seq=5001 ack=1001 len=1000").peer("ACK seq=6001 ack=1001 len=1000")
    .expect("ACK ack=7001 win=3000").expectReadable(2000);
});

Deno.test("Out-of-order text does not move the right edge [SHLD-14]", () => {
  established({ options: { receiveBuffer: 5000 } }).peer("ACK seq=7001 ack=1001 len=1000")
    .expect("ACK ack=5001 win=5000");
});

Deno.test("The window opens only by a whole MSS or half the buffer [MUST-39]", () => {
  const t = established({ options: { receiveBuffer: 8000 } });
  for (let i = 0; i < 8; i++) t.peer(`ACK seq=${5001 + 1000 * i} ack=1001 len=1000`);
  t.expect("ACK win=6000", "ACK win=4000", "ACK win=2000", "ACK ack=13001 win=0");
  // Our MSS is 1460: a read of 1459 leaves the window shut, whoever asks.
  t.read(1459).expectNothing().peer("ACK seq=13000 ack=1001").expect("ACK ack=13001 win=0");
  t.read(1).peer("ACK seq=13000 ack=1001").expect("ACK ack=13001 win=1460");
});

Deno.test("With a small buffer the window opens by half of it [MUST-39]", () => {
  const t = established({ options: { receiveBuffer: 1000 } });
  t.peer("ACK seq=5001 ack=1001 len=1000").at(ms(200)).expect("ACK ack=6001 win=0");
  t.read(499).expectNothing().read(1).expect("ACK seq=1001 ack=6001 win=500").expectNothing();
});

Deno.test("A reader that opens the window far tells the peer at once [RFC 9293 3.8.6.2.2]", () => {
  const t = established({ options: { receiveBuffer: 8000 } });
  for (let i = 0; i < 8; i++) t.peer(`ACK seq=${5001 + 1000 * i} ack=1001 len=1000`);
  t.expect("ACK", "ACK", "ACK", "ACK ack=13001 win=0").read(8000);
  t.expect("ACK seq=1001 ack=13001 win=8000").expectNothing();
});

Deno.test("A reader that keeps pace sends no window updates of its own [RFC 9293 3.8.6.2.2] [MUST-58]", () => {
  const t = established();
  for (let i = 0; i < 10; i++) {
    t.peer(`ACK seq=${5001 + 1000 * i} ack=1001 len=1000`).read(1000);
  }
  t.expect("ACK ack=7001", "ACK ack=9001", "ACK ack=11001", "ACK ack=13001", "ACK ack=15001")
    .expectNothing();
});

Deno.test("A window of 65535 is not negative [MUST-1] [REC-1]", () => {
  const t = established({ window: 0xffff });
  strictEqual(t.connection.tcb.snd.wnd, 65_535);
  t.peer("ACK seq=5001 ack=1001 win=32768");
  strictEqual(t.connection.tcb.snd.wnd, 32_768);
  established({ ws: 14, profile: "linux" }).peer("ACK seq=5001 ack=1001 win=65535")
    .holds(true, "no number overflows");
});

Deno.test("A scaled window is kept in full, up to 2^30 [REC-1] [RFC 7323 2.2]", () => {
  const t = established({ ws: 14, profile: "linux" }).peer("ACK seq=5001 ack=1001 win=65535");
  strictEqual(t.connection.tcb.snd.wnd, 65_535 * 2 ** 14);
});

// ---- Window scaling

Deno.test("Scaling is offered in the SYN, answered in the SYN,ACK, and used only if both have it [RFC 7323 2.2]", () => {
  const knobs = { windowScaling: true, windowScale: 2 };
  const options = { receiveBuffer: 60_000 };
  new TcpScript({ knobs, options }).open().expect("SYN seq=1000 win=60000 ws=2")
    .peer("SYN,ACK seq=5000 ack=1001 ws=3").expect("ACK seq=1001 win=15000");
  new TcpScript({ knobs, options }).open().expect("SYN ws=2")
    .peer("SYN,ACK seq=5000 ack=1001").expect("ACK seq=1001 win=60000");
  new TcpScript({ knobs, options }).listen().peer("SYN seq=5000 ws=3")
    .expect("SYN,ACK seq=1000 win=60000 ws=2");
  new TcpScript({ knobs, options }).listen().peer("SYN seq=5000").expect("SYN,ACK seq=1000 ws=-1");
  new TcpScript({ options }).open().expect("SYN seq=1000 ws=-1");
  new TcpScript({ options }).listen().peer("SYN seq=5000 ws=3").expect("SYN,ACK ws=-1");
});

Deno.test("The window of a SYN is never scaled [RFC 7323 2.2]", () => {
  const knobs = { windowScaling: true, windowScale: 3 };
  const t = synSent({ knobs }).peer("SYN,ACK seq=5000 ack=1001 win=1000 ws=5");
  strictEqual(t.connection.tcb.snd.wnd, 1000);
  t.peer("ACK seq=5001 ack=1001 win=1000");
  strictEqual(t.connection.tcb.snd.wnd, 32_000);
});

Deno.test("The window of a SYN to a listener is not scaled either: it counts as the largest seen [RFC 7323 2.2] [RFC 9293 3.8.6.2.1]", () => {
  const knobs = { windowScaling: true, windowScale: 3 };
  const t = synReceived({ knobs, ws: 4, window: 1000 }).peer("ACK seq=5001 ack=1001 win=40");
  t.send(5000).expect("ACK seq=1001 len=640"); // more than half of 1000
});

Deno.test("A SYN,ACK sent again offers what its field can hold, though more was offered since [RFC 7323 2.2]", () => {
  const knobs = { windowScaling: true };
  new TcpScript({ knobs, options: { receiveBuffer: 300_000 } }).listen()
    .peer("SYN seq=5000 mss=1000 ws=0").expect("SYN,ACK seq=1000 win=65535 ws=3")
    .peer("SYN seq=5000 mss=1000 ws=0").expect("ACK seq=1001 win=37500")
    .expectAt(seconds(1), "SYN,ACK seq=1000 win=65535 ws=3");
});

Deno.test("A shift above 14 counts as 14 [RFC 7323 2.3]", () => {
  const t = established({ profile: "linux", ws: 15 }).peer("ACK seq=5001 ack=1001 win=2");
  strictEqual(t.connection.tcb.snd.wnd, 2 * 2 ** 14);
});

Deno.test("A buffer that needs more than the system's shift gets it [RFC 7323 2.3]", () => {
  new TcpScript({
    knobs: { windowScaling: true, windowScale: 0 },
    options: { receiveBuffer: 1_000_000 },
  }).open().expect("SYN win=65535 ws=4");
});

Deno.test("Scaling rounds the window down, and text up to the edge offered before is still taken [RFC 7323 2.4]", () => {
  const knobs = { windowScaling: true, windowScale: 3, delayedAckEvery: 1 };
  const t = established({ knobs, options: { receiveBuffer: 800 }, ws: 0 });
  t.peer("ACK seq=5001 ack=1001 len=1").at(ms(200)).expect("ACK ack=5002 win=99");
  t.peer("ACK seq=5002 ack=1001 len=799").expectReadable(800);
});

Deno.test("Small segments cannot push a scaled window on for ever [RFC 7323 2.4]", () => {
  const knobs = { windowScaling: true, windowScale: 3, delayedAckEvery: 1 };
  const t = established({ knobs, options: { receiveBuffer: 800 }, ws: 0 });
  for (let i = 0; i < 2000; i++) t.peer(`ACK seq=${5001 + i} ack=1001 len=1`).after(ms(200));
  t.expectReadable(800);
});

// ---- Sender

Deno.test("No more is sent than the window allows [RFC 9293 3.8.6]", () => {
  established({ window: 2000 }).send(5000).expect("ACK seq=1001 len=1000", "ACK seq=2001 len=1000")
    .expectNothing().peer("ACK seq=5001 ack=2001 win=2000").expect("ACK seq=3001 len=1000")
    .expectNothing();
});

Deno.test("A window that shrinks leaves a negative usable window, which is survived [MUST-34]", () => {
  const t = established({ window: 3000 }).send(9000)
    .expect("ACK len=1000", "ACK len=1000", "ACK len=1000");
  t.peer("ACK seq=5001 ack=2001 win=500").expectNothing(); // edge 2501, SND.NXT 4001
  t.holds(t.connection.tcb.snd.wnd === 500, "the new window counts");
  t.peer("ACK seq=5001 ack=4001 win=1000").expect("ACK seq=4001 len=1000").expectNothing();
});

Deno.test("After a shrink no new data is sent beyond the edge [SHLD-15]", () => {
  const t = established({ window: 3000 }).send(9000)
    .expect("ACK len=1000", "ACK len=1000", "ACK len=1000");
  t.peer("ACK seq=5001 ack=3001 win=1000").expectNothing(); // edge 4001, SND.NXT 4001
  t.peer("ACK seq=5001 ack=3001 win=2000").expect("ACK seq=4001 len=1000").expectNothing();
});

Deno.test("After a shrink what is inside the window is retransmitted normally [SHLD-16]", () => {
  const t = established({ window: 3000 }).send(9000)
    .expect("ACK len=1000", "ACK len=1000", "ACK len=1000");
  t.peer("ACK seq=5001 ack=1001 win=1000").expectNothing()
    .expectAt(seconds(1), "ACK seq=1001 len=1000");
});

Deno.test("Data beyond a shrunken window does not time out while the peer answers [SHLD-17] [MUST-37]", () => {
  const t = established({ window: 3000 }).send(3000)
    .expect("ACK len=1000", "ACK len=1000", "PSH,ACK len=1000");
  t.peer("ACK seq=5001 ack=1001 win=0");
  for (let i = 1; i <= 60; i++) t.at(minutes(i)).peer("ACK seq=5001 ack=1001 win=0");
  t.expectState("ESTABLISHED").peer("ACK seq=5001 ack=4001 win=3000").send(10);
  t.holds(t.connection.endReason === 0, "it lives");
});

Deno.test("A window shrunk to zero is probed in the standard way, by retransmission while data is out [MUST-35] [MAY-7]", () => {
  const t = established({ window: 2000 }).send(4000).expect("ACK len=1000", "ACK len=1000");
  t.peer("ACK seq=5001 ack=1001 win=0").expectNothing()
    .expectAt(seconds(1), "ACK seq=1001 len=1000").peer("ACK seq=5001 ack=1001 win=0")
    .expectAt(seconds(3), "ACK seq=1001 len=1000");
});

Deno.test("A window shrunk to zero is probed in the standard way, by the persist timer where nothing is out [MUST-35] [RFC 9293 3.8.6.1]", () => {
  const t = established({ window: 2000 }).send(4000).expect("ACK len=1000", "ACK len=1000");
  t.peer("ACK seq=5001 ack=3001 win=0").expectNothingUntil(seconds(1) - 1)
    .expectAt(seconds(1), "ACK seq=3001 len=1").peer("ACK seq=5001 ack=3001 win=0")
    .expectNothingUntil(seconds(3) - 1).expectAt(seconds(3), "ACK seq=3001 len=1");
});

Deno.test("Sender's silly windows: a small window is not filled [MUST-38]", () => {
  // The largest window seen is 10000: less than half of it and less than a segment waits.
  const t = established({ window: 10_000, options: { noDelay: true } }).send(10_000);
  t.expect("ACK len=1000", "ACK len=1000", "ACK len=1000", "ACK len=1000").expectNothing();
  t.peer("ACK seq=5001 ack=5001 win=999").expectNothing();
  t.peer("ACK seq=5001 ack=5001 win=1000").expect("ACK seq=5001 len=1000").expectNothing();
});

Deno.test("Sender's silly windows: half of the largest window seen is filled [MUST-38]", () => {
  const t = established({ window: 1500, options: { noDelay: true } }).send(4000)
    .expect("ACK seq=1001 len=1000").expectNothing();
  t.peer("ACK seq=5001 ack=2001 win=749").expectNothing();
  t.peer("ACK seq=5001 ack=2001 win=750").expect("ACK seq=2001 len=750").expectNothing();
});

Deno.test("Sender's silly windows: all that is queued is sent if it fits [MUST-38]", () => {
  established({ window: 10_000, options: { noDelay: true } }).send(100)
    .expect("PSH,ACK len=100").peer("ACK seq=5001 ack=1101 win=50").send(50)
    .expect("PSH,ACK seq=1101 len=50").expectNothing();
});

Deno.test("Sender's silly windows: the override timeout of 0.1 to 1 s sends what fits [MUST-38]", () => {
  const t = established({ window: 10_000 }).send(10_000);
  t.expect("ACK len=1000", "ACK len=1000", "ACK len=1000", "ACK len=1000");
  t.peer("ACK seq=5001 ack=5001 win=300").expectNothing();
  t.expectAt(seconds(1), "ACK seq=5001 len=300").expectNothing();
});

Deno.test("The override timeout is at most 1 s, whatever the RTO [MUST-38]", () => {
  const t = synSent().at(ms(900)).peer("SYN,ACK seq=5000 ack=1001 win=10000 mss=1000");
  t.expect("ACK").send(1000).expect("PSH,ACK len=1000").at(ms(1800));
  t.peer("ACK seq=5001 ack=2001 win=100").holds(t.connection.tcb.rtt.rto > seconds(2), "RTO > 2 s");
  t.send(5000).expectNothing().expectNothingUntil(ms(2800) - 1)
    .expectAt(ms(2800), "ACK seq=2001 len=100");
});

Deno.test("A SYN,ACK with a window of 0 opens, and data waits for the window [RFC 9293 3.8.6.1]", () => {
  synReceived({ window: 0 }).peer("ACK seq=5001 ack=1001").expectState("ESTABLISHED").send(10)
    .expectNothing().peer("ACK seq=5001 ack=1001 win=1000").expect("PSH,ACK seq=1001 len=10");
  accepted({ window: 0 }).send(10).expectNothing();
});
