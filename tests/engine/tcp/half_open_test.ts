import { ms, seconds } from "../../../engine/base/time.ts";
import { Rng } from "../../../engine/base/rng.ts";
import { Endpoint, EndReason, profiles, seqAdd, State } from "../../../engine/tcp/mod.ts";
import { Flag, Segment } from "../../../engine/wire/mod.ts";
import { strictEqual } from "node:assert/strict";
import { closed, established, listen, synSent } from "../../support/tcp_script.ts";

Deno.test("Figure 9, the side that crashed: an ACK in SYN-SENT that fits nothing gets RST [RFC 9293 3.5.1, U-24]", () => {
  // TCP A has crashed and opens again with ISS 400; B still expects 100 and stands at 300.
  synSent({ iss: 400, irs: 300 }).peer("ACK seq=300 ack=100").expect("RST seq=100 ack=0")
    .expectNothing().expectState("SYN-SENT")
    .expectAt(seconds(1), "SYN seq=400"); // and it tries again
});

Deno.test("linux: after the first such ACK the SYN is sent again at once, later ones wait for the timer [linux-measured 14, U-24]", () => {
  synSent({ iss: 400, irs: 300, profile: "linux" }).peer("ACK seq=300 ack=100").expect(
    "RST seq=100 ack=0",
  )
    .expectAt(ms(8), "SYN seq=400").peer("ACK seq=300 ack=100").expect("RST seq=100 ack=0")
    .expectNothing();
});

Deno.test("Figure 9, the side that did not: a SYN into ESTABLISHED gets an ACK, the RST it provokes resets [RFC 9293 3.5.1, U-24]", () => {
  // ISS 299 so that SND.NXT is 300, IRS 99 so that RCV.NXT is 100; the new SYN has 400.
  established({ iss: 299, irs: 99 }).peer("SYN seq=400").expect("ACK seq=300 ack=100")
    .expectNothing().peer("RST seq=100").expectEnd("Reset", "ESTABLISHED");
});

Deno.test("Figure 10: data to a host that has rebooted gets RST, which resets [RFC 9293 3.5.1, U-24]", () => {
  closed().peer("ACK seq=300 ack=100 len=10").expect("RST seq=100 ack=0").expectNothing();
  established({ iss: 299, irs: 99 }).send(10).expect("PSH,ACK seq=300 ack=100 len=10")
    .peer("RST seq=100").expectEnd("Reset", "ESTABLISHED");
});

Deno.test("Figure 11: the answer to an old SYN gets RST, which leads back to LISTEN [RFC 9293 3.5.1, U-24]", () => {
  listen({ iss: 300, irs: 200 }).peer("SYN seq=200").expect("SYN,ACK seq=300 ack=201")
    .peer("RST seq=201").expectNothing().expectState("LISTEN");
});

Deno.test("Recovery from an old duplicate SYN, seen from the listener [RFC 9293 3.5, Figure 8]", () => {
  // Each SYN meets the listener anew: the first incarnation is gone when the real SYN comes.
  listen({ iss: 300, irs: 90 }).peer("SYN seq=90").expect("SYN,ACK seq=300 ack=91")
    .peer("RST seq=91").expectState("LISTEN");
  listen({ iss: 400, irs: 100 }).peer("SYN seq=100").expect("SYN,ACK seq=400 ack=101")
    .peer("ACK seq=101 ack=401").expectState("ESTABLISHED");
});

Deno.test("Recovery from an old duplicate SYN, seen from the caller: the wrong ACK gets RST [RFC 9293 3.5, Figure 8]", () => {
  synSent({ iss: 100, irs: 400 }).peer("SYN,ACK seq=300 ack=91").expect("RST seq=91")
    .expectState("SYN-SENT").peer("SYN,ACK seq=400 ack=101").expect("ACK seq=101 ack=401")
    .expectState("ESTABLISHED");
});

Deno.test("The whole of Figure 9 between two endpoints: crash, SYN, ACK, RST, SYN, ESTABLISHED [RFC 9293 3.5.1, U-24]", () => {
  const A = 0x0a000001;
  const B = 0x0a000002;
  const left = new Endpoint(profiles.rfc9293, new Rng(1));
  const right = new Endpoint(profiles.rfc9293, new Rng(2));
  right.listen(0, 80, 5);
  let now = 0;
  const seen: string[] = [];
  const drain = (endpoint: Endpoint) => {
    const out: Segment[] = [];
    for (const connection of endpoint.connections()) {
      for (let seg = connection.pollSegment(now); seg !== null; seg = connection.pollSegment(now)) {
        out.push(seg);
      }
      if (connection.state === State.Closed) endpoint.remove(connection);
    }
    const reply = endpoint.takeReply();
    if (reply !== null) out.push(reply);
    return out;
  };
  const exchange = () => {
    for (let round = 0; round < 10; round++) {
      now += ms(1);
      for (
        const [from, to, source, destination] of [[left, right, A, B], [right, left, B, A]] as const
      ) {
        for (const seg of drain(from)) {
          const names = [[Flag.Syn, "S"], [Flag.Ack, "A"], [Flag.Rst, "R"]] as const;
          seen.push(names.map(([bit, name]) => (seg.flags & bit) !== 0 ? name : "").join(""));
          to.onSegment(seg, source, destination, now);
        }
      }
    }
  };
  const first = left.connect(A, 5000, B, 80, left.defaultOptions(), now)!;
  exchange();
  strictEqual(first.state, State.Established);
  const old = right.connections()[0]!;
  seen.length = 0;
  left.forgetAll(now, EndReason.Crashed, "test");
  const second = left.connect(A, 5000, B, 80, left.defaultOptions(), now)!;
  exchange();
  strictEqual(seen.join(" "), "S A R", "SYN, ACK of the old connection, RST");
  strictEqual(old.endReason, EndReason.Reset);
  seen.length = 0;
  now = second.nextDeadline();
  second.onDeadline(now);
  exchange();
  strictEqual(seen.join(" "), "S SA A");
  strictEqual(second.state, State.Established);
  strictEqual(right.connections()[0]!.irs, second.iss);
  strictEqual(right.connections()[0]!.tcb.rcv.nxt, seqAdd(second.iss, 1));
});
