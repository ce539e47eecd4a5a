import { strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import {
  established,
  type ScriptSettings,
  synReceived,
  TcpScript,
} from "../../support/tcp_script.ts";

/** SACK and nothing else beyond the RFC's TCP; ten segments fit the first window. */
const SACK: ScriptSettings = {
  sack: true,
  knobs: { sack: true, lossRecovery: "sack", initialWindow: "rfc6928" },
};

/** Ten segments of 1000 bytes from 1001 are out. */
function ten(settings: ScriptSettings = SACK, more = 0): TcpScript {
  const t = established(settings).send(10_000 + more);
  for (let i = 0; i < 10; i++) {
    t.take(`${i === 9 && more === 0 ? "PSH,ACK" : "ACK"} seq=${1001 + 1000 * i} len=1000`);
  }
  return t.expectNothing();
}

// ---- Negotiation

Deno.test("SACK-permitted stands on SYNs, is answered only where it was offered, and both must have it [RFC 2018 2, .1]", () => {
  const knobs = { sack: true };
  new TcpScript({ knobs }).open().expect("SYN sackok");
  new TcpScript({ knobs }).listen().peer("SYN seq=5000 sackok").expect("SYN,ACK sackok");
  for (const settings of [{ knobs }, { sack: true }, {}]) {
    const t = established(settings).peer("ACK seq=6001 ack=1001 len=1000");
    t.expect("ACK ack=5001 sack=none");
    strictEqual(synReceived(settings).connection.tcb.sack, false);
  }
  established(SACK).peer("ACK seq=6001 ack=1001 len=1000").expect("ACK ack=5001 sack=6001-7001");
});

// ---- Receiver

Deno.test("The first block is the one that the segment fell into, then the most recent others [RFC 2018 4, .2]", () => {
  established(SACK).peer("ACK seq=6001 ack=1001 len=100").expect("ACK sack=6001-6101")
    .peer("ACK seq=7001 ack=1001 len=100").expect("ACK sack=7001-7101,6001-6101")
    .peer("ACK seq=8001 ack=1001 len=100").expect("ACK sack=8001-8101,7001-7101,6001-6101")
    .peer("ACK seq=6101 ack=1001 len=100")
    .expect("ACK ack=5001 sack=6001-6201,8001-8101,7001-7101");
});

Deno.test("At most 4 blocks fit, 3 beside timestamps [RFC 2018 3, .1]", () => {
  const t = established(SACK);
  for (let i = 0; i < 6; i++) t.peer(`ACK seq=${6001 + 1000 * i} ack=1001 len=10`);
  t.expect("ACK", "ACK", "ACK", "ACK")
    .expect("ACK sack=10001-10011,9001-9011,8001-8011,7001-7011")
    .expect("ACK sack=11001-11011,10001-10011,9001-9011,8001-8011");
  const stamped = established({ ...SACK, ts: 7, knobs: { ...SACK.knobs, timestamps: true } });
  for (let i = 0; i < 4; i++) stamped.peer(`ACK seq=${6001 + 1000 * i} ack=1001 len=10 ts=7/0`);
  stamped.expect("ACK", "ACK", "ACK", "ACK sack=9001-9011,8001-8011,7001-7011");
});

Deno.test("A block goes when the gap before it is filled [RFC 2018 4, .2]", () => {
  established(SACK).peer("ACK seq=6001 ack=1001 len=100").peer("ACK seq=5101 ack=1001 len=900")
    .expect("ACK sack=6001-6101", "ACK sack=5101-6101").peer("ACK seq=5001 ack=1001 len=100")
    .expect("ACK ack=6101 sack=none");
});

Deno.test("Data that leaves while something is missing reports it too [RFC 2018 4]", () => {
  established(SACK).peer("ACK seq=6001 ack=1001 len=100").expect("ACK sack=6001-6101").send(10)
    .expect("PSH,ACK seq=1001 ack=5001 len=10 sack=6001-6101");
});

Deno.test("What arrives twice is reported once, first, below the cumulative ACK [RFC 2883 4, .1]", () => {
  established(SACK).peer("ACK seq=5001 ack=1001 len=100").at(ms(200)).expect("ACK sack=none")
    .peer("ACK seq=5001 ack=1001 len=100").expect("ACK ack=5101 sack=5001-5101")
    .peer("ACK seq=6001 ack=1001 len=10").expect("ACK ack=5101 sack=6001-6011");
});

Deno.test("A duplicate within a block is reported first, the block second [RFC 2883 4.2, .1]", () => {
  established(SACK).peer("ACK seq=6001 ack=1001 len=100").peer("ACK seq=6101 ack=1001 len=100")
    .expect("ACK", "ACK sack=6001-6201").peer("ACK seq=6001 ack=1001 len=100")
    .expect("ACK ack=5001 sack=6001-6101,6001-6201");
});

// ---- Sender, by what was SACKed above (RFC 6675)

Deno.test("Three segments SACKed above a hole show its loss; what was SACKed is not sent again [RFC 6675 4, .1]", () => {
  const t = ten().at(ms(50)).peer("ACK seq=5001 ack=1001 sack=2001-3001").expectNothing()
    .peer("ACK seq=5001 ack=1001 sack=2001-4001").expectNothing()
    .peer("ACK seq=5001 ack=1001 sack=2001-5001").expect("ACK seq=1001 len=1000");
  t.expectNothing().peer("ACK seq=5001 ack=5001").expectNothing();
});

Deno.test("Two holes are repaired in one round trip [RFC 6675 5, .3]", () => {
  const t = ten().at(ms(50));
  t.peer("ACK seq=5001 ack=1001 sack=2001-3001").peer(
    "ACK seq=5001 ack=1001 sack=4001-5001,2001-3001",
  );
  t.peer("ACK seq=5001 ack=1001 sack=4001-6001,2001-3001").expect("ACK seq=1001 len=1000");
  for (let end = 7001; end <= 11_001; end += 1000) {
    t.peer(`ACK seq=5001 ack=1001 sack=4001-${end},2001-3001`);
  }
  t.expect("ACK seq=3001 len=1000").expectNothing();
  t.peer("ACK seq=5001 ack=11001").expectNothingUntil(seconds(60));
});

Deno.test("Recovery halves the window once and ends at ssthresh [RFC 6675 5, .2]", () => {
  const t = ten().peer("ACK seq=5001 ack=1001 sack=2001-5001");
  const { congestion } = t.connection.tcb;
  strictEqual(congestion.ssthresh, 5000);
  t.peer("ACK seq=5001 ack=1001 sack=2001-11001").peer("ACK seq=5001 ack=11001");
  // The ACK that ends it may count as one more window acknowledged.
  strictEqual(congestion.cwnd === 5000 || congestion.cwnd === 6000, true, `${congestion.cwnd}`);
  strictEqual(congestion.ssthresh, 5000);
  strictEqual(t.connection.tcb.inRecovery, false);
});

Deno.test("Recovery sends as much as is delivered in proportion, never in a burst [RFC 9937, RFC 6937 .3]", () => {
  const t = ten(SACK, 20_000).peer("ACK seq=5001 ack=1001 sack=2001-5001");
  t.expect("ACK seq=1001 len=1000").expectNothing();
  let sent = 1;
  for (let end = 6001; end <= 11_001; end += 1000) {
    t.peer(`ACK seq=5001 ack=1001 sack=2001-${end}`);
    const before = t.connection.tcb.prr.sent / 1000;
    strictEqual(before - sent <= 1, true, "one segment for each that arrived, at most");
    sent = before;
  }
  // 9 of 10 delivered: at most ceil(9 * 5 / 10) are sent.
  strictEqual(sent <= 5, true, `${sent} were sent`);
  strictEqual(sent >= 4, true, `${sent} were sent`);
});

Deno.test("Blocks of what was never sent, or is acknowledged, are ignored [RFC 2018 5]", () => {
  const t = ten().peer("ACK seq=5001 ack=2001");
  t.peer("ACK seq=5001 ack=2001 sack=11001-15001").peer("ACK seq=5001 ack=2001 sack=90001-95001")
    .peer("ACK seq=5001 ack=2001 sack=5001-4001").peer("ACK seq=5001 ack=2001 sack=9001-15001")
    .expectNothing();
  strictEqual(t.connection.tcb.scoreboard.sacked, 0);
});

Deno.test("SACKed data is kept until the cumulative ACK covers it [RFC 2018 8, .3]", () => {
  const t = ten().peer("ACK seq=5001 ack=1001 sack=2001-11001");
  strictEqual(t.connection.unacknowledged, 10_000);
});

Deno.test("A peer that takes its SACK back gets everything again after the timeout [RFC 2018 8, .3]", () => {
  const t = ten().at(ms(50)).peer("ACK seq=5001 ack=1001 sack=2001-11001")
    .expect("ACK seq=1001 len=1000").at(ms(100));
  t.peer("ACK seq=5001 ack=2001").expectNothing(); // it has dropped 2001 to 11001
  t.at(seconds(2)).expect("ACK seq=2001 len=1000").expectNothing()
    .peer("ACK seq=5001 ack=3001").expect("ACK seq=3001 len=1000", "ACK seq=4001 len=1000")
    .expectNothing();
});

Deno.test("After a timeout what was SACKed is not sent again [RFC 6675 5.1]", () => {
  ten().at(ms(50)).peer("ACK seq=5001 ack=1001 sack=10001-11001").expectNothing()
    .expectAt(seconds(1), "ACK seq=1001 len=1000")
    .peer("ACK seq=5001 ack=9001 sack=10001-11001").expect("ACK seq=9001 len=1000")
    .expectNothing();
});

Deno.test("The ACK that ends recovery brings the window down to ssthresh [RFC 9937] [RFC 6675 5, .2]", () => {
  const t = ten().peer("ACK seq=5001 ack=1001 sack=2001-5001").peer("ACK seq=5001 ack=11001");
  strictEqual(t.connection.tcb.congestion.cwnd <= 6000, true);
});

Deno.test("A D-SACK alone is no sign of loss [RFC 2883 4]", () => {
  const t = ten();
  for (let i = 0; i < 5; i++) t.peer("ACK seq=5001 ack=2001 sack=1001-2001");
  t.expectNothing();
  strictEqual(t.connection.tcb.inRecovery, false);
});

// ---- Sender, by time (RFC 8985)

/** As Linux, after a handshake of 40 ms; ten segments are out. */
function linux(segments = 10): TcpScript {
  const t = new TcpScript({ profile: "linux" }).open().expect("SYN").at(ms(40))
    .peer("SYN,ACK seq=5000 ack=1001 mss=1000 sackok").expect("ACK").handOut();
  t.send(1000 * segments);
  for (let i = 0; i < segments; i++) {
    t.take(`${i === segments - 1 ? "PSH,ACK" : "ACK"} seq=${1001 + 1000 * i} len=1000`);
  }
  return t.expectNothing();
}

Deno.test("One SACKed segment makes the hole before it lost after a quarter of the RTT [RFC 8985 6.2, .2]", () => {
  const t = linux().at(ms(40)).peer("ACK seq=5001 ack=1001 sack=2001-3001").expectNothing();
  t.expectNothingUntil(ms(50) - 1).expectAt(ms(50), "ACK seq=1001 len=1000");
});

Deno.test("Three SACKed segments make it lost at once, while no reordering was seen [RFC 8985 6.2, .2]", () => {
  linux().at(ms(40)).peer("ACK seq=5001 ack=1001 sack=2001-5001").expect("ACK seq=1001 len=1000");
});

Deno.test("A segment that arrives late after all was reordered, not lost [RFC 8985 6.2]", () => {
  const t = linux().at(ms(40)).peer("ACK seq=5001 ack=1001 sack=2001-3001").at(ms(45))
    .peer("ACK seq=5001 ack=3001").expectNothingUntil(ms(60));
  strictEqual(t.connection.tcb.rack.reorderingSeen, true);
  // From now on three SACKed segments are no proof: time must pass.
  t.peer("ACK seq=5001 ack=3001 sack=4001-7001").expectNothing();
});

Deno.test("A lost retransmission is found by what was sent after it and arrived [RFC 8985 6.2, .1]", () => {
  const t = linux().at(ms(40)).peer("ACK seq=5001 ack=1001 sack=2001-5001");
  t.expect("ACK seq=1001 len=1000").send(1000).at(ms(41));
  t.peer("ACK seq=5001 ack=1001 sack=2001-11001").expect("PSH,ACK seq=11001 len=1000");
  t.at(ms(85)).peer("ACK seq=5001 ack=1001 sack=2001-12001").expect("ACK seq=1001 len=1000");
});

Deno.test("An ACK of a retransmission that comes too soon says nothing about time [RFC 8985 6.2, .3]", () => {
  linux().at(ms(40)).peer("ACK seq=5001 ack=1001 sack=2001-5001").expect("ACK seq=1001 len=1000")
    .at(ms(41)).peer("ACK seq=5001 ack=5001").expectNothing(); // it was the first one, late
});

Deno.test("A D-SACK, below the ACK or within a block, widens the reordering window by a quarter [RFC 8985 6.2, .2]", () => {
  const below = linux().at(ms(40)).peer("ACK seq=5001 ack=2001 sack=1001-2001");
  strictEqual(below.connection.tcb.rack.multiplier, 2);
  const within = linux().at(ms(40)).peer("ACK seq=5001 ack=1001 sack=2001-3001")
    .peer("ACK seq=5001 ack=1001 sack=2001-3001,2001-4001");
  strictEqual(within.connection.tcb.rack.multiplier, 2);
  strictEqual(linux().at(ms(40)).peer("ACK seq=5001 ack=2001").connection.tcb.rack.multiplier, 1);
});

Deno.test("The reordering window is at most SRTT [RFC 8985 6.2, .2]", () => {
  const t = linux().at(ms(40));
  t.connection.tcb.rack.multiplier = 20;
  t.connection.tcb.rack.reorderingSeen = true;
  t.peer("ACK seq=5001 ack=1001 sack=2001-3001").expectNothingUntil(ms(80) - 1)
    .expectAt(ms(80), "ACK seq=1001 len=1000");
});

Deno.test("A loss at the tail of several is probed after 2 SRTT, without touching cwnd [RFC 8985 7, .4; seen: 85 to 87 ms]", () => {
  const t = linux().at(ms(40)).peer("ACK seq=5001 ack=9001").expectNothing();
  const { cwnd } = t.connection.tcb.congestion;
  t.expectNothingUntil(ms(120) - 1).at(ms(130)).expect("PSH,ACK seq=10001 len=1000")
    .expectNothing();
  strictEqual(t.connection.tcb.congestion.cwnd, cwnd);
});

Deno.test("A probe that repaired a loss slows down, one that was not needed does not [RFC 8985 7.4, .5]", () => {
  const probed = () => {
    const t = linux().at(ms(40)).peer("ACK seq=5001 ack=9001").at(ms(130));
    return t.expect("PSH,ACK seq=10001 len=1000").at(ms(170));
  };
  const repaired = probed().peer("ACK seq=5001 ack=11001");
  strictEqual(repaired.connection.tcb.congestion.ssthresh, 12_000, "0.7 of a window of 18");
  const { cwnd } = repaired.connection.tcb.congestion;
  strictEqual(cwnd >= 12_000 && cwnd < 13_000, true, "from there congestion avoidance");
  const needless = probed().peer("ACK seq=5001 ack=11001 sack=10001-11001");
  strictEqual(needless.connection.tcb.congestion.ssthresh > 18_000, true, "it does not");
});

Deno.test("A probe goes out once; then the retransmission timer decides [RFC 8985 7.3, .4]", () => {
  const t = linux().at(ms(40)).peer("ACK seq=5001 ack=9001").at(ms(130));
  t.expect("PSH,ACK seq=10001 len=1000").at(ms(260)).expectNothing().at(ms(2000));
  t.expect("ACK seq=9001 len=1000").holds(t.connection.tcb.inLoss, "the timer fired");
});

Deno.test("What is acknowledged while a probe is out starts no other probe [RFC 8985 7.2, .4]", () => {
  const t = linux().at(ms(40)).peer("ACK seq=5001 ack=9001").at(ms(130));
  t.expect("PSH,ACK seq=10001 len=1000").at(ms(170)).peer("ACK seq=5001 ack=10001");
  t.expectNothing().at(ms(500)).expect("PSH,ACK seq=10001 len=1000");
  t.holds(t.connection.tcb.inLoss, "the timer fired");
});

Deno.test("A timeout ends the probing: its repair slows down no second time [RFC 8985 7.4, .5]", () => {
  const t = linux().at(ms(40)).peer("ACK seq=5001 ack=9001").at(ms(130));
  t.expect("PSH,ACK seq=10001 len=1000").at(ms(400)).expect("ACK seq=9001 len=1000");
  const { congestion } = t.connection.tcb;
  const { ssthresh } = congestion;
  t.peer("ACK seq=5001 ack=11001").expectNothing();
  strictEqual(congestion.ssthresh, ssthresh);
  strictEqual(t.connection.tcb.inRecovery, false);
});

Deno.test("A single segment waits for its probe as long as a delayed ACK may take [RFC 8985 7.2, .4; seen: 244 to 248 ms]", () => {
  const t = linux(1).expectNothingUntil(ms(230)).at(ms(250));
  t.expect("PSH,ACK seq=1001 len=1000").expectNothing();
  strictEqual(t.connection.tcb.congestion.cwnd, 10_000);
});

Deno.test("New data goes out as the probe where the window has room for it [RFC 8985 7.3, .4]", () => {
  const t = linux().at(ms(1)).send(1000).expectNothing().at(ms(88));
  t.expect("PSH,ACK seq=11001 len=1000").expectNothing();
});
