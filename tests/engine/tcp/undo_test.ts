import { strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { timestampNow } from "../../../engine/tcp/timestamps.ts";
import { established, type ScriptSettings, type TcpScript } from "../../support/tcp_script.ts";

const SACK = { sack: true, lossRecovery: "sack", initialWindow: "rfc6928" };
const EIFEL: ScriptSettings = {
  sack: true,
  ts: 7,
  mss: 1012,
  knobs: { ...SACK, timestamps: true, undoByTimestamps: "always" },
};
const BY_DSACK: ScriptSettings = {
  sack: true,
  knobs: { ...SACK, undoByDuplicateSacks: true },
};

/** Ten segments of 1000 bytes from 1001 are out. */
function ten(settings: ScriptSettings): TcpScript {
  const t = established(settings).send(10_000);
  for (let i = 0; i < 10; i++) {
    t.take(`${i === 9 ? "PSH,ACK" : "ACK"} seq=${1001 + 1000 * i} len=1000`);
  }
  return t.expectNothing();
}

/** The options of an ACK that answers what was sent so long after the start of the script. */
const echo = (t: TcpScript, sentAt: number): string =>
  `ts=7/${timestampNow(t.connection.tcb, t.now - (t.elapsed - sentAt))}`;

const LOSS = ["2001-3001", "2001-4001", "2001-5001"];

Deno.test("A timeout is undone when the ACK echoes what was sent before the retransmission [RFC 4015 3.2, .1] [RFC 3522 3.2]", () => {
  const t = ten(EIFEL);
  const original = echo(t, 0);
  t.expectAt(seconds(1), "ACK seq=1001 len=1000").at(ms(1100));
  strictEqual(t.connection.tcb.congestion.cwnd, 1000);
  t.peer(`ACK seq=5001 ack=2001 ${original}`).expectNothing();
  const { congestion, inLoss } = t.connection.tcb;
  strictEqual(inLoss, false);
  strictEqual(congestion.cwnd >= 10_000, true);
  strictEqual(congestion.ssthresh > 20_000, true);
});

Deno.test("A timeout whose retransmission is what is answered is not undone [RFC 3522 3.2] [RFC 4015 3.2, .1]", () => {
  const t = ten(EIFEL);
  t.expectAt(seconds(1), "ACK seq=1001 len=1000");
  const again = echo(t, seconds(1));
  t.at(ms(1100)).peer(`ACK seq=5001 ack=2001 ${again}`)
    .expect("ACK seq=2001 len=1000", "ACK seq=3001 len=1000").expectNothing();
  strictEqual(t.connection.tcb.congestion.ssthresh, 5000);
});

Deno.test("A fast retransmit is undone when only the order had changed [RFC 3522 3.2] [RFC 4015 3.2, .1]", () => {
  const t = ten(EIFEL);
  const original = echo(t, 0);
  t.at(ms(100));
  for (const sack of LOSS) t.peer(`ACK seq=5001 ack=1001 sack=${sack} ${original}`);
  t.expect("ACK seq=1001 len=1000");
  strictEqual(t.connection.tcb.congestion.ssthresh, 5000);
  t.at(ms(105)).peer(`ACK seq=5001 ack=11001 ${original}`).expectNothing();
  const { congestion, inRecovery } = t.connection.tcb;
  strictEqual(inRecovery, false);
  strictEqual(congestion.cwnd >= 10_000, true);
  strictEqual(congestion.ssthresh > 20_000, true);
});

Deno.test("FreeBSD undoes by timestamps after the first timeout only, no fast retransmit [t_badrxtwin]", () => {
  const settings = { ...EIFEL, knobs: { ...EIFEL.knobs, undoByTimestamps: "first-timeout" } };
  const once = ten(settings);
  const original = echo(once, 0);
  once.at(ms(1100)).peer(`ACK seq=5001 ack=2001 ${original}`);
  strictEqual(once.connection.tcb.inLoss, false);
  const twice = ten(settings).at(ms(3100)).peer(`ACK seq=5001 ack=2001 ${original}`);
  strictEqual(twice.connection.tcb.inLoss, true);
  const fast = ten(settings).at(ms(100));
  for (const sack of LOSS) fast.peer(`ACK seq=5001 ack=1001 sack=${sack} ${original}`);
  fast.peer(`ACK seq=5001 ack=11001 ${original}`);
  strictEqual(fast.connection.tcb.congestion.ssthresh, 5000);
});

Deno.test("A reduction is undone when D-SACK reports every retransmission as needless [RFC 2883 5, .2] [RFC 3708 3]", () => {
  const t = ten(BY_DSACK).at(ms(100));
  for (const sack of LOSS) t.peer(`ACK seq=5001 ack=1001 sack=${sack}`);
  t.expect("ACK seq=1001 len=1000").at(ms(110)).peer("ACK seq=5001 ack=11001");
  strictEqual(t.connection.tcb.congestion.ssthresh, 5000, "nothing tells yet");
  t.at(ms(200)).peer("ACK seq=5001 ack=11001 sack=1001-2001");
  strictEqual(t.connection.tcb.congestion.cwnd >= 10_000, true);
  strictEqual(t.connection.tcb.congestion.ssthresh > 20_000, true);
});

Deno.test("A D-SACK for one of two retransmissions undoes nothing [RFC 2883 5, .2] [RFC 3708 3]", () => {
  const t = ten(BY_DSACK).at(ms(100)).peer("ACK seq=5001 ack=1001 sack=3001-4001")
    .peer("ACK seq=5001 ack=1001 sack=3001-5001").peer("ACK seq=5001 ack=1001 sack=3001-11001");
  t.expect("ACK seq=1001 len=1000", "ACK seq=2001 len=1000").at(ms(200))
    .peer("ACK seq=5001 ack=11001").peer("ACK seq=5001 ack=11001 sack=1001-2001");
  strictEqual(t.connection.tcb.congestion.ssthresh, 5000);
  t.peer("ACK seq=5001 ack=11001 sack=2001-3001");
  strictEqual(t.connection.tcb.congestion.ssthresh > 20_000, true, "both were needless");
});

Deno.test("A D-SACK is known by its place: at or below the ACK, or within the second block [RFC 2883 5, .2]", () => {
  const afterLoss = () => {
    const t = ten(BY_DSACK).at(ms(100));
    for (const sack of LOSS) t.peer(`ACK seq=5001 ack=1001 sack=${sack}`);
    return t.expect("ACK seq=1001 len=1000");
  };
  const isUndone = (t: TcpScript) => t.connection.tcb.congestion.ssthresh > 20_000;
  const plain = afterLoss().peer("ACK seq=5001 ack=2001 sack=3001-5001");
  strictEqual(isUndone(plain), false, "a block above the ACK is news, not a duplicate");
  const below = afterLoss().peer("ACK seq=5001 ack=5001").peer(
    "ACK seq=5001 ack=5001 sack=1001-2001",
  );
  strictEqual(isUndone(below), true);
});
