import { strictEqual } from "node:assert/strict";
import { CongestionState, congestionState } from "../../../engine/tcp/congestion_state.ts";
import { ms, seconds } from "../../../engine/base/time.ts";
import { established, type ScriptSettings, type TcpScript } from "../../support/tcp_script.ts";

const FRTO: ScriptSettings = { knobs: { frto: "second-ack", initialWindow: "rfc6928" } };
const WITH_SACK: ScriptSettings = {
  sack: true,
  knobs: { ...FRTO.knobs, sack: true, lossRecovery: "sack" },
};

/** Ten segments from 1001 are out, and the timer has fired at 1 s: the first went again. */
function timedOut(settings: ScriptSettings, more = 10_000): TcpScript {
  const t = established(settings).send(10_000 + more);
  for (let i = 0; i < 10; i++) {
    t.take(`${i === 9 && more === 0 ? "PSH,ACK" : "ACK"} seq=${1001 + 1000 * i} len=1000`);
  }
  return t.expectAt(seconds(1), "ACK seq=1001 len=1000").expectNothing();
}

for (const [name, settings] of [["without SACK", FRTO], ["with SACK", WITH_SACK]] as const) {
  Deno.test(`F-RTO ${name}: two ACKs of new data after a timeout show that it was spurious [RFC 5682 2.1, 3.1, .1]`, () => {
    const t = timedOut(settings).at(ms(1100));
    t.peer("ACK seq=5001 ack=2001"); // step 2b: new data, not what is presumed lost
    t.expect("ACK seq=11001 len=1000", "ACK seq=12001 len=1000").expectNothing();
    strictEqual(congestionState(t.connection.tcb), CongestionState.Loss);
    t.peer("ACK seq=5001 ack=3001"); // step 3b
    t.expect("ACK seq=13001 len=1000").expectNothing();
    strictEqual(congestionState(t.connection.tcb), CongestionState.Open, "taken back");
    const { congestion, inLoss } = t.connection.tcb;
    strictEqual(inLoss, false);
    strictEqual(congestion.cwnd >= 10_000, true, `${congestion.cwnd}`);
    strictEqual(congestion.ssthresh > 20_000, true, "as before the timeout [RFC 4015 3.2]");
  });

  Deno.test(`F-RTO ${name}: a first ACK of all that was out says nothing [RFC 5682 2.1 step 2, .1]`, () => {
    const t = timedOut(settings).at(ms(1100)).peer("ACK seq=5001 ack=11001");
    const { congestion, inLoss } = t.connection.tcb;
    strictEqual(inLoss, false);
    strictEqual(congestion.ssthresh, 5000);
    strictEqual(congestion.cwnd, 2000);
    t.expect("ACK seq=11001 len=1000", "ACK seq=12001 len=1000").expectNothing();
  });

  Deno.test(`F-RTO ${name}: without new data what is lost goes on being sent again [RFC 5682 2.1 step 2b, .1]`, () => {
    timedOut(settings, 0).at(ms(1100)).peer("ACK seq=5001 ack=2001")
      .expect("ACK seq=2001 len=1000", "ACK seq=3001 len=1000").expectNothing();
  });

  Deno.test(`F-RTO ${name}: a system without it sends again what is presumed lost [RFC 5681 3.1, .3]`, () => {
    timedOut({ ...settings, knobs: { ...settings.knobs, frto: "off" } }).at(ms(1100))
      .peer("ACK seq=5001 ack=2001").expect("ACK seq=2001 len=1000", "ACK seq=3001 len=1000")
      .expectNothing();
  });
}

Deno.test("Linux takes the first ACK for data sent once as a sign already [tcp_process_loss]", () => {
  for (const settings of [FRTO, WITH_SACK]) {
    const t = timedOut({ ...settings, knobs: { ...settings.knobs, frto: "any-ack" } });
    t.at(ms(1100)).peer("ACK seq=5001 ack=11001");
    strictEqual(t.connection.tcb.congestion.ssthresh > 20_000, true);
    strictEqual(t.connection.tcb.congestion.cwnd >= 10_000, true);
  }
});

Deno.test("F-RTO without SACK: a duplicate ACK for the new data shows that the loss was real [RFC 5682 2.1 step 3a, .1]", () => {
  const t = timedOut(FRTO).at(ms(1100)).peer("ACK seq=5001 ack=2001")
    .expect("ACK seq=11001 len=1000", "ACK seq=12001 len=1000").peer("ACK seq=5001 ack=2001");
  t.expect("ACK seq=2001 len=1000").expectNothing();
  strictEqual(t.connection.tcb.congestion.cwnd, 3000);
  strictEqual(t.connection.tcb.inLoss, true);
});

Deno.test("F-RTO with SACK: the new data alone SACKed shows that the loss was real [RFC 5682 3.1 step 3a, .1]", () => {
  timedOut(WITH_SACK).at(ms(1100)).peer("ACK seq=5001 ack=2001")
    .expect("ACK seq=11001 len=1000", "ACK seq=12001 len=1000")
    .peer("ACK seq=5001 ack=2001 sack=11001-12001").expect("ACK seq=2001 len=1000")
    .expectNothing();
});

Deno.test("F-RTO with SACK: data SACKed that was sent once before the timeout shows it spurious [RFC 5682 3.1 step 3b, .1]", () => {
  const t = timedOut(WITH_SACK).at(ms(1100)).peer("ACK seq=5001 ack=2001")
    .expect("ACK seq=11001 len=1000", "ACK seq=12001 len=1000")
    .peer("ACK seq=5001 ack=2001 sack=3001-4001");
  strictEqual(t.connection.tcb.inLoss, false);
  strictEqual(t.connection.tcb.congestion.cwnd >= 10_000, true);
});

Deno.test("F-RTO without SACK: a duplicate ACK first leaves it to go-back-N [RFC 5682 2.1 step 2a, .1]", () => {
  timedOut(FRTO).at(ms(1100)).peer("ACK seq=5001 ack=1001").expectNothing()
    .peer("ACK seq=5001 ack=2001").expect("ACK seq=2001 len=1000", "ACK seq=3001 len=1000")
    .expectNothing();
});
