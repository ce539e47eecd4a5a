import { strictEqual } from "node:assert/strict";
import { minutes, ms, seconds } from "../../../engine/base/time.ts";
import { established, type ScriptSettings, type TcpScript } from "../../support/tcp_script.ts";
import { seqAdd } from "../../../engine/tcp/mod.ts";

/** Initial sequence numbers such that the first kilobytes cross the edge, and some in the plain. */
const EDGES = [
  { name: "in the plain", at: 1_000_000 },
  { name: "across 2^31", at: 2 ** 31 - 1500 },
  { name: "across 2^32", at: 2 ** 32 - 1500 },
] as const;

for (const { name, at } of EDGES) {
  const settings: ScriptSettings = { iss: at, irs: at };

  Deno.test(`A transfer ${name}, in both directions [RFC 9293 3.4]`, () => {
    const t = established(settings).send(4000).expect(
      "ACK seq=+1 len=1000",
      "ACK seq=+1001 len=1000",
    )
      .expect("ACK seq=+2001 len=1000", "PSH,ACK seq=+3001 len=1000");
    t.peer("ACK seq=+1 ack=+2001 len=1000").peer("ACK seq=+1001 ack=+4001 len=1000").read(2000)
      .expect("ACK seq=+4001 ack=+2001").expectNothing();
    strictEqual(t.connection.unacknowledged, 0);
  });

  Deno.test(`A retransmission ${name} [RFC 6298 5.4]`, () => {
    established(settings).send(3000).expect("ACK len=1000", "ACK len=1000", "PSH,ACK len=1000")
      .expectAt(seconds(1), "ACK seq=+1 len=1000").peer("ACK seq=+1 ack=+2001")
      .expect("PSH,ACK seq=+2001 len=1000").peer("ACK seq=+1 ack=+3001").expectNothing();
  });

  Deno.test(`Reassembly ${name} [SHLD-31]`, () => {
    established(settings).peer("ACK seq=+1001 ack=+1 len=1000").peer("FIN,ACK seq=+2001 ack=+1")
      .expect("ACK ack=+1", "ACK ack=+1").peer("ACK seq=+1 ack=+1 len=1000")
      .expect("ACK ack=+2002").read(2000).expectState("CLOSE-WAIT");
  });

  Deno.test(`The window test ${name} [RFC 9293 3.10.7.4, Table 6]`, () => {
    const t = established({ ...settings, options: { receiveBuffer: 3000 } });
    t.peer("ACK seq=+3001 ack=+1 len=10").expect("ACK seq=+1 ack=+1").expectReadable(0);
    t.peer("ACK seq=-100 ack=+1 len=10").expect("ACK seq=+1 ack=+1").expectReadable(0);
    t.peer("RST seq=+2999").expect("ACK seq=+1 ack=+1").peer("RST seq=+3002").expectNothing();
    t.peer("ACK seq=+1 ack=+1 len=3000").read(3000);
  });

  Deno.test(`ACKs of what was never sent, ${name} [RFC 9293 3.10.7.4, U-16]`, () => {
    established(settings).send(1000).expect("PSH,ACK len=1000").peer("ACK seq=+1 ack=+1002")
      .expect("ACK seq=+1001 ack=+1").expectNothing();
  });

  Deno.test(`A close ${name} [RFC 9293 3.6]`, () => {
    const iss = at + (name === "in the plain" ? 0 : 1499); // the FIN is the first number behind
    established({ iss, irs: iss }).shutdownSend().expect("FIN,ACK seq=+1 ack=+1")
      .peer("ACK seq=+1 ack=+2").expectState("FIN-WAIT-2").peer("FIN,ACK seq=+1 ack=+2")
      .expect("ACK seq=+2 ack=+2").expectState("TIME-WAIT").at(minutes(4)).expectEnd("Closed");
  });

  Deno.test(`A closed window ${name} [RFC 9293 3.8.6.1]`, () => {
    established({ ...settings, iss: at + 1498, window: 0 }).send(10).expectNothing()
      .expectAt(seconds(1), "ACK seq=+1 len=1").peer("ACK seq=+1 ack=+2 win=0")
      .expectAt(seconds(3), "ACK seq=+2 len=1").peer("ACK seq=+1 ack=+2 win=100")
      .expect("PSH,ACK seq=+2 len=9");
  });
}

/** Segments of 60000 bytes make the round of all sequence numbers in no time. */
const LARGE: ScriptSettings = {
  mss: 60_000,
  ws: 4,
  knobs: { windowScaling: true, windowScale: 4, initialWindow: "rfc5681" },
  options: { mtu: 65_535, sendBuffer: 400_000, receiveBuffer: 1_000_000, noDelay: false },
};

function sendFar(t: TcpScript, bytes: number): number {
  let sent = 0;
  while (sent < bytes) {
    t.send(60_000).expect("PSH,ACK len=60000").after(ms(1));
    sent += 60_000;
    t.peer(`ACK seq=+1 ack=+${(1 + sent) % 2 ** 32}`);
  }
  return sent;
}

Deno.test("More than 2^31 bytes later, old marks still count as old [RFC 9293 3.4]", () => {
  const t = established({ ...LARGE, knobs: { ...LARGE.knobs, nagleRule: "minshall" } });
  // A small segment and a timeout leave marks behind: the Minshall edge and `recover`.
  t.send(10).expect("PSH,ACK len=10").at(seconds(1)).expect("PSH,ACK len=10")
    .peer("ACK seq=+1 ack=+11");
  let sent = 10;
  while (sent < 2 ** 31 + 2_000_000) {
    t.send(60_000).expect("PSH,ACK len=60000").after(ms(1));
    sent += 60_000;
    t.peer(`ACK seq=+1 ack=+${1 + sent}`);
  }
  const una = sent + 1;
  t.send(60_010).expect(`ACK seq=+${una} len=60000`, "PSH,ACK len=10");
  t.send(150_000).expect("ACK len=60000");
  strictEqual(t.connection.tcb.snd.una, seqAdd(t.iss, una));
  for (let i = 0; i < 3; i++) t.peer(`ACK seq=+1 ack=+${una}`);
  strictEqual(t.connection.tcb.inRecovery, true, "three duplicates start fast retransmit");
});

Deno.test("A stream of more than 2^32 bytes comes through [RFC 9293 3.4]", () => {
  const t = established(LARGE);
  const sent = sendFar(t, 2 ** 32 + 1_000_000);
  strictEqual(t.connection.tcb.snd.una, seqAdd(t.iss, sent + 1));
  strictEqual(t.connection.unacknowledged, 0);
});

Deno.test("Urgent data after 2^31 bytes received is announced [MUST-31]", () => {
  const t = established({ ...LARGE, options: { ...LARGE.options, receiveBuffer: 200_000 } });
  let got = 0;
  while (got < 2 ** 31 + 1_000_000) {
    t.peer(`ACK seq=+${1 + got} ack=+1 len=60000`).read(60_000);
    got += 60_000;
  }
  t.gotSignals();
  t.peer(`URG,ACK seq=+${1 + got} ack=+1 len=10 urg=5`);
  strictEqual(t.gotSignals("Urgent"), true);
});
