import { strictEqual } from "node:assert/strict";
import { minutes, ms, seconds } from "../../../engine/base/time.ts";
import { established, type ScriptSettings, type TcpScript } from "../../support/tcp_script.ts";

/** ESTABLISHED with an MSS of 1460, and fifteen segments to begin with. */
function wide(knobs: ScriptSettings["knobs"]): TcpScript {
  return established({
    mss: 1460,
    knobs: { initialWindowSegments: 15, ...knobs },
    options: { sendBuffer: 200_000 },
    sack: true,
  });
}

const mss = (t: TcpScript): number => t.connection.tcb.snd.mss;

Deno.test("Without probing long segments vanish for ever [RFC 2923 2.1]", () => {
  const t = wide({}).send(1460).expect("PSH,ACK seq=+1 len=1460");
  for (const at of [1, 3, 7, 15, 31]) t.at(seconds(at)).expect("PSH,ACK seq=+1 len=1460");
});

Deno.test("A black hole: after some timeouts segments are small, then smaller still [RFC 4821 7.7, .2]", () => {
  const t = wide({ mtuProbing: "black-hole" }).send(1460).expect("PSH,ACK seq=+1 len=1460");
  for (const at of [1, 3, 7]) t.at(seconds(at)).expect("PSH,ACK seq=+1 len=1460");
  t.at(seconds(15)).expect("ACK seq=+1 len=1024").at(seconds(31)).expect("ACK seq=+1 len=512");
  t.peer("ACK seq=+1 ack=+513").expect("ACK seq=+513 len=512").peer("ACK seq=+1 ack=+1025")
    .expect("PSH,ACK seq=+1025 len=436").peer("ACK seq=+1 ack=+1461").expectNothing();
});

Deno.test("Each system has its own number of timeouts and its own small segment", () => {
  const windows = established({
    mss: 1460,
    profile: "windows",
    knobs: { mtuProbing: "black-hole" },
  });
  windows.send(1460).expect("PSH,ACK seq=+1 len=1460").at(seconds(20));
  windows.expect("PSH,ACK seq=+1 len=1460", "PSH,ACK seq=+1 len=1460", "ACK seq=+1 len=536");
});

Deno.test("Who always probes begins small, and a probe that passes makes segments longer [RFC 4821 7.3, .1]", () => {
  const t = wide({ mtuProbing: "always" }).send(40_000);
  strictEqual(mss(t), 1024);
  t.expect("ACK seq=+1 len=1242"); // half-way between 1024 and 1460
  const probe = t.connection.tcb.path;
  strictEqual(probe.probeSize, 1242);
  t.expect("ACK seq=+1243 len=1024").at(ms(100)).peer("ACK seq=+1 ack=+1243");
  strictEqual(mss(t), 1242);
});

Deno.test("The loss of a probe alone is no congestion: it is sent again in smaller segments [RFC 4821 7.6.2, .1]", () => {
  const t = wide({ mtuProbing: "always", lossRecovery: "sack" }).send(40_000);
  t.expect("ACK seq=+1 len=1242");
  for (let seq = 1243; t.connection.tcb.snd.nxt - t.iss > seq; seq += 1024) {
    t.expect(`ACK seq=+${seq} len=1024`);
  }
  const { congestion } = t.connection.tcb;
  const { cwnd, ssthresh } = congestion;
  t.at(ms(100));
  for (const end of [2267, 3291, 4315]) {
    t.peer(`ACK seq=+1 ack=+1 sack=${1000 + 1243}-${1000 + end}`);
  }
  t.expect("ACK seq=+14555 len=1024", "ACK seq=+15579 len=1024");
  t.expect("ACK seq=+1 len=1024", "ACK seq=+1025 len=218");
  strictEqual(congestion.ssthresh, ssthresh);
  strictEqual(congestion.cwnd, cwnd);
  strictEqual(t.connection.tcb.path.high, 1241);
});

Deno.test("A search that has ended begins anew after ten minutes [RFC 4821 7.4]", () => {
  const t = wide({ mtuProbing: "always" });
  const { path } = t.connection.tcb;
  path.high = 1030;
  t.send(1024).expect("PSH,ACK len=1024").peer("ACK seq=+1 ack=+1025");
  strictEqual(path.high, 1030);
  t.at(minutes(10)).send(1024).expect("PSH,ACK len=1024").peer("ACK seq=+1 ack=+2049");
  strictEqual(path.high, 1460);
});
