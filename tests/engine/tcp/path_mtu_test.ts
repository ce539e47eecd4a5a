import { strictEqual } from "node:assert/strict";
import { minutes, ms, NEVER, seconds } from "../../../engine/base/time.ts";
import {
  established,
  type ScriptSettings,
  synSent,
  type TcpScript,
} from "../../support/tcp_script.ts";

/** ESTABLISHED with an MSS of 1460 and ten segments to begin with. */
function wide(settings: ScriptSettings = {}): TcpScript {
  const knobs = { initialWindow: "rfc6928", ...settings.knobs };
  return established({ mss: 1460, ...settings, knobs });
}

/** An ICMP "fragmentation needed" about the segment that began at ISS + `seq`. */
function tooBig(t: TcpScript, seq: number, mtu: number, until = NEVER): number {
  const believed = t.connection.onTooBig((t.iss + seq) | 0, mtu, until, t.now);
  t.after(0).set({}); // pumps
  return believed;
}

const cwnd = (t: TcpScript): number => t.connection.tcb.congestion.cwnd;

Deno.test("Too big: the segment goes out again at once in smaller ones, and the window stays [RFC 1191 6.4, .2]", () => {
  const t = wide().send(2920).expect("ACK seq=+1 len=1460", "PSH,ACK seq=+1461 len=1460");
  const before = cwnd(t);
  strictEqual(tooBig(t, 1, 1040), 1040);
  strictEqual(t.connection.tcb.snd.mss, 1000);
  strictEqual(cwnd(t), before, "no response of congestion control");
  t.expect("ACK seq=+1 len=1000").expectNothing(); // one only until an ACK comes
  t.at(ms(100)).peer("ACK seq=+1 ack=+1001").expect("ACK seq=+1001 len=460");
  t.expect("ACK seq=+1461 len=1000", "PSH,ACK seq=+2461 len=460").expectNothing().peer(
    "ACK seq=+1 ack=+2921",
  );
  t.send(1500).expect("ACK seq=+2921 len=1000").peer("ACK seq=+1 ack=+3921");
  t.expect("PSH,ACK seq=+3921 len=500");
});

Deno.test("Too big on Linux: all that was too long goes out again, as the window allows", () => {
  const t = wide({ profile: "linux", sack: true }).send(2920)
    .expect("ACK seq=+1 len=1460", "PSH,ACK seq=+1461 len=1460");
  tooBig(t, 1, 1040);
  t.expect("ACK seq=+1 len=1000", "ACK seq=+1001 len=460", "ACK seq=+1461 len=1000");
  t.expect("PSH,ACK seq=+2461 len=460");
  strictEqual(t.connection.tcb.congestion.ssthresh >= 0x7fffffff, true, "no loss");
  t.at(ms(50)).peer("ACK seq=+1 ack=+2921").expectNothingUntil(seconds(5));
});

Deno.test("The messages that follow for the same flight do nothing [RFC 1191 6.4, .2]", () => {
  const t = wide().send(4380);
  t.expect("ACK seq=+1 len=1460", "ACK seq=+1461 len=1460", "PSH,ACK seq=+2921 len=1460");
  tooBig(t, 1, 1040);
  t.expect("ACK seq=+1 len=1000").expectNothing();
  for (const seq of [1461, 2921]) tooBig(t, seq, 1040);
  t.expectNothing();
});

Deno.test("A FIN stays behind its data as that is cut [RFC 1191 6.4]", () => {
  const t = wide().send(1460).expect("PSH,ACK seq=+1 len=1460").shutdownSend()
    .expect("FIN,ACK seq=+1461");
  tooBig(t, 1, 1040);
  t.expect("ACK seq=+1 len=1000").expectNothing().peer("ACK seq=+1 ack=+1001")
    .expect("PSH,ACK seq=+1001 len=460").peer("ACK seq=+1 ack=+1462").expectState("FIN-WAIT-2");
});

Deno.test("Timestamps take their bytes of a path MTU too [MUST-16]", () => {
  const t = wide({ profile: "linux", ts: 7 }).send(1448);
  t.expect("PSH,ACK seq=+1 len=1448");
  tooBig(t, 1, 1040);
  t.expect("ACK seq=+1 len=988", "PSH,ACK seq=+989 len=460");
});

Deno.test("An MTU that is not smaller, about nothing in flight, or not wanted, is not believed [RFC 5927 4.1] [RFC 5927 7.2, .3]", () => {
  for (
    const [seq, mtu] of [[1, 1501], [1, 9000], [0, 1000], [1461, 1000], [-5000, 1000]] as const
  ) {
    const t = wide().send(1460).expect("PSH,ACK seq=+1 len=1460");
    strictEqual(tooBig(t, seq, mtu), 0, `${seq} ${mtu}`);
    t.expectNothing();
  }
  const deaf = wide({ knobs: { pathMtuDiscovery: false } }).send(1460).expect("PSH,ACK len=1460");
  strictEqual(tooBig(deaf, 1, 1000), 0);
  deaf.expectNothing();
});

Deno.test("No path MTU is below 68, nor below what the system takes for possible [RFC 1191 3, .1]", () => {
  const t = wide().send(1460).expect("PSH,ACK seq=+1 len=1460");
  strictEqual(tooBig(t, 1, 20), 68);
  strictEqual(t.connection.tcb.snd.mss, 28);
  const linux = wide({ profile: "linux" }).send(1460).expect("PSH,ACK seq=+1 len=1460");
  strictEqual(tooBig(linux, 1, 296), 552);
});

Deno.test("A claim below what has passed counts after a timeout, where the system is wary [RFC 5927 7.2, .3]", () => {
  const t = wide({ knobs: { pathMtuClaims: "after-timeout" } }).send(1460)
    .expect("PSH,ACK seq=+1 len=1460").peer("ACK seq=+1 ack=+1461");
  t.send(1460).expect("PSH,ACK seq=+1461 len=1460");
  strictEqual(tooBig(t, 1461, 1040), 0);
  t.expectNothing().peer("ACK seq=+1 ack=+2921"); // progress: it was a lie
  t.send(1460).expect("PSH,ACK seq=+2921 len=1460").at(seconds(2)).expect(
    "PSH,ACK seq=+2921 len=1460",
  );
  t.peer("ACK seq=+1 ack=+4381").send(1460).expect("PSH,ACK seq=+4381 len=1460");
  tooBig(t, 4381, 1040);
  t.expectNothing().after(seconds(3)).expect("ACK seq=+4381 len=1000"); // no progress: it was true
});

Deno.test("A first claim counts at once, for nothing longer has passed [RFC 5927 7.2, .3]", () => {
  const t = wide({ knobs: { pathMtuClaims: "after-timeout" } }).send(1460)
    .expect("PSH,ACK seq=+1 len=1460");
  strictEqual(tooBig(t, 1, 1040), 1040);
  t.expect("ACK seq=+1 len=1000");
});

Deno.test("After some minutes larger segments are tried again [RFC 1191 6.3, .2]", () => {
  const t = wide().send(1460).expect("PSH,ACK seq=+1 len=1460");
  tooBig(t, 1, 1040, minutes(10));
  t.expect("ACK seq=+1 len=1000").peer("ACK seq=+1 ack=+1001").expect("PSH,ACK len=460")
    .peer("ACK seq=+1 ack=+1461").at(minutes(10) - 1).send(1000).expect("PSH,ACK len=1000")
    .peer("ACK seq=+1 ack=+2461").at(minutes(10)).send(1460).expect("PSH,ACK seq=+2461 len=1460");
});

Deno.test("A connection begins with the path MTU that its host knows, and announces its interface's [RFC 1191 6.1]", () => {
  const t = synSent();
  t.connection.setPathMtu(1040, NEVER);
  t.peer("SYN,ACK seq=+0 ack=+1 mss=1460").expect("ACK seq=+1").send(1500);
  t.expect("ACK seq=+1 len=1000");
  strictEqual(t.connection.tcb.rcv.mss, 1460);
});
