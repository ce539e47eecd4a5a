import { ok, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { profileNames, profiles, seqDiff } from "../../../engine/tcp/mod.ts";
import {
  established,
  type ScriptSettings,
  synReceived,
  TcpScript,
} from "../../support/tcp_script.ts";

/** Timestamps and nothing else beyond the RFC's TCP; the peer's SYN had 700. */
const STAMPS: ScriptSettings = { ts: 700, knobs: { timestamps: true } };

Deno.test("Timestamps are offered on the SYN, answered where they were offered, and both must have them [RFC 7323 3.2, .2]", () => {
  const knobs = { timestamps: true, timestampsIfAsked: true };
  const { options } = new TcpScript({ knobs }).open().take("SYN seq=1000");
  ok(options.hasTimestamps);
  strictEqual(options.timestampEcho, 0);
  const answer = new TcpScript({ knobs }).listen().peer("SYN seq=5000 ts=700/0").take("SYN,ACK");
  strictEqual(answer.options.timestampEcho, 700);
  strictEqual(
    new TcpScript({ knobs }).listen().peer("SYN seq=5000").take("SYN,ACK").options.hasTimestamps,
    false,
  );
  strictEqual(established({ knobs }).send(1).take("PSH,ACK len=1").options.hasTimestamps, false);
});

Deno.test("Linux and FreeBSD offer them, Windows uses them where asked, the RFC's TCP does not [os profiles]", () => {
  for (const profile of profileNames) {
    const isOffered = new TcpScript({ profile }).open().take("SYN").options.hasTimestamps;
    strictEqual(isOffered, profile === "linux" || profile === "freebsd");
    const asked = synReceived({ profile, ts: 5 }).connection.tcb.timestamps;
    strictEqual(asked, profiles[profile].timestampsIfAsked);
  }
});

Deno.test("Every segment but RST has them, and echoes the peer's [RFC 7323 3.2, .2]", () => {
  const t = established(STAMPS).at(ms(5)).send(10);
  strictEqual(t.take("PSH,ACK len=10").options.timestampEcho, 700);
  t.peer("ACK seq=5001 ack=1011 len=10 ts=705/0").at(ms(300));
  strictEqual(t.take("ACK ack=5011").options.timestampEcho, 705);
  strictEqual(t.abort().take("RST seq=1011").options.hasTimestamps, false);
});

Deno.test("The clock ticks once in a millisecond [RFC 7323 5.4, .5]", () => {
  const t = established(STAMPS).send(10);
  const first = t.take("PSH,ACK len=10").options.timestampValue;
  const again = t.at(seconds(1)).take("PSH,ACK len=10").options.timestampValue;
  strictEqual(seqDiff(again, first), 1000);
});

Deno.test("They take 12 bytes of every segment [MUST-16] [RFC 7323 .5]", () => {
  established(STAMPS).send(1976).expect("ACK seq=1001 len=988", "PSH,ACK len=988");
});

Deno.test("TS.Recent follows only segments that begin at or below the last ACK sent [RFC 7323 4.3, .3]", () => {
  const t = established(STAMPS).peer("ACK seq=6001 ack=1001 len=10 ts=800/0");
  strictEqual(t.take("ACK ack=5001").options.timestampEcho, 700);
  t.peer("ACK seq=5001 ack=1001 len=1000 ts=790/0");
  strictEqual(t.take("ACK ack=6011").options.timestampEcho, 790);
});

Deno.test("The first of the segments that a delayed ACK covers is echoed [RFC 7323 4.3, .3]", () => {
  const t = established(STAMPS).peer("ACK seq=5001 ack=1001 len=10 ts=710/0").at(ms(50))
    .peer("ACK seq=5011 ack=1001 len=10 ts=760/0").at(ms(200));
  strictEqual(t.take("ACK ack=5021").options.timestampEcho, 710);
});

Deno.test("PAWS: an older timestamp is dropped and answered with an ACK [RFC 7323 5.3, .4]", () => {
  established(STAMPS).peer("ACK seq=5001 ack=1001 len=10 ts=699/0").expectReadable(0)
    .expect("ACK seq=1001 ack=5001").peer("ACK seq=5001 ack=1001 len=10 ts=700/0")
    .expectReadable(10);
});

Deno.test("PAWS: a timestamp that is newer across the wrap passes [RFC 7323 5.3, .4]", () => {
  established({ ...STAMPS, ts: 2 ** 32 - 10 }).peer("ACK seq=5001 ack=1001 len=10 ts=5/0")
    .expectReadable(10);
});

Deno.test("PAWS: a reset is never judged by its timestamp [RFC 7323 5.3, .4]", () => {
  established(STAMPS).peer("RST seq=5001 ts=1/0").expectEnd("Reset");
  established(STAMPS).peer("RST seq=5001").expectEnd("Reset");
});

Deno.test("PAWS: after 24 days of silence every timestamp passes, and is TS.Recent from then on [RFC 7323 5.5, .4]", () => {
  const days = seconds(24 * 24 * 3600);
  established(STAMPS).at(days).peer("ACK seq=5001 ack=1001 len=10 ts=1/0").expectReadable(0);
  const t = established(STAMPS).at(days + 1).peer("ACK seq=5001 ack=1001 len=10 ts=100/0");
  t.expectReadable(10).after(ms(200));
  strictEqual(t.take("ACK ack=5011").options.timestampEcho, 100);
  t.peer("ACK seq=5011 ack=1001 len=10 ts=99/0").expectReadable(10);
});

Deno.test("A segment without timestamps is dropped, or taken by Linux [RFC 7323 3.2, .2]", () => {
  established(STAMPS).peer("ACK seq=5001 ack=1001 len=10").expectReadable(0);
  established({ ts: 700, profile: "freebsd" }).peer("ACK seq=5001 ack=1001 len=10")
    .expectReadable(0);
  established({ ts: 700, profile: "linux" }).peer("ACK seq=5001 ack=1001 len=10")
    .expectReadable(10);
});

Deno.test("With timestamps what was sent twice gives an RTT too: the echo says which [RFC 7323 4.1, .5]", () => {
  const t = established(STAMPS).send(10);
  t.take("PSH,ACK len=10");
  const again = t.at(seconds(1)).take("PSH,ACK len=10").options.timestampValue;
  t.at(ms(1300)).peer(`ACK seq=5001 ack=1011 ts=900/${again}`);
  const { rtt } = t.connection.tcb;
  // The handshake's sample was 0: SRTT = 1/8 of 300 ms.
  strictEqual(rtt.srtt, ms(37.5));
});
