import { strictEqual } from "node:assert/strict";
import { established, type ScriptSettings, type TcpScript } from "../../support/tcp_script.ts";

const DUP = "ACK seq=5001 ack=1001";

/** Four segments of 1000 bytes are out, which is all that the window lets go. */
function four(more: number, settings: ScriptSettings = {}): TcpScript {
  return established(settings).send(4000 + more)
    .expect("ACK seq=1001 len=1000", "ACK seq=2001 len=1000", "ACK seq=3001 len=1000")
    .expect(`${more === 0 ? "PSH," : ""}ACK seq=4001 len=1000`).expectNothing();
}

Deno.test("Each of the first two duplicate ACKs lets one new segment go, and cwnd stays [RFC 3042 2, .1]", () => {
  const t = four(10_000).peer(DUP).expect("ACK seq=5001 len=1000").expectNothing()
    .peer(DUP).expect("ACK seq=6001 len=1000").expectNothing();
  strictEqual(t.connection.tcb.congestion.cwnd, 4000);
  t.peer(DUP).expect("ACK seq=1001 len=1000").expectNothing();
});

Deno.test("Limited transmit makes a third duplicate ACK of a flight of three [RFC 3042 1, .1]", () => {
  established({ knobs: { initialWindowSegments: 3 } }).send(6000)
    .expect("ACK seq=1001 len=1000", "ACK seq=2001 len=1000", "ACK seq=3001 len=1000")
    .peer(DUP).expect("ACK seq=4001 len=1000").peer(DUP).expect("ACK seq=5001 len=1000")
    .peer(DUP).expect("ACK seq=1001 len=1000").expectNothing();
});

Deno.test("Limited transmit keeps to the peer's window [RFC 3042 2, .1]", () => {
  four(10_000, { window: 5000 }).peer(DUP).expect("ACK seq=5001 len=1000").peer(DUP)
    .expectNothing();
});

Deno.test("What limited transmit sent does not count for ssthresh [RFC 5681 3.2 step 2] [RFC 3042 2, .1]", () => {
  const t = four(10_000).peer(DUP).peer(DUP).expect(
    "ACK seq=5001 len=1000",
    "ACK seq=6001 len=1000",
  )
    .peer(DUP).expect("ACK seq=1001 len=1000");
  strictEqual(t.connection.tcb.congestion.ssthresh, 2000);
});

Deno.test("With SACK only an ACK that reports something new lets a segment go [RFC 3042 2, .1]", () => {
  const sack = { sack: true, knobs: { sack: true, lossRecovery: "sack" } };
  four(10_000, sack).peer(DUP).expectNothing()
    .peer(`${DUP} sack=2001-3001`).expect("ACK seq=5001 len=1000")
    .peer(`${DUP} sack=2001-3001`).expectNothing();
});
